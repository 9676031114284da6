using System.Globalization;
using System.Security.Cryptography;
using KaosNet.Domain.Kernel;
using KaosNet.Store.Journal;
using Npgsql;

namespace KaosNet.Store.Personal;

/// <summary>
/// The keys that personal members of events are sealed with, one for each user: in their table under the master key, and those that were in use lately in memory. See
/// <c>docs/concepts/personal-data.md</c>.
/// </summary>
public sealed class PersonalKeys : IEpochObserver
{
    /// <summary>The table: a row for each user, of whom nothing but that is left once they are forgotten.</summary>
    public const string Table = "personal_keys";

    internal const long AlongVersion = -1;

    /// <summary>Keys in memory, of about 150 bytes each.</summary>
    const int KeptMax = 100_000;

    readonly Database _database;
    readonly string _load, _insert;
    volatile KeptKeys _kept = new(KeptMax);

    internal PersonalKeys(Database database)
    {
        _database = database;
        // "offset 0" keeps the planner from turning the look-ups by key around into a scan.
        _load = $"""
            select u.subject, k.wrapped, k.master, k.subject is not null,
              case when k.subject is null then exists (select from {database.Schema}.mt_streams where id = 'account-' || u.subject::text) else true end
            from unnest($1) as u(subject) left join lateral (
              select subject, wrapped, master from {database.Schema}.{Table} where subject = u.subject offset 0
            ) as k on true
            """;
        _insert = $"""
            with fresh as (
              insert into {database.Schema}.{Table} (subject, wrapped, master, created_at)
              select u.subject, u.wrapped, $3, $4 from unnest($1, $2) as u(subject, wrapped) on conflict do nothing returning 1
            )
            select {database.Schema}.journal_expect('{CommitFailure.RaceCode}', $5, (select count(*) from fresh))
            """;
    }

    /// <summary>Whether what is written is sealed: there is a master key.</summary>
    public bool IsSealing => _database.Masters.Current is not null;

    /// <summary>Whether what is sealed can be read, as far as it is not forgotten.</summary>
    internal bool IsReading => _database.Masters.Ids.Count > 0;

    /// <summary>How many keys are in memory.</summary>
    public int Kept => _kept.Count;

    internal MasterKeys Masters => _database.Masters;

    void IEpochObserver.EpochEnded() => _kept = new(KeptMax);

