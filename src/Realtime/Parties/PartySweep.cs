using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Parties;

/// <summary>Looks for parties that nobody is in, each <see cref="PartySettings.IdleCheckInterval"/>.</summary>
public sealed class PartySweep(PartyHost host, PartySettings settings, TimeProvider time, ILogger<PartySweep> log) : IHostedService, IDisposable
{
    ITimer? _timer;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var interval = settings.IdleCheckInterval;
        if (interval > TimeSpan.Zero) _timer = time.CreateTimer(_ => Sweep(), null, interval, interval);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _timer?.Dispose();

    void Sweep()
    {
        try
        {
            host.Sweep();
        }
        catch (Exception bug)
        {
            log.LogError(bug, "Parties could not be looked through");
        }
    }
}
