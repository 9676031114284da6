using System.Runtime.InteropServices;
using KaosNet.Domain.Kernel;
using Npgsql;
using NpgsqlTypes;

namespace KaosNet.Store.Tables;

/// <summary>What one stream's state adds to the tally of a key.</summary>
/// <param name="Key">Whose tally, e.g. a user id.</param>
/// <param name="Count">How much; may be negative.</param>
/// <param name="ChangedAt">When the stream last changed it, in UTC and whole microseconds; never earlier than it said before.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Contribution(Guid Key, long Count, DateTimeOffset ChangedAt);

/// <summary>
/// An inline table of sums over many streams, such as the friends of a user over all friendships: a row holds what the states of all streams of a kind
/// contribute to its key, and when one of them last changed that. A batch adds its differences, so streams never wait for each other to be read; it locks
/// its rows in key order, so batches that meet wait and do not deadlock.
/// </summary>
/// <typeparam name="TState">The stream's state.</typeparam>
/// <param name="name">Name within the schema.</param>
/// <param name="keyColumn">Name of the key's column; the others are <c>count</c> and <c>changed_at</c>.</param>
/// <param name="kind">The kind of stream whose states are summed up.</param>
/// <param name="contributions">
/// What a state contributes, given the stream's id; each key once. A key that a state contributed to once stays among them, with a count of 0 when it is
/// over: otherwise the time of its end would be forgotten.
/// </param>
public sealed class TallyTable<TState>(
    string name, string keyColumn, StreamKind kind, Func<string, TState, IEnumerable<Contribution>> contributions) : IInlineTable
    where TState : class
{
    public string Name { get; } = name;

    public StreamKind Kind { get; } = kind.StateType == typeof(TState)
        ? kind
        : throw new ArgumentException($"Table {name} sums up {typeof(TState).Name}, but the states of {kind.Prefix} are {kind.StateType.Name}.", nameof(kind));

    public IReadOnlyList<string> ColumnNames { get; } = [keyColumn, "count", "changed_at"];

    public IReadOnlyList<string> KeyColumns { get; } = [keyColumn];

    public bool IsKeyOfOneStream => false;

    public string Build => contributions.Method.Module.ModuleVersionId.ToString("N");

    // Rows change often and keep their key, so room is left beside them.
    public string CreateStatements(string schema) =>
        $"create table if not exists {schema}.{Name} (\n  {keyColumn} uuid not null,\n  count bigint not null,\n  changed_at timestamptz not null," +
        $"\n  constraint {Name}_pkey primary key ({keyColumn})\n) with (fillfactor = 70);";

    public string CreateScratchStatement(string schema) => CreateStatements(schema);

    public ITableChanges NewChanges(string schema) => new Changes(this, schema);

    public ITableCopy NewCopy(string schema) => new Copy(this, schema);

    string AddStatement(string schema) =>
        $"insert into {schema}.{Name} as t ({keyColumn}, count, changed_at) select * from unnest($1, $2, $3) on conflict ({keyColumn}) do update set " +
        "count = t.count + excluded.count, changed_at = greatest(t.changed_at, excluded.changed_at)";

    /// <summary>Differences by key, until they are written.</summary>
    sealed class Differences
    {
        readonly Dictionary<Guid, (long Count, DateTimeOffset ChangedAt)> _byKey = [];

        public int Count => _byKey.Count;

        public void Add(Contribution difference) => _byKey[difference.Key] = _byKey.TryGetValue(difference.Key, out var known)
            ? (known.Count + difference.Count, known.ChangedAt > difference.ChangedAt ? known.ChangedAt : difference.ChangedAt)
            : (difference.Count, difference.ChangedAt);

        public void Clear() => _byKey.Clear();

        public NpgsqlParameter[] InKeyOrder()
        {
            var keys = new Guid[_byKey.Count];
            _byKey.Keys.CopyTo(keys, 0);
            Array.Sort(keys);
            return
            [
                new NpgsqlParameter<Guid[]> { TypedValue = keys },
                new NpgsqlParameter<long[]> { TypedValue = Array.ConvertAll(keys, key => _byKey[key].Count) },
                new NpgsqlParameter<DateTime[]>
                {
                    TypedValue = Array.ConvertAll(keys, key => _byKey[key].ChangedAt.UtcDateTime),
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
                },
            ];
        }
    }

    sealed class Changes(TallyTable<TState> table, string schema) : ITableChanges
    {
        readonly string _add = table.AddStatement(schema);
        readonly Differences _differences = new();

        public void Add(string id, object? before, object after)
        {
            List<Contribution> were = before is null ? [] : [.. table.Of(id, before)];
            foreach (var now in table.Of(id, after))
            {
                var at = were.FindIndex(was => was.Key == now.Key);
                if (at < 0)
                {
                    _differences.Add(now);
                    continue;
                }

                if (were[at] != now) _differences.Add(now with { Count = now.Count - were[at].Count });
                were.RemoveAt(at);
            }

            foreach (var gone in were) _differences.Add(gone with { Count = -gone.Count });
        }

        public void DeleteInto(NpgsqlBatch batch)
        {
        }

        public void WriteInto(NpgsqlBatch batch)
        {
            if (_differences.Count == 0) return;
            var command = new NpgsqlBatchCommand(_add);
            foreach (var parameter in _differences.InKeyOrder()) command.Parameters.Add(parameter);
            batch.BatchCommands.Add(command);
        }

        public void Clear() => _differences.Clear();
    }

    sealed class Copy(TallyTable<TState> table, string schema) : ITableCopy
    {
        readonly string _add = table.AddStatement(schema);
        readonly Differences _differences = new();

        public int Count => _differences.Count;

        public void Add(string id, object state)
        {
            foreach (var contribution in table.Of(id, state)) _differences.Add(contribution);
        }

        public async Task Flush(NpgsqlConnection connection, CancellationToken cancel)
        {
            if (_differences.Count == 0) return;
            await using var command = new NpgsqlCommand(_add, connection) { CommandTimeout = 0 };
            foreach (var parameter in _differences.InKeyOrder()) command.Parameters.Add(parameter);
            await command.ExecuteNonQueryAsync(cancel);
            _differences.Clear();
        }
    }

    IEnumerable<Contribution> Of(string id, object state) => contributions(id, (TState)state);
}
