using System.Globalization;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Disqualifying;
using KaosNet.Domain.Wallets;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Leaderboards.Disqualifying;

/// <summary>Finds what was paid for places on boards: what the functions of a reset or an end booked carries the period that they were called for as its cause.</summary>
public sealed class PaidRewards(Database database)
{
    /// <summary>Entries that still stand and take nothing back themselves.</summary>
    internal string Statement { get; } =
        "select e.id, e.user_id, e.changeset, e.cause from unnest($1, $2) as hit (user_id, cause) "
        + $"join {database.Schema}.wallet_ledger e on e.cause = hit.cause and e.user_id = hit.user_id "
        + "where e.reversed_by is null and e.reverses is null "
        + $"order by e.user_id, e.create_time, e.number limit {DisqualificationLimits.ReversalsAtOnce}";

    /// <summary>What entries of ledgers are kept with that were paid when a period of a board, or a tournament's window in it, was over.</summary>
    public static IReadOnlyList<string> CausesOf(string leaderboardId, long expiry) =>
    [
        LedgerCause.Kept(string.Create(CultureInfo.InvariantCulture, $"end:{leaderboardId}:{expiry}"))!,
        LedgerCause.Kept(string.Create(CultureInfo.InvariantCulture, $"reset:{leaderboardId}:{expiry}"))!,
    ];

    /// <summary>Entries of the owners' ledgers that were paid for the periods of these records and still stand.</summary>
    /// <param name="records">Records that lost submissions.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<IReadOnlyList<ProposedReversal>> Of(IReadOnlyCollection<RecomputedRecord> records, CancellationToken cancel)
    {
        List<ProposedReversal> found = [];
        if (records.Count == 0) return found;
        List<Guid> owners = [];
        List<string> causes = [];
        foreach (var record in records.Select(one => (ScoreRecord)ScoreRecord.Kind.Initial(one.Record.Id)))
        {
            foreach (var cause in CausesOf(record.LeaderboardId, record.Expiry))
            {
                owners.Add(Guid.Parse(record.OwnerId));
                causes.Add(cause);
            }
        }

        await using var command = database.General.CreateCommand(Statement);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. owners] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. causes] });
        await using var reader = await database.Query(command, database.General, cancel);
        while (await reader.ReadAsync(cancel))
            found.Add(new(reader.GetGuid(0).ToString(), reader.GetGuid(1).ToString(), reader.GetString(2), reader.GetString(3)));
        return found;
    }
}
