namespace KaosNet.Compat.Tests.Replay;

/// <summary><c>./kaos replay at MOMENT board|record</c>: how it looked then.</summary>
public sealed class AtSpecs(AuditedServer audited) : IClassFixture<AuditedServer>
{
    [Fact]
    public async Task a_board_is_shown_as_it_was_also_with_who_is_gone_now()
    {
        // The account that was deleted later had the best score; Ann had 250 by then and Bob 70.
        var now = await audited.Replay("at", "9000000000", "board", "open");
        now.ShouldEndWith(0);
        Ranks(now).ShouldBe([$"1 250 2 {audited.Ann.UserId} audited_ann", $"2 70 0 {audited.Bob.UserId} audited_bob"]);
        now.Lines[^1].ShouldBe("2 records");

        var last = await audited.Scalar<DateTime>($"select max(timestamp) from kaos.mt_events where stream_id like 'record-open/0/%' and type = 'score_submitted'");
        var then = await audited.Replay("at", last.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'"), "board", "open", "--most", "2");
        then.ShouldEndWith(0);
        then.Lines[0].ShouldMatch("^Leaderboard open as of .*Z, a period without end$");
        Ranks(then).Length.ShouldBe(2);
        Ranks(then)[0].ShouldStartWith("1 999 0 ");
        then.Lines[^1].ShouldBe("3 records, 1 more with --most");
    }

    [Fact]
    public async Task a_record_is_shown_as_its_events_left_it()
    {
        var first = await audited.Replay("at", "v1", "record", "open", audited.Ann.UserId);
        first.ShouldEndWith(0);
        first.Lines.ShouldContain("       score 100");
        first.Lines[^1].ShouldMatch("^       as its event 1 left it, [0-9]+ among all events$");
        var sequence = first.Lines[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[6];
        (await audited.Replay("at", sequence, "record", "open", audited.Ann.UserId)).Said.ShouldBe(first.Said);
        var second = await audited.Replay("at", "9000000000", "record", "open", audited.Ann.UserId);
        second.Lines.ShouldContain("       score 250");
        second.Lines[0].ShouldEndWith("audited_ann: rank 1 of 2");
    }

    [Fact]
    public async Task what_was_not_there_is_refused()
    {
        (await audited.Replay("at", "1999-01-01T00:00:00Z", "board", "open")).ShouldRefuse("Leaderboard not found.");
        (await audited.Replay("at", "9000000000", "record", "open", Guid.NewGuid().ToString())).ShouldRefuse("Leaderboard record not found.");
        (await audited.Replay("at", "yesterday", "board", "open")).ShouldRefuse("yesterday is no moment.");
        (await audited.Replay("at", "1", "record", "open", "ann")).ShouldRefuse("ann is no user id.");
    }

    /// <summary>The lines of records, their columns apart by one space.</summary>
    static string[] Ranks(ReplayRun run) =>
        [.. run.Lines[2..^1].Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
}