    /// <summary>Makes sure that every user's key can be read.</summary>
    /// <exception cref="MasterKeyMissingException">Some lie under a master key that is not here.</exception>
    public async Task RequireMasters(CancellationToken cancel)
    {
        // Along the index from one master key to the next, however many users there are.
        await using var command = _database.General.CreateCommand($"""
            with recursive used as (
              (select master from {_database.Schema}.{Table} where wrapped is not null order by master limit 1)
              union all
              select (select k.master from {_database.Schema}.{Table} k where k.wrapped is not null and k.master > used.master order by k.master limit 1) from used where used.master is not null
            )
            select master from used where master <> all($1) limit 1
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. Masters.Ids] });
        await using var reader = await _database.Query(command, _database.General, cancel);
        if (await reader.ReadAsync(cancel)) throw new MasterKeyMissingException(reader.GetString(0));
    }

    internal static string CreateStatements(string schema) => $"""
        create table if not exists {schema}.{Table} (
          subject uuid primary key, wrapped bytea, master text, created_at timestamptz not null, forgotten_at timestamptz);
        create index if not exists {Table}_master on {schema}.{Table} (master) where wrapped is not null;
        """;

    /// <summary>
    /// What a statement that loads states reads beside its own rows to bring keys along in the same round trip, from a parameter of ids. The rows' version comes before all
    /// others; what their third column holds goes to <see cref="Keep"/>.
    /// </summary>
    internal static string Along(string schema, string parameter) => $"""
        select k.subject::text, {AlongVersion}::bigint, coalesce(encode(k.wrapped, 'hex'), '') || ' ' || coalesce(k.master, ''), null::jsonb, null::timestamptz
        from unnest({parameter}) as u(subject) cross join lateral (
          select subject, wrapped, master from {schema}.{Table} where subject = u.subject offset 0
        ) as k
        """;

    /// <summary>Where what is loaded from now on is kept. Taken before a load begins, so that what an ended epoch left does not come back.</summary>
    internal KeptKeys Now => _kept;

    /// <summary>The key of a user as far as it is in memory, destroyed ones too.</summary>
    internal PersonalKey? Find(Guid subject) => _kept.Find(subject);

    /// <summary>The users of these streams whose keys are not in memory, as far as the streams' ids tell.</summary>
    internal Guid[] WantedFor(IReadOnlyCollection<StreamRef> streams)
    {
        if (!IsReading) return [];
        List<Guid>? wanted = null;
        foreach (var stream in streams)
        {
            foreach (var owner in stream.Kind.WhoseStream(stream.Id))
            {
                if (Guid.TryParse(owner, out var subject) && _kept.Find(subject) is null && wanted?.Contains(subject) != true) (wanted ??= []).Add(subject);
            }
        }

        return wanted?.ToArray() ?? [];
    }

    /// <summary>Keeps what <see cref="Along"/> gave.</summary>
    internal void Keep(KeptKeys kept, Guid subject, string along)
    {
        var space = along.IndexOf(' ', StringComparison.Ordinal);
        kept.Keep(KeyOf(subject, space == 0 ? null : Convert.FromHexString(along.AsSpan(0, space)), along[(space + 1)..]));
    }

    /// <summary>The statement that stores new keys, and fails when any user has one. Sorted, so that two who do so never wait for each other.</summary>
    internal NpgsqlBatchCommand Insert(List<PersonalKey> fresh, DateTimeOffset at)
    {
        var master = Masters.Current!;
        fresh.Sort(static (left, right) => left.Subject.CompareTo(right.Subject));
        return new(_insert)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid[]> { TypedValue = [.. fresh.Select(key => key.Subject)] },
                new NpgsqlParameter<byte[][]> { TypedValue = [.. fresh.Select(key => master.Wrap(key.Subject, key.Secret))] },
                new NpgsqlParameter<string> { TypedValue = master.Id },
                new NpgsqlParameter<DateTime> { TypedValue = at.UtcDateTime, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz },
                new NpgsqlParameter<long> { TypedValue = fresh.Count },
            },
        };
    }

    /// <summary>New keys are stored.</summary>
    internal static void Came(List<PersonalKey> fresh, KeptKeys? kept)
    {
        foreach (var key in fresh) kept?.Keep(key);
    }

    /// <summary>Adds those users whose keys an event takes and that are not in memory.</summary>
    internal void CollectMissing(ReadOnlySpan<byte> json, ref HashSet<Guid>? missing)
    {
        foreach (var subject in SealedMembers.SubjectsOf(json))
        {
            if (_kept.Find(subject) is null) (missing ??= []).Add(subject);
        }
    }

    /// <summary>Loads keys in one round trip.</summary>
    internal async ValueTask Load(IReadOnlyCollection<Guid> subjects, CancellationToken cancel) => await Load(subjects, _database.General, cancel);

    /// <summary>Loads keys in one round trip.</summary>
    /// <returns>Of each user the key, or null, and whether the id is a user's at all.</returns>
    internal async ValueTask<List<(Guid Subject, PersonalKey? Key, bool IsUser)>> Load(IReadOnlyCollection<Guid> subjects, NpgsqlDataSource source, CancellationToken cancel)
    {
        var kept = _kept;
        List<(Guid, PersonalKey?, bool)> found = new(subjects.Count);
        await using var command = CommandFor(source.CreateCommand(_load), subjects);
        await using var reader = await _database.Query(command, source, cancel);
        while (await reader.ReadAsync(cancel)) found.Add(In(reader, kept));
        return found;
    }

    /// <summary>The keys of these users, of whom none is forgotten; null when one is, or has no key any more.</summary>
    internal PersonalKey[]? Of(Guid[] subjects)
    {
        var keys = new PersonalKey[subjects.Length];
        List<Guid>? missing = null;
        for (var i = 0; i < subjects.Length; i++)
        {
            if (_kept.Find(subjects[i]) is { } key) keys[i] = key;
            else (missing ??= []).Add(subjects[i]);
        }

        if (missing is not null)
        {
            var found = LoadNow(missing);
            for (var i = 0; i < subjects.Length; i++)
            {
                if (keys[i] is not null) continue;
                if (found.GetValueOrDefault(subjects[i]) is not { } key) return null;
                keys[i] = key;
            }
        }

        return Array.Exists(keys, key => key.IsForgotten) ? null : keys;
    }

    /// <summary>For readers that did not ask in time: they wait for the database.</summary>
    Dictionary<Guid, PersonalKey?> LoadNow(List<Guid> subjects)
    {
        var kept = _kept;
        Dictionary<Guid, PersonalKey?> found = new(subjects.Count);
        using var connection = _database.General.OpenConnection();
        using var command = new NpgsqlCommand(_load, connection) { CommandTimeout = 10 };
        CommandFor(command, subjects);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var (subject, key, _) = In(reader, kept);
            found[subject] = key;
        }

        return found;
    }

    static NpgsqlCommand CommandFor(NpgsqlCommand command, IReadOnlyCollection<Guid> subjects)
    {
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. subjects] });
        return command;
    }

    (Guid Subject, PersonalKey? Key, bool IsUser) In(NpgsqlDataReader row, KeptKeys kept)
    {
        var subject = row.GetGuid(0);
        if (!row.GetBoolean(3)) return (subject, null, row.GetBoolean(4));
        var key = KeyOf(subject, row.IsDBNull(1) ? null : row.GetFieldValue<byte[]>(1), row.IsDBNull(2) ? "" : row.GetString(2));
        kept.Keep(key);
        return (subject, key, true);
    }

    PersonalKey KeyOf(Guid subject, byte[]? wrapped, string master)
    {
        if (wrapped is null) return new(subject, secret: null);
        var key = Masters.Find(master) ?? throw new MasterKeyMissingException(master);
        try
        {
            return new(subject, key.Unwrap(subject, wrapped));
        }
        catch (CryptographicException altered)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The key of user {subject} was altered in its table."), altered);
        }
    }
}
