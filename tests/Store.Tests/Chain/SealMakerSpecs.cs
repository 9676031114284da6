using KaosNet.Domain.Kernel;
using KaosNet.Store.Chain;
using KaosNet.Store.Chain.Audit;
using KaosNet.Store.Reading;
using KaosNet.Store.Tests.Journal;
using KaosNet.Tests.Support;

namespace KaosNet.Store.Tests.Chain;

/// <summary>Several servers seal one history.</summary>
public sealed class SealMakerSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    const int Servers = 3;
    const int Rounds = 15;

    static readonly Caller Someone = new() { Source = Source.Client, Actor = "someone", Operation = "Raise" };

    [Fact]
    public async Task servers_that_seal_at_once_make_one_chain_over_all_that_happened()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var settled = Enumerable.Range(0, Servers).Select(_ => new SettledEvents(bench.Database)).ToList();
        var makers = settled.ConvertAll(own => new SealMaker(bench.Database, own, bench.Journal()));
        var writer = bench.Journal();
        List<StoredSeal> made = [];
        for (var round = 0; round < Rounds; round++)
        {
            var writing = Task.WhenAll(Enumerable.Range(0, 5).Select(number => writer.Execute(new Raise($"c{number}", 1, $"{round}"), Someone).AsTask()));
            made.AddRange((await Task.WhenAll(makers.Select(maker => maker.Make(null, default).ToListAsync().AsTask()))).SelectMany(own => own));
            await writing;
        }

        made.AddRange(await makers[0].Make(null, default).ToListAsync());
        foreach (var own in settled) own.Dispose();

        var report = await new ChainAudit(bench.Database).Run(null, null, 100, null, default);
        report.Findings.ShouldBeEmpty();
        report.Unsealed.ShouldBe(1, "the last seal itself");
        // Whoever made one has told of it, and nobody else has.
        made.Select(seal => seal.Seal.Number).Order().ShouldBe(Enumerable.Range(1, (int)report.Seals).Select(number => (long)number));
    }

    [Fact]
    public async Task what_happens_while_it_seals_is_left_to_the_next_time()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        using var settled = new SettledEvents(bench.Database);
        var journal = bench.Journal();
        var maker = new SealMaker(bench.Database, settled, journal);
        (await journal.Execute(new Raise("a"), Someone)).Fault.ShouldBeNull();
        var made = 0;
        await foreach (var seal in maker.Make(null, default))
        {
            seal.Seal.Number.ShouldBe(++made);
            (await journal.Execute(new Raise("a"), Someone)).Fault.ShouldBeNull();
        }

        made.ShouldBe(1);
        (await maker.Make(null, default).SingleAsync()).Seal.Events.ShouldBe(2, "the event, and the seal before");
    }

    [Fact]
    public async Task what_another_server_has_just_sealed_is_left_to_the_next_interval()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        using var settled = new SettledEvents(bench.Database);
        var (first, second) = (new SealMaker(bench.Database, settled, bench.Journal()), new SealMaker(bench.Database, settled, bench.Journal()));
        (await first.Make(null, default).ToListAsync()).ShouldBeEmpty("nothing has happened");
        (await bench.Journal().Execute(new Raise("a"), Someone)).Fault.ShouldBeNull();
        var seal = await first.Make(null, default).SingleAsync();
        (await bench.Journal().Execute(new Raise("a"), Someone)).Fault.ShouldBeNull();
        (await second.Make(seal.At.AddSeconds(-1), default).ToListAsync()).ShouldBeEmpty();
        (await second.Make(seal.At.AddSeconds(1), default).SingleAsync()).Seal.Before.ShouldBe(seal.Seal.Hash);
    }
}
