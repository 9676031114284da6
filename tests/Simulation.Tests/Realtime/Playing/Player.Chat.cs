using KaosNet.Simulation.Tests.Realtime.Checking;

namespace KaosNet.Simulation.Tests.Realtime.Playing;

/// <content>Rooms, conversations, groups' channels, and status.</content>
public sealed partial class Player
{
    readonly List<PostedMessage> _posted = [];
    readonly HashSet<string> _groups = [];

    async Task JoinChannel(Seat seat)
    {
        var (type, target) = _chance.Next(5) switch
        {
            0 => (2, Neighbour().UserId),
            1 when OneOf(_groups) is { } group => (3, group),
            _ => (1, $"room {quarter.Number}.{_chance.Next(3)}"),
        };
        if (target.Length == 0) return;
        var place = type switch { 1 => $"2...{target}", 3 => $"3.{target}..", _ => Conversation(UserId, target) };
        if (seat.In(place) is not null) return;
        var request = new Seat.Request(IsHidden: _chance.Next(10) == 0, IsKept: _chance.Next(4) > 0);
        var answer = await seat.Ask(
            new() { ChannelJoin = new() { Target = target, Type = type, Hidden = request.IsHidden, Persistence = request.IsKept } }, request);
        if (answer?.Channel is { } channel && channel.Id != place) world.Ledger.Violated($"{seat} asked for {place} and is in {channel.Id}");
    }

    async Task LeaveChannel(Seat seat)
    {
        if (OneOf(seat.Places(IsChannel)) is not { } stay) return;
        seat.BeginsToLeave(stay.Place);
        if (await seat.Ask(new() { ChannelLeave = new() { ChannelId = stay.Place } }) is { Error: null }) seat.HasLeft(stay.Place);
    }

    async Task SendMessages(Seat seat)
    {
        if (OneOf(seat.Places(IsChannel)) is not { } stay) return;
        for (var i = _chance.Next(1, 4); i > 0; i--)
        {
            var said = world.Ledger.Utter(stay.Place, seat.SessionId);
            var answer = await seat.Ask(new() { ChannelMessageSend = new() { ChannelId = stay.Place, Content = $$"""{"said":{{said.Id}},"version":0}""" } });
            if (answer?.Error is not null && !world.IsStormy && seat.In(stay.Place)?.IsCurrent is true && !world.Ledger.IsDoomed(stay.Place))
                world.Ledger.Violated($"{seat} could not speak in {stay.Place}: {answer.Error.Message}");
            var posted = new PostedMessage(said, answer?.ChannelMessageAck?.MessageId ?? "", UserId, stay.IsKept);
            world.Posted.Add(posted);
            if (answer?.ChannelMessageAck is not { } ack) return;
            said.IsCertain = true;
            if (ack.ChannelId != stay.Place || (ack.Persistent ?? false) != stay.IsKept) world.Ledger.Violated($"{seat} was answered of {ack.ChannelId}, {ack.Persistent}");
            if (stay.IsKept) _posted.Add(posted);
        }
    }

    async Task UpdateMessage(Seat seat)
    {
        if (OneOf(Changeable(seat)) is not { } posted) return;
        var content = $$"""{"said":{{posted.Said.Id}},"version":{{posted.Version + 1}}}""";
        var answer = await seat.Ask(new() { ChannelMessageUpdate = new() { ChannelId = posted.Said.Place, MessageId = posted.MessageId, Content = content } });
        if (answer?.ChannelMessageAck is not null) posted.Version++;
        else posted.IsUnsure = true;
    }

    async Task RemoveMessage(Seat seat)
    {
        if (OneOf(Changeable(seat)) is not { } posted) return;
        var answer = await seat.Ask(new() { ChannelMessageRemove = new() { ChannelId = posted.Said.Place, MessageId = posted.MessageId } });
        if (answer?.ChannelMessageAck is not null) posted.IsRemoved = true;
        else posted.IsUnsure = true;
    }

    /// <summary>Where the seat's words are not kept, changes are not either.</summary>
    List<PostedMessage> Changeable(Seat seat) =>
        _posted.FindAll(posted => !posted.IsRemoved && !posted.IsUnsure && seat.In(posted.Said.Place) is { IsCurrent: true, IsKept: true });

    async Task Follow(Seat seat)
    {
        List<string> ids = [.. Enumerable.Range(0, _chance.Next(1, 4)).Select(_ => Neighbour().UserId).Where(id => id.Length > 0 && id != UserId).Distinct()];
        var answer = await seat.Ask(new() { StatusFollow = new() { UserIds = ids } }, new(Users: ids));
        if (answer?.Status is not null) seat.Followed.UnionWith(ids);
        // Followed or not, nobody knows.
        else ids.ForEach(id => seat.Doubtful.Add(id));
    }

    async Task Unfollow(Seat seat)
    {
        if (OneOf(seat.Followed) is not { } id) return;
        seat.Followed.Remove(id);
        seat.BeginsToLeave("status:" + id);
        if (await seat.Ask(new() { StatusUnfollow = new() { UserIds = [id] } }) is { Error: null }) seat.HasLeft("status:" + id);
    }

    async Task ShowStatus(Seat seat)
    {
        var status = _chance.Next(5) == 0 ? null : $"status {_chance.Next(1_000_000)}";
        if (await seat.Ask(new() { StatusUpdate = new() { Status = status } }) is { Error: null }) seat.Status = status;
    }

    async Task FoundGroup(Seat seat)
    {
        var answer = await Rest("POST", "/v2/group", $$"""{"name":"group {{number}} {{_chance.Next(1_000_000)}}","open":true}""");
        if (answer.Code != 0) return;
        _groups.Add(answer.Text("id"));
        quarter.Groups.Add(answer.Text("id"));
    }

    async Task JoinGroup(Seat seat)
    {
        if (OneOf(quarter.Groups.Where(group => !_groups.Contains(group))) is not { } group) return;
        if ((await Rest("POST", $"/v2/group/{group}/join")).Code == 0) _groups.Add(group);
    }

    /// <summary>Which takes all of the player's sockets off its channel.</summary>
    async Task LeaveGroup(Seat seat)
    {
        if (OneOf(_groups) is not { } group) return;
        OpenSeats.ForEach(one => one.BeginsToLeave($"3.{group}.."));
        if ((await Rest("POST", $"/v2/group/{group}/leave")).Code != 0)
        {
            // Refused to the last of its leaders; or nobody knows.
            world.Ledger.Doom($"3.{group}..");
            return;
        }

        OpenSeats.ForEach(one => one.HasLeft($"3.{group}.."));
        _groups.Remove(group);
    }

    static bool IsChannel(string place) => place[1] == '.' && place[0] is '2' or '3' or '4';

    static string Conversation(string mine, string theirs) =>
        string.CompareOrdinal(mine, theirs) < 0 ? $"4.{mine}.{theirs}." : $"4.{theirs}.{mine}.";

    Task<Social.Answer> Rest(string method, string path, string? body = null) => world.Ask(method, path, body, Token);
}
