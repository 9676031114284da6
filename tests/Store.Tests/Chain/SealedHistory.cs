using KaosNet.Domain.Kernel;
using KaosNet.Store.Chain;
using KaosNet.Store.Chain.Audit;
using KaosNet.Store.Journal;
using KaosNet.Store.Reading;
using KaosNet.Store.Tests.Journal;
using KaosNet.Tests.Support;
using Npgsql;

namespace KaosNet.Store.Tests.Chain;

/// <summary>A store with some streams, two seals, and events after them; what a test does to it is undone afterwards.</summary>
public sealed class SealedHistory : IAsyncLifetime
{
    static readonly Caller Someone = new() { Source = Source.Client, Actor = "someone", UserId = "0aa0aa00-0000-4000-8000-000000000001", Operation = "Raise" };

    readonly PostgresFixture _postgres = new();

    public Workbench Bench { get; private set; } = null!;

    public ChainAudit Audit => new(Bench.Database);

    /// <summary>The moment between the two seals.</summary>
    public DateTimeOffset Between { get; private set; }

    public StoredSeal LastSeal { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await _postgres.InitializeAsync();
        Bench = await Workbench.Open(_postgres.ConnectionString);
        await using var journal = Bench.Journal();
        using var settled = new SettledEvents(Bench.Database);
        var maker = new SealMaker(Bench.Database, settled, journal);
        // 1 to 9: a b a b a a b c a
        await Raise(journal, "a", "b", "a", "b", "a", "a", "b", "c", "a");
        // Number 10 is used by nobody.
        await Do("select nextval('{s}.mt_events_sequence')");
        (await maker.Make(null, default).SingleAsync()).Seal.Events.ShouldBe(9);
        Between = new(await Bench.Scalar<DateTime>("select max(timestamp) + interval '1 microsecond' from {s}.mt_events"));
        // 12 to 16: a b d d a, behind the seal.
        await Raise(journal, "a", "b", "d", "d", "a");
        LastSeal = await maker.Make(null, default).SingleAsync();
        LastSeal.Seal.Number.ShouldBe(2);
        // 18 and 19.
        await Raise(journal, "a", "b");
        await Do("create table {s}.kept_events as select * from {s}.mt_events; create table {s}.kept_streams as select * from {s}.mt_streams");
    }

    /// <summary>What an audit tells after a change by SQL, as lines <c>kind stream/version #number</c>.</summary>
    public async Task<List<string>> ToldOf(string change, Func<Task>? more = null, Func<ChainAudit, Task<AuditReport?>>? audit = null)
    {
        await Do(change);
        try
        {
            if (more is not null) await more();
            var report = audit is null ? await Audit.Run(null, null, 100, null, default) : await audit(Audit);
            return [.. report!.Findings.Select(Line)];
        }
        finally
        {
            await Do("""
                truncate {s}.mt_events, {s}.mt_streams; insert into {s}.mt_events select * from {s}.kept_events; insert into {s}.mt_streams select * from {s}.kept_streams
                """);
        }
    }

    public static string Line(Finding finding) =>
        $"{finding.Kind} {finding.Stream ?? "?"}/{finding.Version}{(finding.LastVersion is { } last ? $"-{last}" : "")} {(finding.IsSequenceKnown ? $"#{finding.Sequence}" : "")}".TrimEnd();

    /// <summary>Makes the hashes of a stream fit from a version on, as who knows how they are made.</summary>
    public async Task Rehash(string stream, long from, long to = long.MaxValue)
    {
        for (var version = from; version <= to && await Chains.HashOf(Bench, stream, version) is { } hash; version++)
        {
            await using var command = Bench.Database.General.CreateCommand($"update {Bench.Database.Schema}.mt_events set hash = $1 where stream_id = $2 and version = $3");
            command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = hash });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stream });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = version });
            await command.ExecuteNonQueryAsync();
        }
    }

    public async Task Do(string statement)
    {
        await using var command = Bench.Database.General.CreateCommand(statement.Replace("{s}", Bench.Database.Schema));
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Bench.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    static async Task Raise(LanedJournal journal, params string[] ids)
    {
        foreach (var id in ids) (await journal.Execute(new Raise(id, 1, "by " + id), Someone)).Fault.ShouldBeNull();
    }
}
