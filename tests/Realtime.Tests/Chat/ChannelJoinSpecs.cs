using KaosNet.Projections.Groups;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Chat;
using KaosNet.Realtime.Groups;
using KaosNet.Realtime.Tests.Presence;
using KaosNet.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace KaosNet.Realtime.Tests.Chat;

/// <summary>Joining a group's channel while others change the group, and while the database is away.</summary>
public sealed class ChannelJoinSpecs
{
    static readonly Guid Group = Guid.Parse("d00d0000-0000-4000-8000-00000000000d");
    static readonly ChannelJoin Request = new() { Target = Group.ToString(), Type = (int)ChannelType.Group };

    [Fact]
    public async Task who_is_put_out_while_joining_is_not_left_on_the_channel()
    {
        using var world = new PresenceWorld();
        var ann = world.Open("ann");
        var exits = new ChannelExits();
        var leaving = new GroupChannelExits(world.Tracker, exits);
        var asked = 0;
        var members = new Members(() =>
        {
            // A member by the time of the question, and put out before the answer is acted on.
            if (++asked > 1) return null;
            leaving.Leave(Group, ann.UserId);
            return 2;
        });
        var reply = await Handler(world, exits, members).Handle(ann, Request);
        (reply.Envelope!.Error!.Code, reply.Envelope.Error.Message).ShouldBe((3, "Group not found: Invalid channel target"));
        world.Tracker.StreamsOf(ann).ShouldBeEmpty();
    }

    [Fact]
    public async Task others_who_are_put_out_do_not_matter()
    {
        using var world = new PresenceWorld();
        var ann = world.Open("ann");
        var exits = new ChannelExits();
        var leaving = new GroupChannelExits(world.Tracker, exits);
        var asked = 0;
        var members = new Members(() =>
        {
            if (++asked == 1) leaving.Leave(Group, Guid.NewGuid());
            return 2;
        });
        (await Handler(world, exits, members).Handle(ann, Request)).Envelope!.Channel!.GroupId.ShouldBe(Group.ToString());
        (asked, world.Tracker.CountOf(ann)).ShouldBe((2, 1));
    }

    [Fact]
    public async Task a_database_that_is_away_is_told_and_nobody_is_on_the_channel()
    {
        using var world = new PresenceWorld();
        var ann = world.Open("ann");
        var reply = await Handler(world, new(), new Members(() => throw new NpgsqlException("away"))).Handle(ann, Request);
        (reply.Envelope!.Error!.Code, reply.Envelope.Error.Message).ShouldBe((0, "Failed to look up group membership"));
        world.Tracker.StreamsOf(ann).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_session_that_is_closing_joins_nothing()
    {
        using var world = new PresenceWorld();
        var ann = world.Open("ann");
        world.Tracker.UntrackAll(ann, Domain.Matches.PresenceReason.Disconnect);
        var reply = await Handler(world, new(), new Members(() => 2)).Handle(ann, Request);
        (reply.Envelope!.Error!.Code, reply.Envelope.Error.Message).ShouldBe((0, "Error joining channel"));
    }

    static ChannelJoinHandler Handler(PresenceWorld world, ChannelExits exits, Members members) => new(
        new ChannelTargets(null!, null!, members), exits, world.Tracker, world.Roster, new MemoryJournal(), NullLogger<ChannelJoinHandler>.Instance);

    sealed class Members(Func<int?> state) : IGroupMemberships
    {
        public ValueTask<int?> StateOf(Guid groupId, Guid userId, CancellationToken cancel = default) => new(state());
    }
}
