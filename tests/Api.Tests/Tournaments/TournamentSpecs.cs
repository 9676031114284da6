using System.Net;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Leaderboards;
using static KaosNet.Api.Tests.Tournaments.TournamentWorld;

namespace KaosNet.Api.Tests.Tournaments;

/// <summary>Joining, submitting and deleting through the front (parity sections 6.3 to 6.5).</summary>
public sealed class TournamentSpecs(GameServer server) : IClassFixture<GameServer>
{
    [Fact]
    public async Task a_player_joins_and_is_there_with_no_score()
    {
        var cup = await server.Tournament(with => with with { JoinRequired = true, MaxSize = 2, MaxNumScore = 3 });
        var ann = await server.SignUp();
        await Refused(server.Submit(cup, ann, 1), 400, 9, "Must join tournament before attempting to write value.");
        await Expect(server.Join(cup, ann), 200, "{}");
        await Expect(server.Join(cup, ann), 200, "{}");
        var record = (await Json(server.Send("GET", cup.Path(), ann.Token))).GetProperty("records")[0];
        (record.Text("owner_id"), record.Text("username"), record.Text("rank"), record.Text("metadata")).ShouldBe((ann.UserId, ann.Username, "1", "{}"));
        (record.TryGetProperty("score", out _), record.TryGetProperty("num_score", out _), record.Number("max_num_score")).ShouldBe((false, false, 3));
        (await server.Listed(cup, ann))!.Value.Number("size").ShouldBe(1);

        var written = await Json(server.Submit(cup, ann, 7));
        (written.Text("leaderboard_id"), written.Text("score"), written.Number("num_score"), written.Text("rank")).ShouldBe((cup.Id, "7", 1, "1"));
        (await server.Listed(cup, ann))!.Value.Number("size").ShouldBe(1);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    public async Task a_score_is_handed_in_either_way(string method)
    {
        var cup = await server.Tournament();
        var ann = await server.SignUp();
        var record = await Json(server.Send(method, cup.Path(), ann.Token, """{"score":"10","subscore":"3","metadata":"{\"a\":1}","operator":2}"""));
        (record.Text("score"), record.Text("subscore"), record.Text("metadata"), record.Number("num_score")).ShouldBe(("10", "3", """{"a":1}""", 1));
        (record.Number("max_num_score"), record.TryGetProperty("expiry_time", out _)).ShouldBe((1_000_000, false));
        // Every one counts, better or not.
        var worse = await Json(server.Send(method, cup.Path(), ann.Token, """{"score":"4"}"""));
        (worse.Text("score"), worse.Number("num_score"), worse.Text("metadata")).ShouldBe(("10", 2, """{"a":1}"""));
        (await Json(server.Send(method, cup.Path(), ann.Token, """{"score":"4","operator":"SET"}"""))).Text("score").ShouldBe("4");
        (await Json(server.Send(method, cup.Path(), ann.Token, """{"score":"4","operator":3}"""))).Text("score").ShouldBe("8");
        (await Json(server.Send(method, cup.Path(), ann.Token, """{"score":"3","operator":4}"""))).Text("score").ShouldBe("5");
    }

    [Fact]
    public async Task a_full_tournament_turns_players_away_until_a_place_is_free()
    {
        var joined = await server.Tournament(with => with with { JoinRequired = true, MaxSize = 1 });
        var open = await server.Tournament(with => with with { MaxSize = 1 });
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        await Expect(server.Join(joined, ann), 200, "{}");
        await Json(server.Submit(open, ann, 1));
        await Refused(server.Join(joined, bob), 400, 3, "Tournament cannot be joined as it has reached its max size.");
        await Refused(server.Submit(open, bob, 1), 400, 9, "Tournament has reached max size.");
        (await server.Listed(open, ann))!.Value.TryGetProperty("can_enter", out _).ShouldBeFalse();
        await Json(server.Submit(open, ann, 2));
        foreach (var cup in new[] { joined, open })
        {
            await Expect(server.Send("DELETE", cup.Path(), ann.Token), 200, "{}");
            (await server.Listed(cup, ann))!.Value.TryGetProperty("size", out _).ShouldBeFalse();
        }

        await Expect(server.Join(joined, bob), 200, "{}");
        await Json(server.Submit(open, bob, 1));
    }

    [Fact]
    public async Task attempts_are_used_up_for_one_and_ignored_for_the_other()
    {
        var open = await server.Tournament(with => with with { MaxNumScore = 1 });
        var joined = await server.Tournament(with => with with { MaxNumScore = 1, JoinRequired = true });
        var ann = await server.SignUp();
        await Expect(server.Join(joined, ann), 200, "{}");
        await Json(server.Submit(open, ann, 5));
        await Json(server.Submit(joined, ann, 5));
        await Refused(server.Submit(open, ann, 9), 400, 9, "Reached allowed max number of score attempts.");
        var unchanged = await Json(server.Submit(joined, ann, 9));
        (unchanged.Text("score"), unchanged.Number("num_score")).ShouldBe(("5", 1));

        // Deleting the own record forgets them.
        await Expect(server.Send("DELETE", open.Path(), ann.Token), 200, "{}");
        (await Json(server.Submit(open, ann, 9))).Text("score").ShouldBe("9");
    }

    [Fact]
    public async Task bad_submissions_are_refused_in_nakamas_words()
    {
        var cup = await server.Tournament();
        var locked = await server.Tournament(with => with with { Authoritative = true, JoinRequired = true });
        var ann = await server.SignUp();
        await Refused(server.Send("POST", cup.Path(), ann.Token, """{"score":"1","metadata":"[]"}"""), 400, 3, "Metadata value must be JSON, if provided.");
        await Refused(server.Send("POST", "/v2/tournament/nowhere", ann.Token, """{"score":"1"}"""), 404, 5, "Tournament not found.");
        await Refused(server.Submit(locked, ann, 1), 403, 7, "Tournament only allows authoritative score submissions.");
        await Refused(server.Submit(cup, ann, -1), 400, 3, "Error writing score to tournament.");
        await Refused(server.Send("POST", cup.Path(), ann.Token, """{"score":"1","operator":9}"""), 400, 3, "Error writing score to tournament.");
        await Refused(server.Send("DELETE", "/v2/tournament/nowhere", ann.Token), 404, 5, "Tournament not found.");
        await Refused(server.Send("DELETE", locked.Path(), ann.Token), 403, 7, "Tournament only allows authoritative score deletions.");
        await Refused(server.Send("POST", "/v2/tournament/nowhere/join", ann.Token), 404, 5, "Tournament not found.");
        await Expect(server.Send("DELETE", cup.Path(), ann.Token), 200, "{}");
        await Expect(server.Join(cup, ann), 200, "{}");
        await Expect(server.Join(locked, ann), 200, "{}");
    }

    [Fact]
    public async Task what_is_no_tournament_is_none()
    {
        var board = (await server.Get<LeaderboardSetup>().Create(new CreateLeaderboard($"board-{Guid.NewGuid():n}"), Script)).Value;
        var ann = await server.SignUp();
        await Refused(server.Join(board, ann), 404, 5, "Tournament not found.");
        await Refused(server.Submit(board, ann, 1), 400, 3, "Error writing score to tournament.");
        await Refused(server.Send("DELETE", board.Path(), ann.Token), 404, 5, "Tournament not found.");
        await Refused(server.Send("GET", board.Path(), ann.Token), 404, 5, "Tournament not found.");
        await Refused(server.Send("GET", $"{board.Path()}/owner/{ann.UserId}", ann.Token), 404, 5, "Tournament not found.");
        (await server.Listed(board, ann)).ShouldBeNull();
    }

    /// <summary>The list of leaderboards takes a tournament's id; a player's write and deletion don't, or they would pass by its rules (parity sections 2.1, 2.5 and 5.1).</summary>
    [Fact]
    public async Task a_tournament_is_a_leaderboard_to_those_who_look_and_not_to_those_who_write()
    {
        var cup = await server.Tournament(with => with with { MaxNumScore = 1 });
        var board = "/v2/leaderboard/" + cup.Id;
        var ann = await server.SignUp();
        await Json(server.Submit(cup, ann, 7));
        await Refused(server.Send("POST", board, ann.Token, """{"score":"9"}"""), 404, 5, "Leaderboard not found.");
        (await Json(server.Send("GET", board, ann.Token))).GetProperty("records")[0].Text("score").ShouldBe("7");
        (await Json(server.Send("GET", cup.Path(), ann.Token))).GetProperty("records")[0].Text("score").ShouldBe("7");
        await Refused(server.Send("DELETE", board, ann.Token), 404, 5, "Leaderboard not found.");
    }

    [Fact]
    public async Task windows_open_and_close_and_results_stay_readable()
    {
        await using var clocked = await GameServer.Start(settings => settings with
        {
            Session = settings.Session with { TokenExpirySec = 86_400, RefreshTokenExpirySec = 172_800 },
        });
        var now = clocked.Time.GetUtcNow().ToUnixTimeSeconds();
        var cup = await clocked.Tournament(with => with with { StartTime = now + 600, EndTime = now + 7200, Duration = 3600, JoinRequired = true, MaxSize = 5 });
        var (ann, bob) = (await clocked.SignUp(), await clocked.SignUp());
        await Expect(clocked.Join(cup, ann), 200, "{}");
        await Refused(clocked.Submit(cup, ann, 1), 400, 9, "Tournament is not active and cannot accept new scores.");
        var listed = (await clocked.Listed(cup, ann))!.Value;
        (listed.Number("start_active"), listed.Number("end_active"), listed.Number("next_reset")).ShouldBe((now + 600, now + 4200, now + 7200));
        (listed.TryGetProperty("can_enter", out _), listed.Number("size"), listed.TryGetProperty("prev_reset", out _)).ShouldBe((false, 1, false));

        clocked.Time.Advance(TimeSpan.FromSeconds(601));
        var record = await Json(clocked.Submit(cup, ann, 3));
        (record.Text("score"), record.Text("expiry_time")).ShouldBe(("3", DateTimeOffset.FromUnixTimeSeconds(now + 7200).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null)));
        (await clocked.Listed(cup, ann))!.Value.GetProperty("can_enter").GetBoolean().ShouldBeTrue();

        clocked.Time.Advance(TimeSpan.FromHours(1));
        await Refused(clocked.Submit(cup, ann, 1), 400, 9, "Tournament is not active and cannot accept new scores.");
        await Refused(clocked.Join(cup, bob), 400, 3, "Tournament is not active and cannot accept new joins.");
        (await Json(clocked.Send("GET", cup.Path(), ann.Token))).GetProperty("records").GetArrayLength().ShouldBe(1);

        clocked.Time.Advance(TimeSpan.FromHours(1));
        await Refused(clocked.Submit(cup, ann, 1), 404, 5, "Tournament not found or has ended.");
        await Refused(clocked.Send("GET", cup.Path(), ann.Token), 404, 5, "Tournament has ended.");
        await Expect(clocked.Send("GET", "/v2/leaderboard/" + cup.Id, ann.Token), 200, "{}");
        await Expect(clocked.Send("GET", $"{cup.Path()}/owner/{record.Text("owner_id")}", ann.Token), 200, "{}");
        (await Json(clocked.Send("GET", $"{cup.Path()}?expiry={now + 7200}", ann.Token))).GetProperty("records")[0].Text("score").ShouldBe("3");
        (await Json(clocked.Send("GET", $"{cup.Path()}/owner/{record.Text("owner_id")}?expiry={now + 7200}", ann.Token)))
            .GetProperty("records").GetArrayLength().ShouldBe(1);
        (await clocked.Listed(cup, ann)).ShouldBeNull();
    }

