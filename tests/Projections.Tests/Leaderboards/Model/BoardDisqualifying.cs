using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards.Disqualifying;
using KaosNet.Projections.Kernel;
using KaosNet.Projections.Leaderboards.Disqualifying;

namespace KaosNet.Projections.Tests.Leaderboards.Model;

// Scores are taken back and given back.
public sealed partial class BoardWorld
{
    static readonly Caller Moderator = new() { Source = Source.Server, Actor = "moderation", Operation = "Disqualify" };

    readonly List<string> _disqualifications = [];
    readonly DateTimeOffset _begin = bench.Time.GetUtcNow();
    readonly Disqualifications _real = new(
        bench.Database, new(bench.Database), new(bench.Database, EventCatalogue.Default), new(bench.Database),
        new(bench.Database, new Cursors(new byte[32])), bench.Journal, bench.Time);

    async Task Disqualify()
    {
        if (_naive.Histories.Count == 0) return;
        var some = Any(_naive.Histories);
        var deed = Any(_naive.DeedsOf(some));
        var since = _begin + ((bench.Time.GetUtcNow() - _begin) * chance.NextDouble());
        since = new(since.Ticks / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute, TimeSpan.Zero);
        var criteria = chance.Next(5) switch
        {
            0 => new DisqualificationCriteria
            {
                LeaderboardId = some.Board, Expiry = some.Expiry, OwnerId = some.Owner.ToString(), Submission = deed.Place,
            },
            1 => new() { OwnerId = some.Owner.ToString() },
            2 => new() { LeaderboardId = some.Board, Expiry = some.Expiry },
            3 => new() { LeaderboardId = some.Board, Build = "cheat" },
            _ => new() { OwnerId = chance.Next(2) == 0 ? some.Owner.ToString() : null, Since = since, Until = since.AddHours(chance.Next(1, 30)) },
        };
        var answer = await _real.Disqualify(new("mod", "cheated", criteria), Moderator);
        var id = answer.Fault is null ? answer.Value.Disqualification.Id : "nothing";
        var count = _naive.TakeBack(id, (record, submitted) =>
            (criteria.LeaderboardId ?? record.Board) == record.Board && (criteria.Expiry ?? record.Expiry) == record.Expiry
            && (criteria.OwnerId ?? record.Owner.ToString()) == record.Owner.ToString() && (criteria.Submission ?? submitted.Place) == submitted.Place
            && (criteria.Build ?? submitted.Submission!.Build) == submitted.Submission!.Build
            && (criteria.Since ?? submitted.At) <= submitted.At && (criteria.Until is null || submitted.At < criteria.Until));
        Told.Add($"{id} takes back {count}: {criteria}");
        if (count == 0)
        {
            answer.Fault.ShouldBe(DisqualificationFaults.NothingFits);
            return;
        }

        answer.Value.Disqualification.Submissions.ShouldBe(count);
        _disqualifications.Add(id);
    }

    async Task Undo()
    {
        if (_disqualifications.Count == 0) return;
        var id = Any(_disqualifications);
        Told.Add($"{id} is undone");
        (await _real.Undo(id, "boss", "was lag", Moderator)).Fault.ShouldBeNull();
        _naive.GiveBack(id);
        _disqualifications.Remove(id);
    }
}
