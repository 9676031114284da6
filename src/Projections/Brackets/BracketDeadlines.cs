using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KaosNet.Domain.Brackets;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Feed;
using KaosNet.Store;
using KaosNet.Store.Journal;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KaosNet.Projections.Brackets;

/// <summary>
/// Sees to the deadlines of pairings, on one server at a time. They are rows of a table that any server reads, so nothing is lost with a server; and the command
/// looks at the pairing, so nothing happens twice.
/// </summary>
public sealed class BracketDeadlines(
    BracketLists brackets, IJournal journal, Database database, TimeProvider time, ILogger<BracketDeadlines> log) : BackgroundService
{
    /// <summary>Deadlines that are seen to in one round; who comes after them waits for the next one.</summary>
    const int AtOnceMax = 200;

    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    static readonly Caller Clock = Caller.System("bracket deadlines", "PassBracketDeadline");

    readonly FeedTurn _turn = new(
        database, BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"bracket deadlines of {database.Schema}"))));

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await _turn.Leave();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await timer.WaitForNextTickAsync(stoppingToken)) return;
                if (await _turn.IsOurs(stoppingToken)) await Round(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever it is, it must not end the clock; the next round tries again.
            catch (Exception failed)
#pragma warning restore CA1031
            {
                if (failed is NpgsqlException away) database.Outage.Met(away);
                else log.LogError(failed, "The deadlines of brackets could not be looked after");
            }
        }
    }

    async Task Round(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        foreach (var due in await brackets.Due(AtOnceMax, cancel))
        {
            if (due.DueAt > now) return;
            var cause = string.Create(CultureInfo.InvariantCulture, $"deadline {due.Number} {due.DueAt.ToUnixTimeSeconds()}");
            var passed = await journal.Execute(new PassDeadline(due.BracketId.ToString(), due.Number), Clock with { Cause = cause }, cancel);
            if (passed.Fault is { } fault)
                log.LogWarning("The deadline of pairing {Pairing} of bracket {Bracket} has to wait: {Reason}", due.Number, due.BracketId, fault.Message);
        }
    }
}
