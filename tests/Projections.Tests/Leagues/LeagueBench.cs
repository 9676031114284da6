using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leagues;
using KaosNet.Projections.Kernel;
using KaosNet.Projections.Leaderboards;
using KaosNet.Projections.Leaderboards.Ranking;
using KaosNet.Projections.Leagues;
using KaosNet.Projections.Leagues.Changing;
using KaosNet.Projections.Notifications;
using KaosNet.Store;
using KaosNet.Store.Journal;
using KaosNet.Store.Journal.Transactions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace KaosNet.Projections.Tests.Leagues;

/// <summary>Leagues on a database, with a clock that tests turn by hand and as many servers as they like.</summary>
public sealed class LeagueBench : IAsyncDisposable
{
    /// <summary>Groups of five, of which one goes up and two go down, each Monday.</summary>
    public static readonly LeagueRules Rules = new(
        [new("Gold", 5, 0, 2), new("Silver", 5, 1, 2), new("Bronze", 5, 1, 0)],
        "0 0 * * 1", SortOrder.Descending, ScoreOperator.Best, EntryDivision: 0, ActivityMin: 0, InactiveRule.Stay, Authoritative: false, EndTime: null);

    /// <summary>The first season's end; tests begin on the Sunday before.</summary>
    public static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    readonly ReadModelBench _bench;
    readonly List<Server> _others = [];

    LeagueBench(ReadModelBench bench, FakeTimeProvider time, LeaderboardDirectory directory, LeaderboardRanks ranks, ILeagueFunctions? functions)
    {
        (_bench, Time) = (bench, time);
        Here = new(bench.Database, (LanedJournal)bench.Journal, directory, ranks, time, functions);
        Lists = new(bench.Database, new Cursors("key"u8.ToArray()));
        Standings = new(Lists, new(bench.Database), new(bench.Database, new()));
    }

    public FakeTimeProvider Time { get; }

    public Database Database => _bench.Database;

    /// <summary>The first server.</summary>
    public Server Here { get; }

    public LeagueLists Lists { get; }

    public LeagueStandings Standings { get; }

    public static string User(int number) => $"0cc0cc00-0000-4000-8000-{number:d12}";

    public static Caller Player(int number) => new() { Source = Source.Client, Actor = User(number), UserId = User(number), Username = "user" + number, Operation = "Spec" };

    public static readonly Caller Script = new() { Source = Source.Script, Actor = "main.lua", Operation = "Spec" };

    public static async Task<LeagueBench> Open(string connectionString, ILeagueFunctions? functions = null)
    {
        var time = new FakeTimeProvider(Monday.AddHours(-12));
        LeaderboardDirectory? directory = null;
        LeaderboardRanks? ranks = null;
        var bench = await ReadModelBench.Open(
            connectionString, database => [directory = new(database), ranks = new(database, RankSettings.Default, time)], time);
        return new(bench, time, directory!, ranks!, functions);
    }

    /// <summary>Another server of the same game, with memories of its own.</summary>
    public Server Another(ILeagueFunctions? functions = null)
    {
        var (directory, ranks) = (new LeaderboardDirectory(Database), new LeaderboardRanks(Database, RankSettings.Default, Time));
        var journal = new LanedJournal(
            Database, EventCatalogue.Default, ReadModels.All, [directory, ranks], new() { Lanes = 1 }, Time, NullLogger<LanedJournal>.Instance);
        _others.Add(new(Database, journal, directory, ranks, Time, functions));
        return _others[^1];
    }

    public async Task SignUp(int from, int count)
    {
        foreach (var some in Enumerable.Range(from, count).Chunk(500))
            await Task.WhenAll(some.Select(user => _bench.Do(new CreateAccount(User(user), "user" + user, Identity.Device($"device-of-{user:d6}")))));
    }

    /// <summary>Sets the league up and lets players join it.</summary>
    public async Task<League> League(LeagueRules? rules = null, int players = 0)
    {
        var league = (await Here.Control.Create(new CreateLeague("cup", rules ?? Rules), Script)).Value;
        await SignUp(1, players);
        for (var user = 1; user <= players; user++) await Join(user);
        return league;
    }

    public async Task<LeagueMember> Join(int user) => (await Here.Places.Join("cup", User(user), Player(user))).Value;

    public async Task<RankedRecord> Submit(int user, long score) =>
        (await Here.Places.Submit(new("cup", User(user), score) { Username = "user" + user }, Player(user))).Value;

    /// <summary>Lets time pass and the clock look.</summary>
    public async Task Pass(TimeSpan time)
    {
        Time.Advance(time);
        await Here.Seasons.Advance();
    }

    public async Task<LeagueMember> Place(int user) => await Here.Journal.Load(LeagueMember.Of("cup", User(user)));

    public async Task<LeagueSeason> Season(int number) => await Here.Journal.Load(LeagueSeason.Of("cup", number));

    public async Task<List<T>> Query<T>(string statement, Func<NpgsqlDataReader, T> row)
    {
        await using var command = Database.General.CreateCommand(statement.Replace("{s}", Database.Schema, StringComparison.Ordinal));
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync()) rows.Add(row(reader));
        return rows;
    }

    public async Task<long> Count(string statement) => (await Query("select count(*) from " + statement, reader => reader.GetInt64(0)))[0];

    public Task RebuildEqualsLive() => _bench.RebuildEqualsLive(
        LeagueTables.Leagues, LeagueTables.Seasons, LeagueTables.Groups, LeagueTables.Members, LeagueTables.Results,
        LeaderboardTables.Leaderboards, LeaderboardTables.Records, NotificationRow.Table);

    public async ValueTask DisposeAsync()
    {
        foreach (var other in _others) await other.Laned.DisposeAsync();
        await _bench.DisposeAsync();
    }

    /// <summary>One server's services.</summary>
    public sealed class Server
    {
        public Server(
            Database database, LanedJournal journal, LeaderboardDirectory directory, LeaderboardRanks ranks, TimeProvider time, ILeagueFunctions? functions)
        {
            Laned = journal;
            Journal = new CurrentJournal(journal);
            Work = new(database);
            Places = new(Journal, Work, directory, ranks, time);
            Control = new(Journal, time);
            Seasons = new(
                Journal, new TransactionRunner(journal), Work, new(database, new Cursors("key"u8.ToArray())), Places, new(Journal, new(Journal, directory, database), Work), functions ?? new NoLeagueFunctions(), time,
                NullLogger<LeagueSeasons>.Instance);
        }

        public LanedJournal Laned { get; }

        public IJournal Journal { get; }

        public LeagueWork Work { get; }

        public LeaguePlaces Places { get; }

        public LeagueControl Control { get; }

        public LeagueSeasons Seasons { get; }
    }

    /// <summary>As services are given it: the transaction that the caller is part of, or else the Journal itself.</summary>
    sealed class CurrentJournal(LanedJournal journal) : IJournal
    {
        public ValueTask<Answer<TResult>> Execute<TResult>(Command<TResult> command, Caller caller, CancellationToken cancel = default) =>
            JournalTransaction.Current is { } running ? running.Execute(command, caller, cancel) : journal.Execute(command, caller, cancel);

        public ValueTask<TState> Load<TState>(StreamRef<TState> stream, CancellationToken cancel = default)
            where TState : class =>
            JournalTransaction.Current is { } running ? running.Load(stream, cancel) : journal.Load(stream, cancel);
    }
}
