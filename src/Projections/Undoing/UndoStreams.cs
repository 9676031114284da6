using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Kernel.Undoing;
using KaosNet.Domain.Undoing;
using KaosNet.Store;
using KaosNet.Store.Journal;
using Npgsql;

namespace KaosNet.Projections.Undoing;

/// <summary>Reads what an undo must know: the events that are meant, the histories of their streams, and what stands beside them.</summary>
public sealed class UndoStreams(Database database, EventCatalogue catalogue)
{
    readonly EventCodec _codec = new(catalogue, database.PersonalKeys);

    const string Columns = "seq_id, stream_id, version, type, data, timestamp, user_name, headers->>'source', headers->>'operation', correlation_id, causation_id";

    readonly string _events = $"{database.Schema}.mt_events";

    internal string SelectedStatement => field ??= $"select {Columns} from {_events} where seq_id = any($1)";

    internal string HistoryStatement => field ??= $"select {Columns} from {_events} where stream_id = any($1) order by stream_id, version";

    internal string LengthsStatement => field ??= $"select id, version from {database.Schema}.mt_streams where id = any($1)";

    /// <summary>The events at these places, in their order; those of kinds that this version does not know are left out.</summary>
    public async Task<List<PastEvent>> At(IReadOnlyCollection<long> places, CancellationToken cancel)
    {
        await using var command = database.General.CreateCommand(SelectedStatement);
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. places] });
        var found = (await Rows(command, cancel)).Events.ToDictionary(past => past.Sequence);
        return [.. places.Where(found.ContainsKey).Select(place => found[place])];
    }

    /// <summary>How many events streams hold.</summary>
    public async Task<Dictionary<string, long>> Lengths(IReadOnlyCollection<string> keys, CancellationToken cancel)
    {
        await using var command = database.General.CreateCommand(LengthsStatement);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. keys] });
        var lengths = new Dictionary<string, long>(StringComparer.Ordinal);
        await using var reader = await database.Query(command, database.General, cancel);
        while (await reader.ReadAsync(cancel)) lengths[reader.GetString(0)] = reader.GetInt64(1);
        return lengths;
    }

    /// <summary>The whole histories of some streams. RESOURCE_EXHAUSTED when they are more than is held in memory.</summary>
    public async Task<Fault?> ReadHistories(IReadOnlyCollection<StreamRef> streams, UndoKnowledge known, CancellationToken cancel)
    {
        await using var command = database.General.CreateCommand(HistoryStatement);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. streams.Select(stream => stream.Key)] });
        var (events, isTooMuch) = await Rows(command, cancel);
        if (isTooMuch) return TooLarge;
        foreach (var history in events.GroupBy(past => past.Stream)) known.Histories[history.Key] = [.. history];
        return null;
    }

    /// <summary>Answers what a plan asked, and says which versions of which streams the answers are of.</summary>
    public async Task<Fault?> Answer(UndoQuestions questions, UndoKnowledge known, Dictionary<StreamRef, long> versions, CancellationToken cancel)
    {
        if (questions.Streams.Count > 0)
        {
            var lengths = await Lengths([.. questions.Streams.Select(stream => stream.Key)], cancel);
            if (lengths.Values.Sum() > UndoLimits.HistoryMax) return TooLarge;
            await using var command = database.General.CreateCommand(HistoryStatement);
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. questions.Streams.Select(stream => stream.Key)] });
            var (events, isTooMuch) = await Rows(command, cancel);
            if (isTooMuch) return TooLarge;
            foreach (var stream in questions.Streams) (known.States[stream], versions[stream]) = (stream.Kind.Initial(stream.Id), 0);
            foreach (var past in events)
            {
                known.States[past.Stream] = past.Stream.Kind.Evolve(known.States[past.Stream], past.Event, past.At);
                versions[past.Stream] = past.Version;
            }
        }

        foreach (var name in questions.Names) known.Holders[name] = await HolderOf(name, cancel);
        foreach (var board in questions.Boards) known.Records[board] = await HasRecords(board, cancel);
        return null;
    }

    static readonly Fault TooLarge = Fault.ResourceExhausted("What the undo must look through is too large; undo less at a time.");

    async Task<string?> HolderOf(UniqueName name, CancellationToken cancel)
    {
        var separator = name.Value.IndexOf(':', StringComparison.Ordinal);
        await using var command = database.General.CreateCommand(name.Kind switch
        {
            UniqueNameKind.Username => $"select user_id from {database.Schema}.accounts where username = $1",
            UniqueNameKind.GroupName => $"select id from {database.Schema}.groups where name = $1",
            _ => $"select user_id from {database.Schema}.account_identities where kind = $1 and identifier = $2",
        });
        if (name.Kind == UniqueNameKind.Identity)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = JsonNamingPolicy.SnakeCaseLower.ConvertName(name.Value[..separator]) });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name.Value[(separator + 1)..] });
        }
        else
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name.Value });
        }

        await using var reader = await database.Query(command, database.General, cancel);
        return await reader.ReadAsync(cancel) ? reader.GetGuid(0).ToString() : null;
    }

    async Task<bool> HasRecords(string board, CancellationToken cancel)
    {
        await using var command = database.General.CreateCommand($"select 1 from {database.Schema}.leaderboard_records where leaderboard_id = $1 limit 1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = board });
        await using var reader = await database.Query(command, database.General, cancel);
        return await reader.ReadAsync(cancel);
    }

    async Task<(List<PastEvent> Events, bool IsTooMuch)> Rows(NpgsqlCommand command, CancellationToken cancel)
    {
        List<(PastEvent Past, string Name, byte[] Data)> rows = [];
        var (bytes, isTooMuch) = (0L, false);
        await using (var reader = await database.Query(command, database.General, cancel))
        {
            while (!isTooMuch && await reader.ReadAsync(cancel))
            {
                var (key, name, data) = (reader.GetString(1), reader.GetString(3), reader.GetFieldValue<byte[]>(4));
                if (catalogue.KindOf(key) is not { } kind || !_codec.Knows(name)) continue;
                isTooMuch = (bytes += data.Length) > UndoLimits.HistoryBytesMax;
                async Task<string> Text(int column) => await reader.IsDBNullAsync(column, cancel) ? "" : reader.GetString(column);
                var past = new PastEvent(
                    reader.GetInt64(0), new StreamRef<object>(kind, kind.IdOf(key)), reader.GetInt64(2), data, reader.GetFieldValue<DateTimeOffset>(5))
                {
                    Actor = await Text(6),
                    Source = await Text(7),
                    Operation = await Text(8),
                    Correlation = await Text(9),
                    Cause = await reader.IsDBNullAsync(10, cancel) ? null : reader.GetString(10),
                };
                rows.Add((past, name, data));
            }
        }

        await _codec.Prefetch(rows.Select(row => row.Data), cancel);
        return (
            [
                .. rows.Select(row => row.Past with
                {
                    Event = _codec.Decode(row.Name, row.Data, row.Past.Stream.Key, row.Past.Version),
                    IsForgotten = _codec.IsForgotten(row.Name, row.Data, row.Past.Stream.Key, row.Past.Version),
                }),
            ],
            isTooMuch);
    }
}