    [Fact]
    public async Task a_deleted_tournament_is_gone_with_its_records_and_can_come_again()
    {
        var cup = await server.Tournament(with => with with { MaxSize = 3, MaxNumScore = 2 });
        var ann = await server.SignUp();
        await Json(server.Submit(cup, ann, 7));
        var setup = server.Get<LeaderboardSetup>();
        (await setup.DeleteTournament(cup.Id, Script)).Fault.ShouldBeNull();
        (await setup.DeleteTournament(cup.Id, Script)).Fault.ShouldBeNull();
        await Refused(server.Submit(cup, ann, 1), 404, 5, "Tournament not found.");
        await Refused(server.Send("GET", cup.Path(), ann.Token), 404, 5, "Tournament not found.");
        (await server.Listed(cup, ann)).ShouldBeNull();

        var again = await server.Tournament(with => with with { Id = cup.Id, SortOrder = SortOrder.Ascending, MaxSize = 3 });
        (await server.Listed(again, ann))!.Value.TryGetProperty("size", out _).ShouldBeFalse();
        (await Json(server.Send("GET", again.Path(), ann.Token))).TryGetProperty("records", out _).ShouldBeFalse();
        var bob = await server.SignUp();
        await Json(server.Submit(again, ann, 9));
        var record = await Json(server.Submit(again, bob, 5));
        (record.Text("rank"), record.Number("num_score"), record.Number("max_num_score")).ShouldBe(("1", 1, 1_000_000));
        (await server.Listed(again, ann))!.Value.Number("size").ShouldBe(2);
    }

