using KaosNet.Domain.Matches;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Statuses;
using KaosNet.Tests.Support;

namespace KaosNet.Realtime.Tests.Presence;

/// <summary>Who is on which stream, and what is told of it (parity 3.1 to 3.4 of realtime).</summary>
public sealed class PresenceTrackerSpecs
{
    static readonly StreamAddress Here = new(130, Guid.Parse("886313e1-3b8a-5372-9b90-0c9aee199e5d"), "here");
    static readonly StreamAddress There = Here with { Mode = 131 };
    static readonly StreamAddress Elsewhere = Here with { Mode = 5 };

    [Fact]
    public async Task coming_twice_changes_nothing()
    {
        using var world = new PresenceWorld();
        var ann = world.Open("ann");
        world.Tracker.Track(ann, Here, new(Persistence: true)).ShouldBe(Tracking.Tracked);
        world.Tracker.Track(ann, Here, new(Hidden: true)).ShouldBe(Tracking.WasThere);
        world.Tracker.Find(ann, Here)!.Meta.ShouldBe(new(Persistence: true));
        world.Tracker.Untrack(ann, Here);
        world.Tracker.Untrack(ann, Here);
        world.Tracker.Exists(Here).ShouldBeFalse();
        await Eventually.Holds(() => world.Told.ShouldBe(["130 +ann (Join)", "130 -ann (Leave)"]));
    }

    [Fact]
    public async Task an_update_tells_what_could_be_seen_before_and_can_be_now()
    {
        using var world = new PresenceWorld();
        var ann = world.Open("ann");
        var bob = world.Open("bob");
        world.Tracker.Update(ann, Here, new(Hidden: true)).ShouldBeTrue();
        world.Tracker.Track(bob, Here, PresenceMeta.Plain);
        foreach (var hidden in new[] { true, false, false, true }) world.Tracker.Update(ann, Here, new(Hidden: hidden)).ShouldBeTrue();
        await Eventually.Holds(() => world.Told.ShouldBe(["130 +bob (Join)", "130 +ann (Update)", "130 +ann -ann (Update)", "130 -ann (Update)"]));
        // Who changed keeps their place.
        world.Tracker.MembersOf(Here).Select(member => member.Session).ShouldBe([ann, bob]);
    }

    [Fact]
    public async Task a_closed_stream_is_empty_and_nobody_is_told()
    {
        using var world = new PresenceWorld();
        var (ann, bob) = (world.Open("ann"), world.Open("bob"));
        foreach (var session in new[] { ann, bob })
        {
            world.Tracker.Track(session, Here, PresenceMeta.Invisible);
            world.Tracker.Track(session, There, PresenceMeta.Invisible);
        }

        world.Tracker.Close(Here);
        world.Tracker.Close(Here);
        world.Tracker.Exists(Here).ShouldBeFalse();
        world.Tracker.StreamsOf(ann).ShouldBe([There]);
        world.Tracker.Track(ann, Here, PresenceMeta.Plain).ShouldBe(Tracking.Tracked);
        await Eventually.Holds(() => world.Told.ShouldBe(["130 +ann (Join)"]));
    }

    [Fact]
    public async Task a_session_leaves_all_streams_of_some_modes_but_one()
    {
        using var world = new PresenceWorld();
        var ann = world.Open("ann");
        var other = Elsewhere with { Label = "other" };
        foreach (var stream in new[] { Here, Elsewhere, other }) world.Tracker.Track(ann, stream, PresenceMeta.Plain);
        world.Tracker.UntrackOthers(ann, [5, 6], keep: other);
        world.Tracker.StreamsOf(ann).ShouldBe([Here, other], ignoreOrder: true);
        await Eventually.Holds(() => world.Told.ShouldBe(["130 +ann (Join)", "5 +ann (Join)", "5 +ann (Join)", "5 -ann (Leave)"]));
    }

    [Fact]
    public async Task all_that_a_closing_session_leaves_is_one_event_of_the_queue()
    {
        using var world = new PresenceWorld(queueMax: 2);
        var (ann, bob) = (world.Open("ann"), world.Open("bob"));
        foreach (var stream in new[] { Here, There, Elsewhere }) world.Tracker.Update(ann, stream, PresenceMeta.Invisible);
        world.HoldUp();
        world.Tracker.Track(bob, There, PresenceMeta.Plain);
        await Eventually.Is(() => world.Told.Length == 1);
        foreach (var stream in new[] { Here, There, Elsewhere }) world.Tracker.Update(ann, stream, PresenceMeta.Invisible);
        world.Tracker.Update(ann, Here, PresenceMeta.Plain);
        world.Tracker.UntrackAll(ann, PresenceReason.Disconnect);
        world.GoOn();
        await Eventually.Holds(() => world.Told.ShouldBe(["131 +bob (Join)", "130 +ann (Update)", "130 -ann (Disconnect)"]));

        world.Tracker.Track(ann, Here, PresenceMeta.Plain).ShouldBe(Tracking.Refused);
        world.Tracker.Update(ann, Here, PresenceMeta.Plain).ShouldBeFalse();
        world.Tracker.UntrackAll(ann, PresenceReason.Disconnect);
        world.Tracker.StreamsOf(ann).ShouldBeEmpty();
    }

