using System.Runtime.CompilerServices;

namespace KaosNet.Store;

/// <summary>
/// Sockets of the server go on where their data arrives: on the few threads that watch them, which saves a change of threads for each packet. What may
/// compute for long, or block, must not be done there, as everybody else's packets would wait for it: it leaves first, by awaiting
/// <see cref="Leave"/>. See docs/decisions/0015-sockets-go-on-in-place.md.
/// </summary>
public static class SocketThreads
{
    const string Switch = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
    const string Count = "DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT";

    [ThreadStatic]
    static Action? _onBlocking;

    /// <summary>Whether this thread may compute for long or block: it is of the pool, or was given to requests.</summary>
    public static bool MayBlock => _onBlocking is not null || Thread.CurrentThread.IsThreadPoolThread;

    /// <summary>From now on this thread may block, and tells before it does.</summary>
    public static void AllowBlocking(Action onBlocking) => _onBlocking = onBlocking;

    /// <summary>To be called before this thread waits for something, so that another can take over what comes meanwhile. The pool does so by itself.</summary>
    public static void TellOfBlocking() => _onBlocking?.Invoke();

    /// <summary>To be called before the process opens its first socket. An operator's own choice stays.</summary>
    public static void GoOnInPlace()
    {
        Choose(Switch, 1);
        // One for each core would leave none to the pool, and find less to do at each waking.
        Choose(Count, Math.Max(1, Environment.ProcessorCount / 2));
    }

    static void Choose(string variable, int value)
    {
        if (Environment.GetEnvironmentVariable(variable) is null) Environment.SetEnvironmentVariable(variable, value.ToString());
    }

    /// <summary>Goes on at once on a thread that may block, and on one of the pool when this one must not.</summary>
    public static LeaveAwaitable Leave() => default;

    /// <summary>See <see cref="Leave"/>.</summary>
    public readonly record struct LeaveAwaitable : ICriticalNotifyCompletion
    {
        public bool IsCompleted => MayBlock;

        public LeaveAwaitable GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => ThreadPool.QueueUserWorkItem(static action => action(), continuation, preferLocal: false);

        public void UnsafeOnCompleted(Action continuation) => ThreadPool.UnsafeQueueUserWorkItem(static action => action(), continuation, preferLocal: false);
    }
}
