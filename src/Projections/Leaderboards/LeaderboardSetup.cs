using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Tournaments;
using KaosNet.Store;
using KaosNet.Store.Journal;
using KaosNet.Store.Journal.Transactions;
using Npgsql;

namespace KaosNet.Projections.Leaderboards;

/// <summary>
/// Sets boards of either kind up, deletes them with all their records and switches their ranks off: the one way for server modules and operators.
/// </summary>
public sealed class LeaderboardSetup(IJournal journal, LeaderboardDirectory directory, Database database)
{
    /// <summary>Records that one commit takes away: a bigger one would keep others of its lane waiting.</summary>
    public const int RecordsAtOnce = 1000;

    /// <summary>Commits that the one who deletes a board waits for; the rest of a big one goes behind their back (<see cref="LeaderboardClearingFeedHandler"/>).</summary>
    const int CommitsWaitedFor = 10;

    readonly string _records = $"select owner_id, expiry from {database.Schema}.leaderboard_records where leaderboard_id = $1 limit {RecordsAtOnce}";
    readonly string _withheld =
        $"select owner_id, expiry from {database.Schema}.leaderboard_records_of_owner where leaderboard_id = $1 and is_withheld limit {RecordsAtOnce}";

    readonly string _places = $"select expiry from {database.Schema}.tournament_places where tournament_id = $1 limit {RecordsAtOnce}";

    /// <summary>Sets a leaderboard up; one that is there already, of either kind, is the answer as it is.</summary>
    public ValueTask<Answer<Leaderboard>> Create(CreateLeaderboard command, Caller caller, CancellationToken cancel = default) =>
        Create(command.Id, command, caller, cancel);

    /// <summary>Sets a tournament up; one that is there already is the answer as it is, a leaderboard refuses it.</summary>
    public ValueTask<Answer<Leaderboard>> Create(CreateTournament command, Caller caller, CancellationToken cancel = default) =>
        Create(command.Id, command, caller, cancel);

    /// <summary>Deletes a board of either kind; none is a success.</summary>
    public ValueTask<Answer<Done>> Delete(string id, Caller caller, CancellationToken cancel = default) => Delete(new DeleteLeaderboard(id), caller, cancel);

    /// <summary>Deletes a tournament; none, or a leaderboard, is a success that changes nothing.</summary>
    public ValueTask<Answer<Done>> DeleteTournament(string id, Caller caller, CancellationToken cancel = default) =>
        Delete(new DeleteLeaderboard(id) { OnlyTournaments = true }, caller, cancel);

    /// <summary>Has a leaderboard show no ranks any more; a tournament is not found.</summary>
    public ValueTask<Answer<Done>> DisableRanks(string id, Caller caller, CancellationToken cancel = default) =>
        journal.Execute(new DisableRanks(id, IsTournament: false), caller, cancel);

    /// <summary>Has a tournament show no ranks any more; a leaderboard is not found.</summary>
    public ValueTask<Answer<Done>> DisableTournamentRanks(string id, Caller caller, CancellationToken cancel = default) =>
        journal.Execute(new DisableRanks(id, IsTournament: true), caller, cancel);

    /// <summary>Takes away what a deleted board left behind, until nothing is left or so many commits are made. A board that is there is left alone.</summary>
    public async ValueTask<Answer<Done>> Clear(string id, int commitsMax, Caller caller, CancellationToken cancel = default)
    {
        for (var commit = 0; commit < commitsMax; commit++)
        {
            if (!(await journal.Load(Leaderboard.Kind.Of(id), cancel)).IsClearing) return Done.Value;
            var answer = await journal.Execute(new ClearLeaderboard(id, await Remains(id, cancel)), caller, cancel);
            if (answer.Fault is not null) return answer;
        }

        return Done.Value;
    }

    async ValueTask<Answer<Leaderboard>> Create(string id, Command<Leaderboard> command, Caller caller, CancellationToken cancel)
    {
        var answer = await journal.Execute(command, caller, cancel);
        if (answer.Fault == LeaderboardFaults.IsClearing && JournalTransaction.Current is null)
        {
            if ((await Clear(id, int.MaxValue, caller, cancel)).Fault is { } refused) return refused;
            answer = await journal.Execute(command, caller, cancel);
        }

        // Another server may have set it up a moment ago.
        if (answer.IsGranted(out var board, out _)) JournalTransaction.Afterwards(() => directory.Announce(board));
        return answer;
    }

    async ValueTask<Answer<Done>> Delete(DeleteLeaderboard command, Caller caller, CancellationToken cancel)
    {
        var answer = await journal.Execute(command, caller, cancel);
        // Within a transaction its records are still there; they go when it is committed.
        return answer.Fault is not null || JournalTransaction.Current is not null ? answer : await Clear(command.Id, CommitsWaitedFor, caller, cancel);
    }

    async ValueTask<IReadOnlyList<OwnedStream>> Remains(string id, CancellationToken cancel)
    {
        var remains = new List<OwnedStream>();
        foreach (var query in new[] { _records, _withheld })
        {
            await using var reader = await Read(query);
            while (await reader.ReadAsync(cancel)) remains.Add(OwnedRecords.Of(id, reader.GetInt64(1), reader.GetGuid(0).ToString()));
            if (remains.Count >= RecordsAtOnce) return remains;
        }

        await using var places = await Read(_places);
        while (await places.ReadAsync(cancel))
        {
            remains.Add(OwnedStream.Of(
                TournamentPlaces.Of(id, places.GetInt64(0)), state => state.Taken > 0 ? [new TournamentPlacesCleared()] : Array.Empty<object>()));
        }

        return remains;

        async Task<NpgsqlDataReader> Read(string query)
        {
            await using var command = database.General.CreateCommand(query);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
            return await database.Query(command, database.General, cancel);
        }
    }
}
