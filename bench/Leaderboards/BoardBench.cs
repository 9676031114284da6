using KaosNet.Bench.Filling;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections;
using KaosNet.Projections.Leaderboards;
using KaosNet.Projections.Leaderboards.Ranking;
using KaosNet.Store;
using KaosNet.Store.Journal;
using KaosNet.Store.Personal;
using Marten;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace KaosNet.Bench.Leaderboards;

/// <summary>The boards of a server without its front: the Journal, the tables, the ranks and the lists on a schema of a database.</summary>
sealed class BoardBench : IAsyncDisposable
{
    const int OwnersAtOnce = 10_000;

    public static readonly Caller Script = new() { Source = Source.Script, Actor = "bench", Operation = "bench", Correlation = "bench" };

    readonly Database _database;
    readonly LanedJournal _journal;

    BoardBench(Database database)
    {
        _database = database;
        Directory = new(database);
        Ranks = new(database, RankSettings.Default, TimeProvider.System);
        _journal = new(
            database, EventCatalogue.Default, ReadModels.All, [Directory, Ranks], new(), TimeProvider.System, NullLogger<LanedJournal>.Instance);
        Lists = new(new(database), Ranks, TimeProvider.System);
        Scores = new(Directory, Ranks, _journal, TimeProvider.System);
    }

    public LeaderboardDirectory Directory { get; }

    public LeaderboardRanks Ranks { get; }

    public LeaderboardLists Lists { get; }

    public LeaderboardScores Scores { get; }

    /// <summary>On a schema that is there, or is made.</summary>
    public static async Task<BoardBench> Open(string connectionString, string schema, MasterKeys masters)
    {
        var database = new Database(connectionString, schema) { Masters = masters };
        await using var store = DocumentStore.For(options => MartenSetup.Configure(options, database, EventCatalogue.Default));
        await new StoreSchema(database, store, ReadModels.All, new(database, EventCatalogue.Default), NullLogger<StoreSchema>.Instance).Apply();
        return new(database);
    }

    /// <summary>Drops a schema with all that is in it.</summary>
    public static async Task Drop(string connectionString, string schema)
    {
        await using var database = new Database(connectionString, schema);
        await Run(database, $"drop schema if exists {schema} cascade");
    }

    /// <summary>The board, which is made if it is missing: descending, keeping the best, with ranks.</summary>
    public async Task<Leaderboard> Board(string id)
    {
        if (await Directory.Find(id) is { } board) return board;
        return (await _journal.Execute(new CreateLeaderboard(id) { EnableRanks = true }, Script)).Value;
    }

    /// <summary>
    /// Gives a board records until it has so many. One is submitted as any other, and its event and rows are made by bulk for other owners with scores of their own, as
    /// submitting a million would take minutes.
    /// </summary>
    /// <returns>Owners of the records added, in no order; a few thousand of them at most.</returns>
    public async Task<IReadOnlyList<Guid>> Fill(string board, int records, CancellationToken cancel)
    {
        var there = await Count(board, cancel);
        if (there < records)
        {
            var model = Guid.NewGuid();
            if ((await Scores.Submit(new(board, model.ToString(), 1) { Username = "bench" }, Script, cancel)).Fault is { } fault)
                throw new InvalidOperationException(fault.Message);
            await Copy(board, model, records - (int)there - 1, cancel);
        }

        List<Guid> owners = [];
        await using var command = _database.General.CreateCommand(
            $"select owner_id from {_database.Schema}.leaderboard_records where leaderboard_id = $1 and expiry = 0 order by random() limit 5000");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = board });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) owners.Add(reader.GetGuid(0));
        return owners;
    }

    /// <summary>Ranks as a server has them that has just started.</summary>
    public LeaderboardRanks RanksOfAnother() => new(_database, RankSettings.Default, TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        Ranks.Dispose();
        await _database.DisposeAsync();
    }

    /// <summary>Stores what the model owner's event says for new owners, with scores below ten million, and copies the rows.</summary>
    async Task Copy(string board, Guid model, int copies, CancellationToken cancel)
    {
        var stored = new BulkEvents(_database, new EventCodec(EventCatalogue.Default, _database.PersonalKeys));
        var at = (await _journal.Load(ScoreRecord.Of(board, 0, model.ToString()), cancel)).UpdateTime;
        await using var connection = await _database.General.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await Run("create temporary table copies (owner uuid, score bigint) on commit drop");
        for (var left = copies; left > 0; left -= OwnersAtOnce)
        {
            var owners = Enumerable.Range(0, Math.Min(left, OwnersAtOnce)).Select(_ => (Id: Guid.NewGuid(), Score: Random.Shared.NextInt64(10_000_000))).ToList();
            await stored.Store(
                connection,
                owners.ConvertAll(owner =>
                {
                    var stream = ScoreRecord.Of(board, 0, owner.Id.ToString());
                    var submitted = new ScoreSubmitted(owner.Score, 0, ScoreOperator.Best, SortOrder.Descending, Metadata: null, "bench", Counted: true, owner.Score, 0);
                    return new BulkEvent(owner.Id, stream, 1, submitted, stream.Kind.Initial(stream.Id), at);
                }),
                cancel);
            await using var import = await connection.BeginBinaryImportAsync("copy copies from stdin (format binary)", cancel);
            foreach (var (id, score) in owners)
            {
                await import.StartRowAsync(cancel);
                await import.WriteAsync(id, cancel);
                await import.WriteAsync(score, cancel);
            }

            await import.CompleteAsync(cancel);
        }

        await CopyRows("leaderboard_records", $"owner_id = '{model}'", ("owner_id", "owner"), ("score", "copies.score"));
        await CopyRows("leaderboard_records_of_owner", $"owner_id = '{model}'", ("owner_id", "owner"));
        await transaction.CommitAsync(cancel);
        foreach (var table in new[] { "mt_streams", "mt_events", "event_users", "personal_keys", "leaderboard_records", "leaderboard_records_of_owner" })
            await Run($"vacuum (analyze) {_database.Schema}.{table}");

        async Task CopyRows(string table, string where, params (string Column, string Value)[] others)
        {
            List<string> columns = [];
            await using (var command = new NpgsqlCommand(
                $"select attname from pg_attribute where attrelid = '{_database.Schema}.{table}'::regclass and attnum > 0 and not attisdropped", connection))
            await using (var reader = await command.ExecuteReaderAsync(cancel))
            {
                while (await reader.ReadAsync(cancel)) columns.Add(reader.GetString(0));
            }

            var values = columns.Select(column => Array.Find(others, other => other.Column == column).Value ?? "one." + column);
            await Run($"insert into {_database.Schema}.{table} ({string.Join(", ", columns)}) select {string.Join(", ", values)} "
                + $"from copies cross join (select * from {_database.Schema}.{table} where {where}) as one");
        }

        async Task Run(string statement)
        {
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancel);
        }
    }

    async Task<long> Count(string board, CancellationToken cancel)
    {
        await using var command = _database.General.CreateCommand(
            $"select count(*) from {_database.Schema}.leaderboard_records where leaderboard_id = $1 and expiry = 0");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = board });
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }

    static async Task Run(Database database, string statement)
    {
        await using var command = database.General.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }
}
