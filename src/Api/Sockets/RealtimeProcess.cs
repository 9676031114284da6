using KaosNet.Api.Configuration;
using KaosNet.Realtime.Matches.Recording;
using KaosNet.Realtime.Matches.Ticking;
using KaosNet.Realtime.Sessions;

namespace KaosNet.Api.Sockets;

/// <summary>The end of the realtime side, before the rest of the server stops: matches first, then sockets, then what is left to record.</summary>
sealed class RealtimeProcess(MatchHost matches, SessionServer sessions, MatchRecorder recorder, KaosSettings settings) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await matches.Stop(settings.ShutdownGraceSec, cancellationToken);
        sessions.CloseAll(SessionEnd.ServerStops);
        await recorder.DisposeAsync();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
