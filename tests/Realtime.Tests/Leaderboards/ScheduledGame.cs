using System.Collections.Concurrent;
using System.Globalization;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Resetting;
using KaosNet.Domain.Tournaments;
using KaosNet.Projections;
using KaosNet.Projections.Leaderboards;
using KaosNet.Realtime.Leaderboards;
using KaosNet.Realtime.Scripts;
using KaosNet.Store;
using KaosNet.Store.Journal;
using KaosNet.Store.Journal.Transactions;
using KaosNet.Store.Tables;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace KaosNet.Realtime.Tests.Leaderboards;

/// <summary>A game's database and clock, with as many servers that look after its boards as a test wants.</summary>
public sealed class ScheduledGame(string connectionString, string now, TimeSpan delay = default) : IAsyncDisposable
{
    public static readonly Caller Spec = new() { Source = Source.Script, Actor = "main", Operation = "Spec" };

    readonly string _schema = $"t{Guid.NewGuid():n}"[..20];
    readonly List<ScheduledServer> _servers = [];

    public FakeTimeProvider Time { get; } = new(At(now));

    public static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static string Text(long second) => DateTimeOffset.FromUnixTimeSeconds(second).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Starts a server that has functions for these.</summary>
    public async Task<ScheduledServer> Start(params BoardCallback[] callbacks)
    {
        var server = new ScheduledServer(connectionString, _schema, Time, delay, callbacks);
        _servers.Add(server);
        await server.Start();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers) await server.DisposeAsync();
    }
}

/// <summary>One server of a game.</summary>
public sealed class ScheduledServer : IAsyncDisposable, IBoardFunctions
{
    readonly ServiceProvider _services;
    readonly ConcurrentQueue<string> _calls = new();
    readonly HashSet<BoardCallback> _callbacks;
    bool _isOver;

    public ScheduledServer(string connectionString, string schema, TimeProvider time, TimeSpan delay, BoardCallback[] callbacks)
    {
        _callbacks = [.. callbacks];
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(time).AddSingleton<IBoardFunctions>(this).AddSingleton(new BoardSchedulerSettings { Delay = delay }).AddSingleton<BoardScheduler>();
        services.AddLeaderboards();
        services.AddKaosStore(connectionString, ReadModels.All, schema: schema);
        _services = services.BuildServiceProvider();
    }

    /// <summary>What the function does, beside being noted.</summary>
    public Func<Leaderboard, BoardOccurrence, CancellationToken, Task<Answer<Done>>> Work { get; set; } = (_, _, _) => Task.FromResult<Answer<Done>>(Done.Value);

    /// <summary>What was called, in order: callback, board, window's end, period.</summary>
    public IReadOnlyList<string> Calls => [.. _calls];

    public IJournal Journal => _services.GetRequiredService<IJournal>();

    public TransactionRunner Transactions => _services.GetRequiredService<TransactionRunner>();

    public Database Database => _services.GetRequiredService<Database>();

    /// <summary>Until it has finished its calls and looked at its plan once more, so that whatever it was to do too early it would have done.</summary>
    public async Task Settled()
    {
        var scheduler = _services.GetRequiredService<BoardScheduler>();
        for (var round = 0; round < 2; round++)
        {
            var before = scheduler.Rounds;
            await Do(new CreateLeaderboard(Guid.NewGuid().ToString()));
            await Eventually.Is(() => scheduler.Rounds > before && scheduler.Waiting == 0, "a round");
        }
    }

    public async Task Start()
    {
        await _services.GetRequiredService<StoreSchema>().Apply();
        await _services.GetRequiredService<BoardScheduler>().StartAsync(CancellationToken.None);
    }

    public bool Has(BoardCallback callback) => _callbacks.Contains(callback);

    public Caller CallerOf(Leaderboard board, BoardOccurrence occurrence) =>
        ScheduledGame.Spec with { Operation = occurrence.Callback.NameOf(), Cause = occurrence.CauseOn(board.Id) };

    public async ValueTask<Answer<Done>> Call(Leaderboard board, BoardOccurrence occurrence, CancellationToken cancel)
    {
        _calls.Enqueue($"{occurrence.Callback.NameOf()} {board.Id} {(occurrence.End > 0 ? ScheduledGame.Text(occurrence.End) : "-")} {ScheduledGame.Text(occurrence.Reset)}");
        return await Work(board, occurrence, cancel);
    }

    public async Task<TResult> Do<TResult>(Command<TResult> command) => (await Journal.Execute(command, ScheduledGame.Spec)).Value;

    public Task Board(string id, string schedule) => Do(new CreateLeaderboard(id) { ResetSchedule = schedule });

    public Task Tournament(string id, string schedule, int duration) => Do(new CreateTournament(id, duration) { ResetSchedule = schedule });

    /// <summary>Until exactly these calls were made.</summary>
    public Task Called(params string[] calls) => Eventually.Holds(() => Calls.ShouldBe(calls));

    /// <summary>The marks of a board, as an auditor sees them.</summary>
    public async Task<List<string>> Marks(string board)
    {
        await using var command = Database.General.CreateCommand(
            $"select type || ' ' || coalesce(causation_id, '') from {Database.Schema}.mt_events where stream_id = 'schedule-{board}' order by version");
        await using var reader = await command.ExecuteReaderAsync();
        List<string> marks = [];
        while (await reader.ReadAsync()) marks.Add(reader.GetString(0));
        return marks;
    }

    public async Task<long> Count(string from)
    {
        await using var command = Database.General.CreateCommand($"select count(*) from {Database.Schema}.{from}");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async Task MarksAreWhatTheirEventsSay()
    {
        var comparisons = await _services.GetRequiredService<TableRebuilder>().Verify([BoardMarks.Table]);
        comparisons.Single().Differences.ShouldBeEmpty();
    }

    /// <summary>Stops it, as a restart does.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isOver) return;
        _isOver = true;
        await _services.GetRequiredService<BoardScheduler>().StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }
}
