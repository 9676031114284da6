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

    /// <summary>Goes on at once on a thread of the pool, and there when it is on any other.</summary>
    public static LeaveAwaitable Leave() => default;

    /// <summary>See <see cref="Leave"/>.</summary>
    public readonly record struct LeaveAwaitable : ICriticalNotifyCompletion
    {
        public bool IsCompleted => Thread.CurrentThread.IsThreadPoolThread;

        public LeaveAwaitable GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => ThreadPool.QueueUserWorkItem(static action => action(), continuation, preferLocal: false);

        public void UnsafeOnCompleted(Action continuation) => ThreadPool.UnsafeQueueUserWorkItem(static action => action(), continuation, preferLocal: false);
    }
}
