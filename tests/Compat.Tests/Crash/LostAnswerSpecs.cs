using System.Globalization;
using KaosNet.Tests.Support;
using Nakama;
using Npgsql;

namespace KaosNet.Compat.Tests.Crash;

/// <summary>The database has committed a score, and the server never learned of it: the one moment between a commit and the ranks in memory.</summary>
public sealed class LostAnswerSpecs
{
    const string Board = "open";

    static readonly string Modules = Path.Combine(AppContext.BaseDirectory, "Modules");

    /// <summary>What the commit with the score says, and nothing else does that the Journal asks of the database.</summary>
    const string Word = "told-of-the-answer";
    const string Telling = $$"""{"word":"{{Word}}"}""";

    [Fact]
    public async Task a_score_that_was_committed_as_its_server_died_is_in_its_rank_on_every_other()
    {
        var database = await TestPostgres.CreateDatabaseAsync();
        await using var proxy = new DatabaseProxy(database);
        await using var other = await GameServer.Start(Modules, database);
        List<ISession> players;
        await using (var dying = await GameServer.Start(Modules, proxy.ConnectionString))
        {
            players = await Players(dying, 3);
            await WriteFirst(dying, players);
            await Eventually.Holds(() => Ranked(other, players, 1, 0, 2));

            proxy.Mute("kaos-journal", Word);
            var writing = ClientOf(dying).WriteLeaderboardRecordAsync(players[2], Board, 30, metadata: Telling);
            await Committed(database, 30);
            writing.IsCompleted.ShouldBeFalse("The server cannot know.");
            await Eventually.Holds(() => Ranked(other, players, 2, 1, 0));
            await dying.KillAsync();
            await Should.ThrowAsync<Exception>(writing);
        }

        await using var again = await GameServer.Start(Modules, database);
        await Ranked(again, players, 2, 1, 0);
        await Ranked(other, players, 2, 1, 0);
        // The next one to write gets a rank that counts it in.
        var record = await ClientOf(again).WriteLeaderboardRecordAsync(players[0], Board, 25);
        record.Rank.ShouldBe("2");
        await Eventually.Holds(() => Ranked(other, players, 2, 0, 1));
    }

    [Fact]
    public async Task a_score_whose_answer_from_the_database_was_lost_is_in_its_rank_on_the_same_server()
    {
        var database = await TestPostgres.CreateDatabaseAsync();
        await using var proxy = new DatabaseProxy(database);
        await using var server = await GameServer.Start(Modules, proxy.ConnectionString, "--logger.level", "error");
        var players = await Players(server, 3);
        await WriteFirst(server, players);
        await Ranked(server, players, 1, 0, 2);

        proxy.Mute("kaos-journal", Word);
        var writing = ClientOf(server).WriteLeaderboardRecordAsync(players[2], Board, 30, metadata: Telling);
        await Committed(database, 30);
        proxy.Cut();
        try
        {
            (await writing).Rank.ShouldBe("1");
        }
        catch (ApiResponseException unsure)
        {
            // It may say that it does not know.
            unsure.StatusCode.ShouldBeOneOf(503, 500, 504);
        }

        await Eventually.Holds(() => Ranked(server, players, 2, 1, 0));
        (await ClientOf(server).WriteLeaderboardRecordAsync(players[0], Board, 25)).Rank.ShouldBe("2");
        await Ranked(server, players, 2, 0, 1);
    }

    static Client ClientOf(GameServer server) => new("http", "127.0.0.1", server.Port, "defaultkey")
    {
        Timeout = 60, GlobalRetryConfiguration = new RetryConfiguration(baseDelayMs: 1, maxRetries: 0),
    };

    static async Task<List<ISession>> Players(GameServer server, int count)
    {
        List<ISession> players = [];
        for (var i = 0; i < count; i++) players.Add(await ClientOf(server).AuthenticateDeviceAsync($"device-of-player-{i}-{Guid.NewGuid():n}"));
        return players;
    }

    /// <summary>Everybody is in the server's memory, so that the next score takes one round trip to the database: the commit.</summary>
    static async Task WriteFirst(GameServer server, List<ISession> players)
    {
        for (var i = 0; i < players.Count; i++) await ClientOf(server).WriteLeaderboardRecordAsync(players[i], Board, i < 2 ? (i + 1) * 10 : 5);
    }

    static async Task Committed(string database, long score)
    {
        await using var direct = NpgsqlDataSource.Create(database);
        await Eventually.Holds(async () =>
        {
            await using var command = direct.CreateCommand($"select count(*) from kaos.leaderboard_records where score = {score.ToString(CultureInfo.InvariantCulture)}");
            (await command.ExecuteScalarAsync()).ShouldBe(1L);
        });
    }

    /// <summary>The board and everybody's own rank, best first.</summary>
    static async Task Ranked(GameServer server, List<ISession> players, params int[] best)
    {
        var shown = await ClientOf(server).ListLeaderboardRecordsAsync(players[0], Board, players.Select(player => player.UserId), limit: 100);
        shown.Records.Select(record => record.OwnerId).ShouldBe(best.Select(player => players[player].UserId));
        shown.OwnerRecords.Select(record => (record.OwnerId, record.Rank)).ShouldBe(
            best.Select((player, at) => (players[player].UserId, (at + 1).ToString(CultureInfo.InvariantCulture))));
    }
}
