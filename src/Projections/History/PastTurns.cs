using KaosNet.Domain.Kernel;

namespace KaosNet.Projections.History;

/// <summary>Who looks back takes a turn: a few at a time, each for a bounded time, the wait for the turn included.</summary>
sealed class PastTurns(TimeProvider time) : IDisposable
{
    /// <summary>How long one look back may take unless somebody says otherwise.</summary>
    public static readonly TimeSpan DefaultTimeMax = TimeSpan.FromSeconds(30);

    const int AtOnceMax = 2;

    readonly SemaphoreSlim _turns = new(AtOnceMax);

    /// <summary>Looks, or refuses when that takes too long.</summary>
    public async ValueTask<Answer<T>> Take<T>(Func<CancellationToken, Task<Answer<T>>> look, TimeSpan timeMax, Fault tooLong, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(timeMax, time);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        try
        {
            await _turns.WaitAsync(bounded.Token);
            try
            {
                return await look(bounded.Token);
            }
            finally
            {
                _turns.Release();
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            return tooLong;
        }
    }

    public void Dispose() => _turns.Dispose();
}
