using KaosNet.Domain.Kernel;
using KaosNet.Domain.Subscriptions;
using KaosNet.Projections.Kernel;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Subscriptions;

/// <summary>Subscriptions with how far they have come, and the batches that were given up.</summary>
public sealed class SubscriptionLists(Database database, Cursors cursors)
{
    const string List = "dead letters";
    const string LetterColumns = "id, first_seq, last_seq, events, attempts, error, at";

    string Statuses => $"""
        select s.name, s.generation, s.terms, s.secret, s.start_after, s.is_paused, s.create_time, s.update_time,
          coalesce(p.position, s.start_after), coalesce(p.failures, 0), p.last_error, p.last_error_time, p.last_success_time, coalesce(p.is_halted, false)
        from {database.Schema}.subscriptions s
        left join {database.Schema}.subscription_progress p on p.name = s.name and p.generation = s.generation
        """;

    /// <summary>All of them, by name.</summary>
    public async ValueTask<IReadOnlyList<SubscriptionStatus>> All(CancellationToken cancel)
    {
        await using var command = database.Reads.CreateCommand($"""{Statuses} order by s.name collate "C" limit {Limits.SubscriptionsMax + 1}""");
        return await Read(command, StatusIn, cancel);
    }

    /// <summary>One of them; null for none.</summary>
    public async ValueTask<SubscriptionStatus?> Find(string name, CancellationToken cancel)
    {
        await using var command = database.Reads.CreateCommand($"{Statuses} where s.name = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        return await Read(command, StatusIn, cancel) is [var status] ? status : null;
    }

    /// <summary>When the first event after a place was decided; null when there is none.</summary>
    public async ValueTask<DateTimeOffset?> TimeOfNext(long position, CancellationToken cancel)
    {
        await using var command = database.Reads.CreateCommand(
            $"select timestamp from {database.Schema}.mt_events where seq_id > $1 order by seq_id limit 1");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = position });
        return await Read(command, row => row.GetFieldValue<DateTimeOffset>(0), cancel) is [var time] ? time : null;
    }

    /// <summary>A page of the batches that were given up, newest first.</summary>
    public async ValueTask<Answer<(IReadOnlyList<DeadLetter> Letters, string Cursor)>> Letters(SubscriptionRow of, int limit, string cursor, CancellationToken cancel)
    {
        if (limit is < 1 or > Limits.PageMax) return SubscriptionFaults.InvalidLimit;
        var before = long.MaxValue;
        if (cursor.Length > 0)
        {
            if (cursors.Read(List, of.Name, cursor) is not { } from) return SubscriptionFaults.InvalidCursor;
            before = from.Whole();
        }

        await using var command = database.Reads.CreateCommand(
            $"""
            select {LetterColumns} from {database.Schema}.subscription_dead_letters
            where name = $1 and generation = $2 and id < $3 order by id desc limit {limit + 1}
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = of.Name });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = of.Generation });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = before });
        var letters = await Read(command, LetterIn, cancel);
        if (letters.Count <= limit) return (letters, "");
        letters.RemoveAt(limit);
        return (letters, cursors.Write(List, of.Name).Whole(letters[^1].Id).Spell());
    }

    /// <summary>One of the batches that were given up; null for none.</summary>
    public async ValueTask<DeadLetter?> Letter(SubscriptionRow of, long id, CancellationToken cancel)
    {
        await using var command = database.Reads.CreateCommand(
            $"select {LetterColumns} from {database.Schema}.subscription_dead_letters where name = $1 and generation = $2 and id = $3");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = of.Name });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = of.Generation });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id });
        return await Read(command, LetterIn, cancel) is [var letter] ? letter : null;
    }

    async ValueTask<List<T>> Read<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T> rowIn, CancellationToken cancel)
    {
        await using var reader = await database.Query(command, cancel);
        List<T> rows = [];
        while (await reader.ReadAsync(cancel)) rows.Add(rowIn(reader));
        return rows;
    }

    static SubscriptionStatus StatusIn(NpgsqlDataReader row) => new(
        new(
            row.GetString(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetInt64(4), row.GetBoolean(5), row.GetFieldValue<DateTimeOffset>(6),
            row.GetFieldValue<DateTimeOffset>(7)),
        new(
            row.GetInt64(8), row.GetInt32(9), row.IsDBNull(10) ? null : row.GetString(10), row.IsDBNull(11) ? null : row.GetFieldValue<DateTimeOffset>(11),
            row.IsDBNull(12) ? null : row.GetFieldValue<DateTimeOffset>(12), row.GetBoolean(13)));

    static DeadLetter LetterIn(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt32(3), row.GetInt32(4), row.GetString(5), row.GetFieldValue<DateTimeOffset>(6));
}
