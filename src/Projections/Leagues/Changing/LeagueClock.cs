using KaosNet.Projections.Feed;
using KaosNet.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KaosNet.Projections.Leagues.Changing;

/// <summary>
/// Looks every second whether a league's season is to end or to begin; one server does it for all of a game. After a downtime the first look finds all that was
/// missed.
/// </summary>
public sealed class LeagueClock(LeagueSeasons seasons, Database database, TimeProvider time, ILogger<LeagueClock> log) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    readonly FeedTurn _turn = new(database, FeedTurn.LockOf("leagues", database.Schema));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            await Task.Yield();
            do
            {
                await Look(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; the next one goes on from here.
        }
        finally
        {
            await _turn.Leave();
        }
    }

    async Task Look(CancellationToken cancel)
    {
        try
        {
            if (await _turn.IsOurs(cancel)) await seasons.Advance(cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever it is, it must not end the leagues' clock; the next look tries again.
        catch (Exception failed)
#pragma warning restore CA1031
        {
            if (failed is NpgsqlException away) database.Outage.Met(away);
            else log.LogError(failed, "Leagues could not be looked after");
        }
    }
}
