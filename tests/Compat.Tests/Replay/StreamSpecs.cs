namespace KaosNet.Compat.Tests.Replay;

/// <summary><c>./kaos replay stream KEY</c>: what happened, who did it, through what and why.</summary>
[Collection(AuditedServerCollection.Name)]
public sealed class StreamSpecs(AuditedServer audited)
{
    [Fact]
    public async Task a_players_history_tells_who_did_what_through_which_request()
    {
        var run = await audited.Replay("stream", $"account-{audited.Ann.UserId}");
        run.ShouldEndWith(0);
        run.Said.ShouldMatch(@"(?m)^    1  \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}Z  account_created$");
        run.Said.ShouldMatch($@"(?m)^       by {audited.Ann.UserId} \(client\) through AuthenticateDevice, request [0-9a-f-]{{36}}, server \d+\.\d+\.\d+");
        run.Lines.ShouldContain("       display_name Ann [the] Auditor");
    }

    [Fact]
    public async Task a_score_of_a_match_names_the_module_and_the_match_that_caused_it()
    {
        var run = await audited.Replay("stream", $"record-judged/0/{audited.Ann.UserId}");
        run.ShouldEndWith(0);
        run.Said.ShouldContain($"by referee (script) through leaderboard_record_write, because of match {audited.FinishedMatch}, server ");
        run.Lines.ShouldContain("       score 77");
    }

    [Fact]
    public async Task a_history_is_shown_from_a_version_on()
    {
        var key = $"record-open/0/{audited.Ann.UserId}";
        var whole = await audited.Replay("stream", key);
        var rest = await audited.Replay("stream", key, "--from", "2");
        (whole.Lines.Count(line => line.Contains("Z  score_submitted", StringComparison.Ordinal)), rest.Lines[0][..5]).ShouldBe((2, "    2"));
        rest.Said.ShouldBe(whole.Said[^rest.Said.Length..]);
        (await audited.Replay("stream", key, "--from", "3")).ShouldRefuse($"There is no stream {key} with a version 3 or later.");
    }

    [Fact]
    public async Task an_unknown_stream_is_refused_with_the_kinds_there_are() =>
        (await audited.Replay("stream", "nonsense")).ShouldRefuse(
            "There is no stream nonsense. Keys begin with one of: account, bracket, calls, disqualification, forgetting, friendship, group, leaderboard, league, leaguegroup, leaguemember, leagueseason, ledger, match, message, notification, object, passed, places, purchase, record, schedule, seals, sessions, storesubscription, subscription, undo, wallet.");
}
