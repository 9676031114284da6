using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Disqualifying;
using KaosNet.Projections.Kernel;
using KaosNet.Projections.Leaderboards;
using KaosNet.Projections.Leaderboards.Disqualifying;

namespace KaosNet.Projections.Tests.Leaderboards.Disqualifying;

/// <summary>Boards with cheaters on them, and what takes their scores back.</summary>
public sealed class DisqualifyBench : IAsyncDisposable
{
    public static readonly Caller Moderator = new() { Source = Source.Server, Actor = "moderation", Operation = "Disqualify" };

    DisqualifyBench(LeaderboardBench boards)
    {
        Boards = boards;
        Search = new(boards.Database);
        Lists = new(boards.Database, new Cursors(new byte[32]));
        Disqualifications = new(
            boards.Database, Search, new(boards.Database, EventCatalogue.Default), new(boards.Database), Lists, boards.Journal, boards.Time);
    }

    public LeaderboardBench Boards { get; }

    public SubmissionSearch Search { get; }

    public DisqualificationLists Lists { get; }

    public Disqualifications Disqualifications { get; }

    public static async Task<DisqualifyBench> Open(string connectionString) => new(await LeaderboardBench.Open(connectionString));

    public static string Owner(int number) => LeaderboardBench.Owner(number).ToString();

    public async Task Board(string id, ScoreOperator rule = ScoreOperator.Best, string? schedule = null) =>
        await Boards.Create(new(id) { Operator = rule, ResetSchedule = schedule, EnableRanks = true });

    /// <summary>A minute later somebody submits.</summary>
    public async Task<RankedRecord> Submit(string board, int owner, long score, string? build = null, string? metadata = null)
    {
        Boards.Time.Advance(TimeSpan.FromMinutes(1));
        var caller = new Caller
        {
            Source = Source.Client,
            Actor = Owner(owner),
            UserId = Owner(owner),
            Operation = "Spec",
            Vars = build is null ? [] : new Dictionary<string, string> { ["build"] = build },
        };
        var submission = new ScoreSubmission(board, Owner(owner), score) { Username = "user" + owner, Metadata = metadata };
        return (await Boards.Scores.Submit(submission, caller)).Value;
    }

    public async Task<DisqualificationOutcome> Disqualify(DisqualificationCriteria criteria) =>
        (await Disqualifications.Disqualify(new("mod", "cheated", criteria), Moderator)).Value;

    public async Task<Disqualification> Undo(DisqualificationOutcome outcome) =>
        (await Disqualifications.Undo(outcome.Disqualification.Id, "boss", "was lag", Moderator)).Value;

    /// <summary>A board as players see it: owner and score, best first, with the ranks of the index.</summary>
    public async Task<string> Shown(string id, long expiry = 0)
    {
        var board = (await Boards.Directory.Find(id))!;
        var page = (await Boards.Lists.Page(board, expiry, 100, null, [], default)).Value;
        var index = await Boards.Ranks.FindAny(board, expiry == 0 ? board.CurrentExpiryAt(Boards.Time.GetUtcNow()) : expiry, Boards.Time.GetUtcNow());
        var shown = page.Records.Select(record =>
        {
            var number = Convert.ToInt32(record.Record.OwnerId.ToString("N")[..8], 16);
            index!.RankOf(record.Record.OwnerId).ShouldBe(record.Rank, "the index knows as well");
            return $"{number}:{record.Record.Score}";
        });
        index!.Count.ShouldBe(page.Records.Count);
        return string.Join(' ', shown);
    }

    public async Task<ScoreRecord> Record(string board, int owner, long expiry = 0) =>
        await Boards.Journal.Load(ScoreRecord.Of(board, expiry, Owner(owner)));

    public ValueTask DisposeAsync() => Boards.DisposeAsync();
}