    [Fact]
    public async Task several_streams_left_at_once_do_not_fill_the_queue()
    {
        using var world = new PresenceWorld(queueMax: 1);
        var (ann, bob) = (world.Open("ann"), world.Open("bob"));
        foreach (var stream in new[] { Here, There, Elsewhere })
        {
            world.Tracker.Track(ann, stream, PresenceMeta.Plain);
            await Eventually.Is(() => world.Told.Contains($"{stream.Mode} +ann (Join)"));
        }

        world.HoldUp();
        world.Tracker.Track(bob, Here, PresenceMeta.Plain);
        await Eventually.Is(() => world.Told.Length == 4);
        world.Tracker.UntrackAll(ann, PresenceReason.Disconnect);
        world.GoOn();
        await Eventually.Holds(() => world.Told[4..].ShouldBe(["130 -ann (Disconnect)", "131 -ann (Disconnect)", "5 -ann (Disconnect)"]));
    }

    [Fact]
    public async Task when_the_queue_is_full_all_of_it_is_dropped()
    {
        using var world = new PresenceWorld(queueMax: 3);
        world.HoldUp();
        world.Tracker.Track(world.Open("first"), Here, PresenceMeta.Plain);
        await Eventually.Is(() => world.Told.Length == 1);
        foreach (var name in new[] { "a", "b", "c", "d" }) world.Tracker.Track(world.Open(name), Here, PresenceMeta.Plain);
        world.GoOn();
        await Eventually.Holds(() => world.Told.ShouldBe(["130 +first (Join)", "130 +d (Join)"]));
        world.Tracker.MembersOf(Here).Count.ShouldBe(5);
    }

    [Fact]
    public void members_are_who_came_and_did_not_leave_whatever_happens()
    {
        using var world = new PresenceWorld();
        var dice = new Random(7);
        var sessions = Enumerable.Range(0, 12).Select(number => world.Open("s" + number)).ToList();
        StreamAddress[] streams = [Here, There, Elsewhere];
        var there = streams.ToDictionary(stream => stream, _ => new HashSet<Session>());
        for (var i = 0; i < 3000; i++)
        {
            var (session, stream) = (sessions[dice.Next(sessions.Count)], streams[dice.Next(streams.Length)]);
            switch (dice.Next(12))
            {
                case < 4:
                    world.Tracker.Track(session, stream, PresenceMeta.Invisible);
                    there[stream].Add(session);
                    break;
                case < 6:
                    world.Tracker.Update(session, stream, PresenceMeta.Invisible);
                    there[stream].Add(session);
                    break;
                case < 9:
                    world.Tracker.Untrack(session, stream);
                    there[stream].Remove(session);
                    break;
                case 9:
                    world.Tracker.UntrackOthers(session, [130, 131], stream);
                    foreach (var other in streams.Where(other => other != stream && other.Mode >= 130)) there[other].Remove(session);
                    break;
                case 10 when dice.Next(4) == 0:
                    world.Tracker.Close(stream);
                    there[stream].Clear();
                    break;
                case 11 when dice.Next(8) == 0:
                    world.Tracker.UntrackAll(session, PresenceReason.Disconnect);
                    foreach (var members in there.Values) members.Remove(session);
                    sessions.Remove(session);
                    sessions.Add(world.Open("s"));
                    break;
            }

            world.Tracker.MembersOf(stream).Select(member => member.Session).ShouldBe(there[stream], ignoreOrder: true);
            world.Tracker.Exists(stream).ShouldBe(there[stream].Count > 0);
        }

        foreach (var session in sessions) world.Tracker.StreamsOf(session).ShouldBe(streams.Where(stream => there[stream].Contains(session)), ignoreOrder: true);
    }

    [Fact]
    public void one_socket_follows_so_many_players_and_no_more()
    {
        using var world = new PresenceWorld();
        var follows = new StatusFollows(world.Tracker, world.Roster);
        var ann = world.Open("ann");
        world.Tracker.Track(ann, Here, PresenceMeta.Invisible);
        var players = Enumerable.Range(0, StatusFollows.FollowedMax).Select(_ => Guid.NewGuid()).ToList();
        follows.Follow(ann, players).Fault.ShouldBeNull();
        follows.Follow(ann, [Guid.NewGuid()]).Fault!.Message.ShouldBe("At most 10000 users can be followed");
        follows.Unfollow(ann, [players[0], ann.UserId]);
        follows.Follow(ann, [Guid.NewGuid()]).Fault.ShouldBeNull();
        world.Tracker.CountOf(ann).ShouldBe(1 + StatusFollows.FollowedMax);
    }
}