    [Fact]
    public async Task ranks_can_be_switched_off()
    {
        var cup = await server.Tournament();
        var ann = await server.SignUp();
        (await Json(server.Submit(cup, ann, 7))).Text("rank").ShouldBe("1");
        (await server.Get<LeaderboardSetup>().DisableTournamentRanks(cup.Id, Script)).Fault.ShouldBeNull();
        (await Json(server.Submit(cup, ann, 8))).TryGetProperty("rank", out _).ShouldBeFalse();
        var list = await Json(server.Send("GET", cup.Path(), ann.Token));
        (list.GetProperty("records")[0].Text("rank"), list.TryGetProperty("rank_count", out _)).ShouldBe(("1", false));
    }

    [Fact]
    public async Task a_deleted_account_leaves_its_places()
    {
        var cup = await server.Tournament(with => with with { MaxSize = 1, JoinRequired = true });
        var open = await server.Tournament();
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        await Expect(server.Join(cup, ann), 200, "{}");
        await Json(server.Submit(open, ann, 1));
        await Expect(server.Send("DELETE", "/v2/account", ann.Token), 200, "{}");
        (await server.Listed(cup, bob))!.Value.TryGetProperty("size", out _).ShouldBeFalse();
        (await Json(server.Send("GET", open.Path(), bob.Token))).TryGetProperty("records", out _).ShouldBeFalse();
        await Expect(server.Join(cup, bob), 200, "{}");
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/any")]
    [InlineData("PUT", "/any")]
    [InlineData("POST", "/any")]
    [InlineData("DELETE", "/any")]
    [InlineData("POST", "/any/join")]
    [InlineData("GET", "/any/owner/0aa0aa00-0000-4000-8000-000000000001")]
    public async Task nobody_gets_anywhere_without_a_session(string method, string path)
    {
        using var response = await server.Send(method, "/v2/tournament" + path, body: method is "POST" or "PUT" ? "{}" : null);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }
}
