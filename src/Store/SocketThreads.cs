using System.Runtime.CompilerServices;

namespace KaosNet.Store;

/// <summary>
/// Sockets of the server go on where their data arrives: on the one or two threads that watch them, which saves a change of threads for each packet. What may
/// compute for long, or block, must not be done there, as everybody else's packets would wait for it: it leaves first, by awaiting
/// <see cref="Leave"/>. See docs/decisions/0015-sockets-go-on-in-place.md.
/// </summary>
public static class SocketThreads
{
    const string Switch = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>To be called before the process opens its first socket. An operator's own choice stays.</summary>
    public static void GoOnInPlace()
    {
        if (Environment.GetEnvironmentVariable(Switch) is null) Environment.SetEnvironmentVariable(Switch, "1");
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
