using KaosNet.Api.Configuration;
using KaosNet.Api.Hosting;
using KaosNet.Realtime.Matches.Recording;
using KaosNet.Realtime.Matches.Ticking;
using KaosNet.Realtime.Scripts;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Sessions.Rudp;

namespace KaosNet.Api.Sockets;

/// <summary>
/// The beginning and the end of the realtime side. It ends before the rest of the server stops: matches first, for which players may come and go
/// until they are over or the grace is, and the modules' function for the server's end beside them, then sockets, then what is left to record.
/// </summary>
sealed class RealtimeProcess(
    MatchHost matches, SessionServer sessions, SocketServer sockets, RudpServer rudp, MatchRecorder recorder, KaosSettings settings, TimeProvider time,
    IShutdownFunctions? modules = null, ShutdownHurry? hurry = null) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        rudp.Start();
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        using var atOnce = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, hurry?.Token ?? CancellationToken.None);
        await Task.WhenAll(matches.Stop(settings.ShutdownGraceSec, atOnce.Token), TellModules(atOnce.Token));
        sessions.CloseAll(SessionEnd.ServerStops);
        // Each has a moment to answer; whoever is in a hurry does not wait for it.
        await sockets.AllClosed().WaitAsync(atOnce.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await rudp.Stop();
        await recorder.DisposeAsync();
    }

    /// <summary>Without a grace there is no function for the end, as in the reference.</summary>
    async Task TellModules(CancellationToken atOnce)
    {
        if (modules is null || settings.ShutdownGraceSec == 0) return;
        using var graceOver = new CancellationTokenSource(TimeSpan.FromSeconds(settings.ShutdownGraceSec), time);
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(graceOver.Token, atOnce);
        // The function runs on a thread of its own; one that does not heed its end is left behind.
        await Task.Run(() => modules.ShutDown(cut.Token).AsTask(), CancellationToken.None).WaitAsync(cut.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
