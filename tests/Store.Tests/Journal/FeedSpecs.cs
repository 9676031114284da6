using System.Collections.Concurrent;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using KaosNet.Domain.Kernel;
using KaosNet.Tests.Support;
using Marten;
using Marten.Subscriptions;

namespace KaosNet.Store.Tests.Journal;

public sealed class FeedSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    static readonly Caller Someone = Caller.System("test", "Test");

    [Fact]
    public async Task martens_subscriptions_get_every_event_in_order()
    {
        var reader = new Reader();
        await using var bench = await Workbench.Open(postgres.ConnectionString, marten: options => options.Events.Subscribe(reader));
        var journal = bench.Journal(new() { Lanes = 2 });
        using var daemon = await bench.Store.BuildProjectionDaemonAsync();
        await daemon.StartAllAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async caller =>
        {
            for (var i = 1; i <= 20; i++) (await journal.Execute(new Raise($"c{caller}", i), Someone)).Fault.ShouldBeNull();
        }));

        await Eventually.Holds(() => reader.Seen.Count.ShouldBe(160));
        reader.Seen.Select(seen => seen.Sequence).ShouldBeInOrder();
        foreach (var stream in reader.Seen.GroupBy(seen => seen.Stream)) stream.Select(seen => seen.By).ShouldBe(Enumerable.Range(1, 20).Select(by => (long)by));
        await daemon.StopAllAsync();
    }

    sealed class Reader : ISubscription
    {
        public ConcurrentQueue<(long Sequence, string Stream, long By)> Seen { get; } = new();

        public Task<IChangeListener> ProcessEventsAsync(
            EventRange page, ISubscriptionController controller, IDocumentOperations operations, CancellationToken cancellationToken)
        {
            foreach (var entry in page.Events) Seen.Enqueue((entry.Sequence, entry.StreamKey!, ((CounterRaised)entry.Data).By));
            return Task.FromResult(NullChangeListener.Instance);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
