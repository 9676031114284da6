using KaosNet.Domain.Matches;
using KaosNet.Realtime.Presence;
using KaosNet.Tests.Support;

namespace KaosNet.Realtime.Tests.Presence;

/// <summary>What other nodes tell of their sessions.</summary>
public sealed class RemotePresencesSpecs : IDisposable
{
    static readonly StreamAddress Room = new(StreamMode.Room, Guid.Empty, "lobby");
    static readonly StreamAddress Game = new(StreamMode.FirstOfGames, Guid.Empty, "lobby");

    readonly PresenceWorld _world = new();
    readonly object _two = "two";
    readonly object _three = "three";
    readonly Guid _bob = Guid.NewGuid();

    [Fact]
    public async Task comings_changes_and_goings_are_told()
    {
        Enter(_two, _bob, "bob", Room, new(Status: "a"));
        Enter(_two, _bob, "bob", Room, new(Status: "b"));
        Enter(_two, _bob, "bob", Game, new());
        var there = _world.Roster.MembersOf(Room).ShouldHaveSingleItem();
        (there.Who.Node, there.Who.Username, there.Wire.SessionId, there.Meta.Status).ShouldBe(("two", "bob", _bob.ToString(), "b"));
        _world.Elsewhere.Leave(_two, _bob, [Room, Game, new(9, Guid.Empty)], PresenceReason.Disconnect);
        _world.Elsewhere.Leave(_two, _bob, [Room], PresenceReason.Disconnect);
        await Told("2 +bob (Join)", "2 +bob -bob (Update)", "8 +bob (Join)", "2 -bob (Disconnect)", "8 -bob (Disconnect)");
        _world.Elsewhere.Count.ShouldBe(0);
        _world.Roster.Exists(Room).ShouldBeFalse();
    }

    [Fact]
    public async Task hidden_ones_are_counted_and_not_told_of()
    {
        Enter(_two, _bob, "bob", Room, PresenceMeta.Invisible);
        _world.Roster.CountOf(Room).ShouldBe(1);
        Enter(_two, _bob, "bob", Room, new());
        Enter(_two, _bob, "bob", Room, PresenceMeta.Invisible);
        _world.Elsewhere.Leave(_two, _bob, [Room], PresenceReason.Leave);
        await Told("2 +bob (Update)", "2 -bob (Update)");
    }

    [Fact]
    public async Task a_node_that_is_lost_takes_its_own_and_no_others()
    {
        Guid cat = Guid.NewGuid(), dan = Guid.NewGuid();
        Enter(_two, _bob, "bob", Room, new());
        Enter(_two, cat, "cat", Room, new());
        Enter(_two, cat, "cat", Game, new());
        Enter(_three, dan, "dan", Room, new());
        _world.Elsewhere.Lose(_two);
        _world.Elsewhere.Lose(_two);
        _world.Roster.MembersOf(Room).Select(member => member.Plain.Username).ShouldBe(["dan"]);
        // Those of a stream who are gone together are told of together.
        await Told("2 +bob (Join)", "2 +cat (Join)", "8 +cat (Join)", "2 +dan (Join)", "2 -bob -cat (Disconnect)", "8 -cat (Disconnect)");
    }

    [Fact]
    public async Task a_later_run_of_a_server_is_another_one()
    {
        var again = new object();
        Enter(_two, _bob, "bob", Room, new());
        Enter(again, Guid.NewGuid(), "bob", Room, new());
        _world.Elsewhere.Lose(_two);
        _world.Roster.CountOf(Room).ShouldBe(1);
        _world.Elsewhere.Leave(_two, _bob, [Room], PresenceReason.Leave);
        await Told("2 +bob (Join)", "2 +bob (Join)", "2 -bob (Disconnect)");
    }

    [Fact]
    public async Task what_a_node_drops_goes_without_a_word()
    {
        Enter(_two, _bob, "bob", Room, new());
        Enter(_three, Guid.NewGuid(), "cat", Room, new());
        _world.Elsewhere.Drop(_two, Room);
        _world.Elsewhere.Drop(_two, Game);
        _world.Roster.CountOf(Room).ShouldBe(1);
        _world.Elsewhere.Lose(_two);
        Enter(_two, _bob, "bob", Game, new());
        await Told("2 +bob (Join)", "2 +cat (Join)", "8 +bob (Join)");
    }

    [Fact]
    public void own_members_come_first()
    {
        var ann = _world.Open("ann");
        Enter(_two, _bob, "bob", Room, new());
        _world.Tracker.Track(ann, Room, PresenceMeta.Plain);
        _world.Roster.MembersOf(Room).Select(member => member.Plain.Username).ShouldBe(["ann", "bob"]);
    }

    public void Dispose() => _world.Dispose();

    void Enter(object node, Guid session, string name, StreamAddress stream, PresenceMeta meta) =>
        _world.Elsewhere.Enter(node, (string)(node as string ?? "two"), [new(stream, session, Guid.NewGuid(), name, meta)]);

    async Task Told(params string[] told)
    {
        await Eventually.Is(() => _world.Told.Length >= told.Length);
        _world.Told.ShouldBe(told);
    }
}
