using System.Text.Json;
using System.Threading.Channels;
using KaosNet.Tests.Support;
using Nakama;

namespace KaosNet.Compat.Tests.Replay;

/// <summary>Somebody who leaves a trace wherever a player can, each with a text of its own by which it is known again.</summary>
sealed class Person(AuditedServer audited)
{
    readonly Dictionary<string, string> _secrets = [];

    public ISession Session { get; private set; } = null!;

    /// <summary>All texts, each with where it was left.</summary>
    public IReadOnlyDictionary<string, string> Secrets => _secrets;

    /// <summary>A text that stands nowhere else.</summary>
    public string Secret(string where)
    {
        if (!_secrets.TryGetValue(where, out var secret)) _secrets[where] = secret = $"secret{where.Replace(" ", "", StringComparison.Ordinal)}{_secrets.Count}x{Environment.ProcessId}";
        return secret;
    }

    /// <summary>Plays, chats, wins and pays.</summary>
    public async Task Live(ISession friend)
    {
        var client = audited.Client;
        Session = await client.AuthenticateEmailAsync($"{Secret("email")}@example.com", "correct horse", Secret("username"));
        await client.LinkDeviceAsync(Session, Secret("device"));
        await client.LinkCustomAsync(Session, Secret("custom id"));
        await client.UpdateAccountAsync(
            Session, Secret("username"), Secret("display name"), $"https://example.com/{Secret("avatar")}", "en", Secret("location"), Secret("timezone"));
        await client.RpcAsync(Session, "keep_of_me", JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["about"] = Secret("account metadata"), ["paid_for"] = Secret("ledger metadata"), ["to"] = friend.UserId, ["subject"] = Secret("notification subject"),
            ["content"] = Secret("notification content"), ["received"] = Secret("notification received"),
        }));
        await client.RpcAsync(Session, "echo", Secret("rpc payload"));
        await client.WriteStorageObjectsAsync(
            Session, [new WriteStorageObject { Collection = "saves", Key = "diary", Value = $$"""{"page":"{{Secret("storage value")}}"}""", PermissionRead = 2 }]);
        await client.WriteLeaderboardRecordAsync(Session, "open", 300, 0, $$"""{"with":"{{Secret("score metadata")}}"}""");
        await client.JoinTournamentAsync(Session, "cup_net");
        await client.WriteTournamentRecordAsync(Session, "cup_net", 5, 0, $$"""{"with":"{{Secret("tournament metadata")}}"}""");
        await audited.Befriend(Session, friend, $$"""{"from":"{{Secret("friend metadata")}}"}""");
        await Talk(client, friend);
    }

    async Task Talk(Client client, ISession friend)
    {
        var socket = Nakama.Socket.From(client);
        var heard = Channel.CreateUnbounded<IMatchState>();
        socket.ReceivedMatchState += state => heard.Writer.TryWrite(state);
        await socket.ConnectAsync(Session);
        var group = await client.CreateGroupAsync(friend, "Friends of the diary", open: true);
        await client.JoinGroupAsync(Session, group.Id);
        await Say(await socket.JoinChatAsync("lobby", ChannelType.Room, persistence: true), "room chat");
        await Say(await socket.JoinChatAsync(friend.UserId, ChannelType.DirectMessage, persistence: true), "direct chat");
        await Say(await socket.JoinChatAsync(group.Id, ChannelType.Group, persistence: true), "group chat");

        var created = await client.RpcAsync(Session, "create_referee", $$"""{"label":"{{Secret("match label")}} of {{Session.UserId}}"}""");
        var match = JsonDocument.Parse(created.Payload).RootElement.GetProperty("match_id").GetString()!;
        await socket.JoinMatchAsync(match);
        foreach (var operation in new[] { 2, 4 })
        {
            await socket.SendMatchStateAsync(match, operation, Secret("match message"));
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            while ((await heard.Reader.ReadAsync(patience.Token)).OpCode != operation)
            {
                // Who joined is told, too.
            }
        }

        await socket.CloseAsync();
        // What is recorded aside comes a moment later.
        await Eventually.Is(async () => await audited.Scalar<long>($"select count(*) from kaos.mt_events where type = 'match_ended' and stream_id = 'match-{match[..36]}'") == 1, "the match's record");
        await Eventually.Is(async () => await audited.Scalar<long>(
            $"select count(*) from kaos.event_users u join kaos.mt_events e on e.seq_id = u.seq where u.user_id = '{Session.UserId}' and e.type = 'script_calls_recorded'") > 0, "recorded calls");

        async Task Say(IChannel channel, string where) => await socket.WriteChatMessageAsync(channel, $$"""{"text":"{{Secret(where)}}"}""");
    }
}
