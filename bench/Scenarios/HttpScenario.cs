using KaosNet.Bench.Load;

namespace KaosNet.Bench.Scenarios;

/// <summary>One row of the table: which request the players send over and over.</summary>
/// <param name="Name">Name on the command line and in the table.</param>
/// <param name="Needs">What must be there first.</param>
/// <param name="Requests">Given the game and its players, the bytes of a connection's n-th request.</param>
public sealed record HttpScenario(
    string Name, Needs Needs, Func<BenchGame, IReadOnlyList<BenchPlayer>, Func<int, long, ReadOnlyMemory<byte>>> Requests)
{
    /// <summary>Every scenario, in the order of the table.</summary>
    public static IReadOnlyList<HttpScenario> All { get; } =
    [
        new("healthcheck", Needs.Nothing, (_, _) => Same(HttpRequestBytes.Of("GET", "/healthcheck"))),
        new("get-account", Needs.Players, (_, players) => Each(players, player => HttpRequestBytes.Of("GET", "/v2/account", Bearer(player)))),
        new("get-users-10", Needs.Players, (_, players) => Each(players, player => HttpRequestBytes.Of("GET", "/v2/user?" + TenAfter(players, player), Bearer(player)))),
        new("authenticate-new", Needs.Nothing, (game, _) => NewDevices(game)),
        new("authenticate-existing", Needs.Players, (game, players) => Each(players, player => HttpRequestBytes.Of(
            "POST", "/v2/account/authenticate/device", HttpRequestBytes.Basic(game.ServerKey), $$"""{"id":"{{player.DeviceId}}"}"""))),
        new("score-write", Needs.Players, (_, players) => ScoreWrites(players)),
        new("score-list-20", Needs.Scores, (_, players) => Each(players, player => HttpRequestBytes.Of(
            "GET", $"/v2/leaderboard/{BenchGame.Board}?limit=20", Bearer(player)))),
        new("score-around-owner-20", Needs.Scores, (_, players) => Each(players, player => HttpRequestBytes.Of(
            "GET", $"/v2/leaderboard/{BenchGame.Board}/owner/{player.UserId}?limit=20", Bearer(player)))),
        new("tournament-join", Needs.Tournaments, (game, players) => Joins(game, players)),
        new("storage-write-1", Needs.Objects, (_, players) => StorageWrites(players, 1)),
        new("storage-write-10", Needs.Objects, (_, players) => StorageWrites(players, StorageBodies.Objects)),
        new("storage-read-1", Needs.Objects, (_, players) => StorageReads(players, 1)),
        new("storage-read-10", Needs.Objects, (_, players) => StorageReads(players, StorageBodies.Objects)),
        new("notification-list-100", Needs.Inboxes, (_, players) => Each([.. players.Take(BenchGame.Readers)], player => HttpRequestBytes.Of(
            "GET", "/v2/notification?limit=100", Bearer(player)))),
        new("notification-list-20", Needs.Inboxes, (_, players) => Each([.. players.Take(BenchGame.Readers)], player => HttpRequestBytes.Of(
            "GET", "/v2/notification?limit=20", Bearer(player)))),
        new("message-list-100", Needs.Inboxes, (_, players) => Each(players, player => HttpRequestBytes.Of(
            "GET", "/v2/channel/2...bench?limit=100", Bearer(player)))),
        new("message-list-20", Needs.Inboxes, (_, players) => Each(players, player => HttpRequestBytes.Of(
            "GET", "/v2/channel/2...bench?limit=20&forward=false", Bearer(player)))),
        new("friend-list-100", Needs.Friends, (_, players) => Each(players, player => HttpRequestBytes.Of("GET", "/v2/friend?limit=100", Bearer(player)))),
        new("group-list-100", Needs.Groups, (_, players) => Each(players, player => HttpRequestBytes.Of("GET", "/v2/group?limit=100", Bearer(player)))),
        new("group-users-100", Needs.Groups, (game, players) => Each(players, player => HttpRequestBytes.Of(
            "GET", $"/v2/group/{game.Group}/user?limit=100", Bearer(player)))),
        new("rpc-echo", Needs.Nothing, (game, _) => Echo(game, "echo")),
        new("rpc-echo-js", Needs.Nothing, (game, _) => Echo(game, "echo-js")),
        new("rpc-echo-csharp", Needs.Nothing, (game, _) => Echo(game, "echo-csharp")),
    ];

    /// <summary>The ids of the ten players who come after this one.</summary>
    static string TenAfter(IReadOnlyList<BenchPlayer> players, BenchPlayer player)
    {
        var at = players.TakeWhile(other => other != player).Count();
        return string.Join('&', Enumerable.Range(1, 10).Select(next => "ids=" + players[(at + next) % players.Count].UserId));
    }

    static Func<int, long, ReadOnlyMemory<byte>> Echo(BenchGame game, string function) =>
        Same(HttpRequestBytes.Of("POST", $"/v2/rpc/{function}?http_key={game.HttpKey}", body: "\"{\\\"hello\\\":\\\"world\\\"}\""));

    static string Bearer(BenchPlayer player) => HttpRequestBytes.Bearer(player.Token);

    static Func<int, long, ReadOnlyMemory<byte>> Same(ReadOnlyMemory<byte> request) => (_, _) => request;

    /// <summary>Connections walk through the players, each from another start.</summary>
    static Func<int, long, ReadOnlyMemory<byte>> Each(IReadOnlyList<BenchPlayer> players, Func<BenchPlayer, ReadOnlyMemory<byte>> spell)
    {
        var requests = players.Select(spell).ToArray();
        return (connection, n) => requests[(connection * 31 + n) % requests.Length];
    }

    static Func<int, long, ReadOnlyMemory<byte>> ScoreWrites(IReadOnlyList<BenchPlayer> players) => (connection, n) =>
    {
        var player = players[(int)((connection * 31 + n) % players.Count)];
        return HttpRequestBytes.Of(
            "POST", "/v2/leaderboard/" + BenchGame.Board, Bearer(player), $$"""{"score":"{{(n * 7919 + connection) % 1_000_000}}"}""");
    };

    /// <summary>
    /// Every join is a new one: all connections have the players join one tournament after the other, so that at any time they crowd the same places.
    /// </summary>
    static Func<int, long, ReadOnlyMemory<byte>> Joins(BenchGame game, IReadOnlyList<BenchPlayer> players) => (connection, n) =>
    {
        const int ConnectionsMax = 64;
        var number = (n * ConnectionsMax) + connection;
        var tournament = game.Tournaments[(int)(number / players.Count % game.Tournaments.Count)];
        return HttpRequestBytes.Of("POST", $"/v2/tournament/{tournament}/join", Bearer(players[(int)(number % players.Count)]));
    };

    /// <summary>Writes another value over each object that is there: requests are spelled ahead, and only the level's digits change.</summary>
    static Func<int, long, ReadOnlyMemory<byte>> StorageWrites(IReadOnlyList<BenchPlayer> players, int objects)
    {
        const int First = 1_000_000;
        var requests = players.Select(player => HttpRequestBytes.Of("PUT", "/v2/storage", Bearer(player), StorageBodies.Writes(objects, First)).ToArray()).ToArray();
        return (connection, n) =>
        {
            var request = requests[(connection * 31 + n) % requests.Length].ToArray();
            Span<byte> digits = stackalloc byte[7];
            (First + (n * 7919 + connection) % First).TryFormat(digits, out _, provider: System.Globalization.CultureInfo.InvariantCulture);
            for (var at = 0; request.AsSpan(at).IndexOf("1000000"u8) is var next and >= 0; at += next + digits.Length) digits.CopyTo(request.AsSpan(at + next));
            return request;
        };
    }

    static Func<int, long, ReadOnlyMemory<byte>> StorageReads(IReadOnlyList<BenchPlayer> players, int objects) => Each(
        players, player => HttpRequestBytes.Of("POST", "/v2/storage", Bearer(player), StorageBodies.Reads(objects, player.UserId)));

    static Func<int, long, ReadOnlyMemory<byte>> NewDevices(BenchGame game)
    {
        var run = Guid.NewGuid().ToString("N");
        var basic = HttpRequestBytes.Basic(game.ServerKey);
        return (connection, n) => HttpRequestBytes.Of(
            "POST", "/v2/account/authenticate/device", basic, $$"""{"id":"{{run}}-{{connection}}-{{n}}"}""");
    }
}

/// <summary>What a scenario needs before it can run.</summary>
public enum Needs
{
    Nothing,

    /// <summary>1,000 signed-in players.</summary>
    Players,

    /// <summary>A score of each player on the bench board.</summary>
    Scores,

    /// <summary>Ten stored objects of each player.</summary>
    Objects,

    /// <summary>A hundred notifications for some players, and a hundred messages in a room.</summary>
    Inboxes,

    /// <summary>Forty friends of each player.</summary>
    Friends,

    /// <summary>Tournaments of limited size that nobody is in.</summary>
    Tournaments,

    /// <summary>A hundred groups, and one of them with a hundred members.</summary>
    Groups,
}
