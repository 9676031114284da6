using System.Net.WebSockets;
using System.Threading.Channels;
using Nakama;

namespace KaosNet.Compat.Tests.Clients;

/// <summary>Chat, status and streams through the official .NET client (also Unity's), unmodified: every message of a socket.</summary>
public sealed class DotNetChatSpecs(CompatServer compat)
{
    readonly Client client = new("http", "127.0.0.1", compat.Server.Port, "defaultkey");

    [Fact]
    public async Task a_room_is_joined_spoken_in_edited_and_left()
    {
        await using var ann = await Talker.Connect(client);
        await using var bob = await Talker.Connect(client);
        var channel = await ann.Socket.JoinChatAsync(Fresh("room"), ChannelType.Room, persistence: true);
        (channel.Id, channel.Self.UserId).ShouldBe(("2..." + channel.RoomName, ann.Session.UserId));
        (await ann.Next<IChannelPresenceEvent>()).Joins.Single().Username.ShouldBe(ann.Session.Username);
        (await bob.Socket.JoinChatAsync(channel.RoomName, ChannelType.Room, persistence: true)).Presences.Single().UserId.ShouldBe(ann.Session.UserId);
        (await ann.Next<IChannelPresenceEvent>()).Joins.Single().Username.ShouldBe(bob.Session.Username);

        var ack = await ann.Socket.WriteChatMessageAsync(channel, """{"hello":"there"}""");
        (ack.ChannelId, ack.Code, ack.Username, ack.Persistent).ShouldBe((channel.Id, 0, ann.Session.Username, true));
        var heard = await bob.Next<IApiChannelMessage>();
        (heard.MessageId, heard.SenderId, heard.Content, heard.RoomName).ShouldBe((ack.MessageId, ann.Session.UserId, """{"hello":"there"}""", channel.RoomName));
        (await ann.Socket.UpdateChatMessageAsync(channel, ack.MessageId, """{"hello":"you"}""")).Code.ShouldBe(1);
        (await bob.Next<IApiChannelMessage>()).Code.ShouldBe(1);
        (await client.ListChannelMessagesAsync(bob.Session, channel, 10)).Messages.Single().Content.ShouldBe("""{"hello": "you"}""");
        (await ann.Socket.RemoveChatMessageAsync(channel, ack.MessageId)).Code.ShouldBe(2);
        (await bob.Next<IApiChannelMessage>()).Code.ShouldBe(2);
        (await client.ListChannelMessagesAsync(bob.Session, channel, 10)).Messages.ShouldBeEmpty();

        await bob.Socket.LeaveChatAsync(channel);
        (await ann.Next<IChannelPresenceEvent>()).Leaves.Single().Username.ShouldBe(bob.Session.Username);
        await Refused(bob.Socket.WriteChatMessageAsync(channel, "{}"), "Must join channel before sending messages");
        await Refused(ann.Socket.RemoveChatMessageAsync(channel, ack.MessageId), "Could not find message to remove in channel history");
        await Refused(ann.Socket.WriteChatMessageAsync(channel, """{"say":"darn"}"""), "Mind your language");
    }

    [Fact]
    public async Task two_players_talk_and_a_groups_members_do()
    {
        await using var ann = await Talker.Connect(client);
        await using var bob = await Talker.Connect(client);
        var conversation = await ann.Socket.JoinChatAsync(bob.Session.UserId, ChannelType.DirectMessage, persistence: true);
        var told = await bob.Next<IApiNotification>();
        (told.Code, told.Subject, told.SenderId).ShouldBe((-1, ann.Session.Username + " wants to chat", ann.Session.UserId));
        (await bob.Socket.JoinChatAsync(ann.Session.UserId, ChannelType.DirectMessage, persistence: true)).Id.ShouldBe(conversation.Id);
        await bob.Socket.WriteChatMessageAsync(conversation.Id, "{}");
        (await ann.Next<IApiChannelMessage>()).SenderId.ShouldBe(bob.Session.UserId);

        var group = await client.CreateGroupAsync(ann.Session, Fresh("clan"), open: true);
        await Refused(bob.Socket.JoinChatAsync(group.Id, ChannelType.Group), "Group not found: Invalid channel target");
        var channel = await ann.Socket.JoinChatAsync(group.Id, ChannelType.Group, persistence: true);
        channel.GroupId.ShouldBe(group.Id);
        await client.JoinGroupAsync(bob.Session, group.Id);
        (await ann.Next<IApiChannelMessage>()).Code.ShouldBe(3);
        await client.KickGroupUsersAsync(ann.Session, group.Id, [bob.Session.UserId]);
        (await ann.Next<IApiChannelMessage>()).Code.ShouldBe(6);
    }

