using KaosNet.Tests.Support;

namespace KaosNet.Compat.Tests.Replay;

/// <summary><c>./kaos replay disqualify</c> and <c>undo</c>, beside a server whose clients see it at once.</summary>
public sealed class DisqualifySpecs(AuditedServer audited) : IClassFixture<AuditedServer>
{
    [Fact]
    public async Task a_score_is_taken_back_and_given_back_under_a_server_that_goes_on()
    {
        string[] asked = ["disqualify", "--board", "open", "--expiry", "0", "--owner", audited.Ann.UserId, "--submission", "2", "--author", "auditor", "--reason", "speed hack"];
        var record = $"open/0/{audited.Ann.UserId}: 250 (2) becomes 100 (1), 1 submission";
        var dry = await audited.Replay([.. asked, "--dry_run"]);
        dry.ShouldEndWith(0);
        dry.Lines.ShouldBe([record, "1 submission of 1 record would be taken back. Nothing was changed."]);
        await ScoreBecomes("250");

        var taken = await audited.Replay(asked);
        taken.ShouldEndWith(0);
        taken.Lines[0].ShouldBe(record);
        taken.Lines[1].ShouldMatch("^Disqualification [0-9a-f-]{36}: 1 submission of 1 record taken back\\.$");
        await ScoreBecomes("100");
        (await audited.Replay("verify")).ShouldEndWith(0);

        var id = taken.Lines[1].Split(' ')[1].TrimEnd(':');
        var story = await audited.Replay("stream", "disqualification-" + id);
        story.Said.ShouldContain("by auditor (console) through Disqualify");
        story.Said.ShouldContain("speed hack");

        var undone = await audited.Replay("undo", id, "--author", "auditor", "--reason", "it was lag");
        undone.ShouldEndWith(0);
        undone.Lines.ShouldBe([$"Disqualification {id} is undone: 1 submission of 1 record count again."]);
        await ScoreBecomes("250");
        (await audited.Replay("verify")).ShouldEndWith(0);
    }

    [Fact]
    public async Task what_makes_no_sense_is_refused_and_changes_nothing()
    {
        var nobody = $"{Guid.CreateVersion7()}";
        (await audited.Replay("disqualify", "--reason", "x")).ShouldRefuse("Disqualification expects a leaderboard, an owner, a build or a span of time.");
        (await audited.Replay("disqualify", "--owner", "ann", "--reason", "x")).ShouldRefuse("ann is no user id.");
        (await audited.Replay("disqualify", "--owner", nobody, "--reason", "x")).ShouldRefuse("No submission fits the disqualification.");
        (await audited.Replay("disqualify", "--since", "soon", "--reason", "x")).ShouldRefuse("soon is no time, such as 2026-03-01T12:00:00Z.");
        (await audited.Replay("disqualify", "--board", "open")).ShouldEndWith(2);
        (await audited.Replay("undo", nobody, "--reason", "x")).ShouldRefuse("Disqualification not found.");
        (await audited.Replay("undo", "x", "--reason", "x")).ShouldRefuse("x is no ID of a disqualification or an undo.");
    }

    /// <summary>
    /// Ann's score, with the rank that is her place on the board. Pages that the server has shown are kept until
    /// it hears by the feed what another process committed.
    /// </summary>
    Task ScoreBecomes(string score) => Eventually.Holds(async () =>
    {
        var around = await audited.Client.ListLeaderboardRecordsAroundOwnerAsync(audited.Ann, "open", audited.Ann.UserId, null, 1);
        var mine = around.Records.Single();
        var board = await audited.Client.ListLeaderboardRecordsAsync(audited.Ann, "open", null, null, 100);
        mine.Score.ShouldBe(score);
        mine.Rank.ShouldBe($"{board.Records.TakeWhile(record => record.OwnerId != audited.Ann.UserId).Count() + 1}");
    });
}
