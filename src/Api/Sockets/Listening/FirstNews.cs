namespace KaosNet.Api.Sockets.Listening;

/// <summary>Waits for the first news of a connection, and hands it and all that is told meanwhile to who will have the connection.</summary>
sealed class FirstNews : IReadable
{
    readonly TaskCompletionSource _came = new();
    readonly Lock _gate = new();
    IReadable? _next;
    bool _isEnding;

    public void OnReadable(bool isEnding)
    {
        IReadable? next;
        lock (_gate)
        {
            _isEnding |= isEnding;
            next = _next;
        }

        if (next is null) _came.TrySetResult();
        else next.OnReadable(isEnding);
    }

    /// <summary>Whether something came, before it is too late.</summary>
    public async Task<bool> Comes(TimeSpan patience, TimeProvider time, CancellationToken cancel)
    {
        try
        {
            await _came.Task.WaitAsync(patience, time, cancel);
            return true;
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>What came, and comes, is another's.</summary>
    public void HandOn(IReadable next)
    {
        bool isEnding;
        lock (_gate)
        {
            _next = next;
            isEnding = _isEnding;
        }

        next.OnReadable(isEnding);
    }
}
