using KaosNet.Api.Configuration;
using KaosNet.Api.Hosting;
using KaosNet.Realtime.Matches.Recording;
using KaosNet.Realtime.Matches.Ticking;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Sessions.Rudp;

namespace KaosNet.Api.Sockets;

/// <summary>
/// The beginning and the end of the realtime side. It ends before the rest of the server stops: matches first, for which players may come and go
/// until they are over or the grace is, then sockets, then what is left to record.
/// </summary>
sealed class RealtimeProcess(
    MatchHost matches, SessionServer sessions, RudpServer rudp, MatchRecorder recorder, KaosSettings settings, ShutdownHurry? hurry = null) : IHostedLifecycleService
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
        await matches.Stop(settings.ShutdownGraceSec, atOnce.Token);
        sessions.CloseAll(SessionEnd.ServerStops);
        await rudp.Stop();
        await recorder.DisposeAsync();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
