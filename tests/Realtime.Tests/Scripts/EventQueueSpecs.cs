using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Scripts;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using System.Diagnostics.Metrics;

namespace KaosNet.Realtime.Tests.Scripts;

public sealed class EventQueueSpecs : IDisposable
{
    static readonly Caller Ann = new() { Source = Source.Client, UserId = "ann" };

    readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    readonly Functions _functions = new();

    [Fact]
    public async Task every_event_reaches_the_functions()
    {
        using var queue = QueueOf(new());
        await queue.StartAsync(CancellationToken.None);
        for (var i = 0; i < 100; i++) queue.Report(Event($"e{i}"));

        await Eventually.Is(() => _functions.Taken.Count == 100);
        _functions.Taken.ShouldBe(Enumerable.Range(0, 100).Select(i => $"e{i}"), ignoreOrder: true);
        await queue.StopAsync(CancellationToken.None);
    }

    [Fact]
    public void what_does_not_fit_is_dropped_and_counted()
    {
        using var queue = QueueOf(new() { QueueMax = 3 });
        for (var i = 0; i < 5; i++) queue.Report(Event("e"));
        queue.Dropped.ShouldBe(2);
    }

    [Fact]
    public async Task what_would_take_too_much_memory_is_dropped_until_there_is_room()
    {
        using var queue = QueueOf(new() { BytesMax = 10_000 });
        queue.Report(Event(new string('e', 4000)));
        queue.Report(Event(new string('f', 4000)));
        queue.Dropped.ShouldBe(1);

        await queue.StartAsync(CancellationToken.None);
        await Eventually.Is(() => _functions.Taken.Count == 1);
        queue.Report(Event(new string('g', 4000)));
        await Eventually.Is(() => _functions.Taken.Count == 2);
        queue.Dropped.ShouldBe(1);
        await queue.StopAsync(CancellationToken.None);
    }

    [Fact]
    public void without_functions_events_vanish()
    {
        _functions.TakeEvents = false;
        using var queue = QueueOf(new() { QueueMax = 1 });
        for (var i = 0; i < 5; i++) queue.Report(Event("e"));
        queue.Dropped.ShouldBe(0);
    }

    [Fact]
    public async Task one_that_fails_does_not_keep_the_others_waiting()
    {
        using var queue = QueueOf(new() { Workers = 1 });
        queue.Report(Event("boom"));
        queue.Report(Event("fine"));
        await queue.StartAsync(CancellationToken.None);
        await Eventually.Is(() => _functions.Taken.Contains("fine"));
        await queue.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task the_end_of_the_server_works_off_what_waits()
    {
        using var queue = QueueOf(new() { Workers = 1 });
        for (var i = 0; i < 50; i++) queue.Report(Event($"e{i}"));
        await queue.StartAsync(CancellationToken.None);
        await queue.StopAsync(CancellationToken.None);
        _functions.Taken.Count.ShouldBe(50);
    }

    [Fact]
    public async Task but_no_longer_than_there_is_time()
    {
        _functions.Hangs = true;
        using var queue = QueueOf(new() { Workers = 1 });
        queue.Report(Event("e"));
        queue.Report(Event("f"));
        await queue.StartAsync(CancellationToken.None);
        await queue.StopAsync(new CancellationToken(canceled: true)).WaitAsync(TimeSpan.FromSeconds(20));
        _functions.Taken.ShouldBeEmpty();
    }

    public void Dispose() => _services.Dispose();

    static GameEvent Event(string name) => new(name, new Dictionary<string, string>(), null, IsExternal: true, Ann);

    EventQueue QueueOf(EventQueueSettings settings) => new(
        _functions, settings, new RealtimeMeter(_services.GetRequiredService<IMeterFactory>()), TimeProvider.System, NullLogger<EventQueue>.Instance);

    sealed class Functions : IEventFunctions
    {
        readonly List<string> _taken = [];

        public bool TakeEvents { get; set; } = true;

        public bool Takes(EventKind kind) => TakeEvents;

        public bool Hangs { get; set; }

        public IReadOnlyList<string> Taken
        {
            get
            {
                lock (_taken) return [.. _taken];
            }
        }

        public async ValueTask Take(GameEvent happened, CancellationToken cancel)
        {
            if (Hangs) await Task.Delay(Timeout.Infinite, cancel);
            if (happened.Name == "boom") throw new InvalidOperationException("boom");
            lock (_taken) _taken.Add(happened.Name);
        }
    }
}
