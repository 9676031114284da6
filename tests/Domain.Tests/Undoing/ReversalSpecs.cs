using KaosNet.Domain.Brackets;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Undoing;

namespace KaosNet.Domain.Tests.Undoing;

/// <summary>Every event of the game can be undone, and then all is as it was before, or somebody has said why it never is.</summary>
public sealed class ReversalSpecs
{
    /// <summary>What an undo does not take back: sessions that a ban ended stay over, a second ban is of another moment, who left a league has been in a division.</summary>
    static readonly string[] NotTakenBack =
        ["sessions_ended_at", "banned_at", "created_at", "join_time", "reversed_by", "entries", "is_withheld", "division"];

    public static TheoryData<string> Names => [.. Scenes.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void what_is_undone_is_as_it_was_before_and_undoing_that_as_it_was_after(string name)
    {
        var story = Scenes.All[name]();
        var act = story.Events.Where(past => past.Correlation == Scenes.Act).ToList();
        var streams = act.Select(past => past.Stream).Distinct().ToList();
        var after = streams.ToDictionary(stream => stream, story.StateOf);
        var before = streams.ToDictionary(stream => stream, stream => Before(story, stream, act[0].Sequence));

        story.Plan(past => past.Correlation == Scenes.Act).Kept.Select(kept => kept.Text).ShouldBeEmpty();
        story.Undone(past => past.Correlation == Scenes.Act);
        if (Scenes.OneWay.Contains(name)) return;
        foreach (var stream in streams) Same(stream, before[stream], story.StateOf(stream), story);
        story.Plan(past => past.Cause == Undo.CauseOf("u1"), "u2").Kept.Select(kept => kept.Text).ShouldBeEmpty();
        story.Undone(past => past.Cause == Undo.CauseOf("u1"), "u2");
        foreach (var stream in streams) Same(stream, after[stream], story.StateOf(stream), story);

        // And once more, back and forth.
        story.Undone(past => past.Cause == Undo.CauseOf("u2"), "u3");
        foreach (var stream in streams) Same(stream, before[stream], story.StateOf(stream), story);
    }

    [Fact]
    public void every_event_is_undone_in_a_scene_or_never_for_a_reason()
    {
        var undone = Scenes.All.SelectMany(scene =>
        {
            var (name, story) = (scene.Key, scene.Value());
            story.Undone(past => past.Correlation == Scenes.Act);
            if (!Scenes.OneWay.Contains(name)) story.Undone(past => past.Cause == Undo.CauseOf("u1"), "u2").Undone(past => past.Cause == Undo.CauseOf("u2"), "u3");
            return story.Events.Where(past => past.Correlation is Scenes.Act or "u1" or "u2").Select(past => past.Event.GetType());
        }).ToHashSet();
        var gaps = EventCatalogue.Default.EventTypes.Values.Where(type => !undone.Contains(type) && UndoPlanner.NeverBecause(type) is null);
        gaps.Select(EventCatalogue.NameOf).ShouldBeEmpty("an event without a scene in which it is undone, and without a reason why it never is");
    }

    [Fact]
    public void every_kind_of_stream_says_how_its_events_are_undone()
    {
        ReversalCatalogue.All.Select(rules => rules.Kind).ShouldBe(Streams.All, ignoreOrder: true);
        foreach (var rules in ReversalCatalogue.All)
        {
            rules.Never.Keys.ShouldAllBe(type => type.IsAssignableTo(rules.Kind.EventType) && type.IsSealed);
            rules.Never.Values.ShouldAllBe(reason => reason.Length > 10);
        }
    }

    static object Before(Story story, StreamRef stream, long sequence) => story.Events
        .Where(past => past.Stream.Equals(stream) && past.Sequence < sequence)
        .Aggregate(stream.Kind.Initial(stream.Id), (state, past) => stream.Kind.Evolve(state, past.Event, past.At));

    static void Same(StreamRef stream, object expected, object actual, Story story)
    {
        // An entry of a ledger stays, and so does the one that takes it back.
        if (stream.Kind == Domain.Wallets.LedgerEntry.Kind && expected is Domain.Wallets.LedgerEntry { Exists: false } && story.Of(Domain.Wallets.LedgerEntry.Kind.Of(stream.Id)).ReversedBy is not null) return;
        if (expected is Bracket was && actual is Bracket bracket)
        {
            bracket.Entrants.Select(entrant => entrant.UserId).ShouldBe(was.Entrants.Select(entrant => entrant.UserId));
            return;
        }

        StateDifference.Between(stream.Kind, expected, expected, actual)
            .Where(difference => !NotTakenBack.Contains(difference.Field.Split('.')[^1]))
            .ShouldBeEmpty(stream.Key);
    }
}