    [Fact]
    public async Task players_follow_each_others_status()
    {
        await using var ann = await Talker.Connect(client);
        await using var bob = await Talker.Connect(client, appearOnline: true);
        var online = await ann.Socket.FollowUsersAsync([], [bob.Session.Username]);
        online.Presences.Single().UserId.ShouldBe(bob.Session.UserId);
        await bob.Socket.UpdateStatusAsync("in the lobby");
        foreach (var told in new[] { ann, bob })
        {
            var changed = await Change(told);
            (changed.Joins.Single().Status, changed.Leaves.Single().Username).ShouldBe(("in the lobby", bob.Session.Username));
        }

        await bob.Socket.UpdateStatusAsync(null);
        (await Change(ann)).Leaves.Single().Status.ShouldBe("in the lobby");
        await ann.Socket.UnfollowUsersAsync([bob.Session.UserId]);
        await Refused(ann.Socket.FollowUsersAsync(["nobody"]), "Invalid user identifier");

        // That somebody has come is told at about the time of the connecting, before which, for all that is known, this client may not listen.
        static async Task<IStatusPresenceEvent> Change(Talker told)
        {
            while (true)
            {
                var next = await told.Next<IStatusPresenceEvent>();
                if (next.Leaves.Any()) return next;
            }
        }
    }

    [Fact]
    public async Task the_games_own_streams_bring_data_and_presences()
    {
        await using var ann = await Talker.Connect(client);
        var label = Fresh("stream");
        (await ann.Socket.RpcAsync("stream_join", label)).Payload.ShouldBe("1");
        (await ann.Next<IStreamState>()).State.ShouldBe("welcome " + ann.Session.Username);
        var joined = await ann.Next<IStreamPresenceEvent>();
        (joined.Stream.Mode, joined.Stream.Label, joined.Joins.Single().UserId).ShouldBe((123, label, ann.Session.UserId));
        await ann.Socket.RpcAsync("stream_leave", label);
    }

    static async Task Refused(Task asking, string text) => (await Should.ThrowAsync<WebSocketException>(asking)).Message.ShouldBe(text);

    static string Fresh(string word) => $"{word}-{Guid.NewGuid():n}";

    /// <summary>A player whose socket's pushes are kept, each kind in order.</summary>
    sealed class Talker(ISession session, ISocket socket) : IAsyncDisposable
    {
        readonly Dictionary<Type, Channel<object>> pushes = new[]
        {
            typeof(IApiChannelMessage), typeof(IChannelPresenceEvent), typeof(IStatusPresenceEvent), typeof(IStreamState), typeof(IStreamPresenceEvent),
            typeof(IApiNotification),
        }.ToDictionary(kind => kind, _ => Channel.CreateUnbounded<object>());

        public ISession Session => session;

        public ISocket Socket => socket;

        public static async Task<Talker> Connect(Client client, bool appearOnline = false)
        {
            var session = await client.AuthenticateDeviceAsync(Fresh("device"));
            var talker = new Talker(session, Nakama.Socket.From(client));
            talker.Socket.ReceivedChannelMessage += talker.Keep;
            talker.Socket.ReceivedChannelPresence += talker.Keep;
            talker.Socket.ReceivedStatusPresence += talker.Keep;
            talker.Socket.ReceivedStreamState += talker.Keep;
            talker.Socket.ReceivedStreamPresence += talker.Keep;
            talker.Socket.ReceivedNotification += talker.Keep;
            await talker.Socket.ConnectAsync(session, appearOnline);
            return talker;
        }

        public async Task<TPush> Next<TPush>()
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            return (TPush)await pushes[typeof(TPush)].Reader.ReadAsync(patience.Token);
        }

        public async ValueTask DisposeAsync() => await socket.CloseAsync();

        void Keep<TPush>(TPush push)
            where TPush : notnull => pushes[typeof(TPush)].Writer.TryWrite(push);
    }
}
