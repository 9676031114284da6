namespace KaosNet.Store.Tail;

/// <summary>
/// Wakes those on this server who wait for events: rung after each commit of its own and when others' are noticed. Nothing is kept and nothing counted, so a commit
/// that nobody waits for costs one look at a field.
/// </summary>
public sealed class StoreNews
{
    TaskCompletionSource? _waiting;

    /// <summary>Done at the next news. To be asked for before the store is read, so that nothing falls between the two.</summary>
    public Task Next
    {
        get
        {
            while (true)
            {
                if (Volatile.Read(ref _waiting) is { } waiting) return waiting.Task;
                // Those who are woken must not hold up the one who rings.
                Interlocked.CompareExchange(ref _waiting, new(TaskCreationOptions.RunContinuationsAsynchronously), null);
            }
        }
    }

    /// <summary>There is something to read.</summary>
    public void Ring()
    {
        if (Volatile.Read(ref _waiting) is not null) Interlocked.Exchange(ref _waiting, null)?.TrySetResult();
    }
}
