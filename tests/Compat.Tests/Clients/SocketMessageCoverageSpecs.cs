using System.Text.RegularExpressions;
using KaosNet.Realtime.Sessions.Messages;
using KaosNet.Tests.Support;

namespace KaosNet.Compat.Tests.Clients;

/// <summary>
/// Every message that clients may send is sent by a test of every official client that can send it, and by a raw client of our own where there is no official one.
/// Here is by which call; a test that no longer makes it, or a message without a line, fails.
/// </summary>
public sealed partial class SocketMessageCoverageSpecs
{
    /// <summary>Message, call of nakama-js (also through its protobuf adapter), call of NakamaClient; null where the client has none.</summary>
    static readonly Dictionary<string, (string? JavaScript, string? DotNet)> Calls = new()
    {
        ["Ping"] = ("send({ ping: {} })", null),
        ["Pong"] = ("adapter.send({ pong: {} })", null),
        ["Rpc"] = ("socket.rpc(", "Socket.RpcAsync("),
        ["MatchCreate"] = ("socket.createMatch(", "Socket.CreateMatchAsync("),
        ["MatchJoin"] = ("socket.joinMatch(", "Socket.JoinMatchAsync("),
        ["MatchLeave"] = ("socket.leaveMatch(", "Socket.LeaveMatchAsync("),
        ["MatchDataSend"] = ("socket.sendMatchState(", "Socket.SendMatchStateAsync("),
        ["ChannelJoin"] = ("socket.joinChat(", "Socket.JoinChatAsync("),
        ["ChannelLeave"] = ("socket.leaveChat(", "Socket.LeaveChatAsync("),
        ["ChannelMessageSend"] = ("socket.writeChatMessage(", "Socket.WriteChatMessageAsync("),
        ["ChannelMessageUpdate"] = ("socket.updateChatMessage(", "Socket.UpdateChatMessageAsync("),
        ["ChannelMessageRemove"] = ("socket.removeChatMessage(", "Socket.RemoveChatMessageAsync("),
        ["StatusFollow"] = ("socket.followUsers(", "Socket.FollowUsersAsync("),
        ["StatusUnfollow"] = ("socket.unfollowUsers(", "Socket.UnfollowUsersAsync("),
        ["StatusUpdate"] = ("socket.updateStatus(", "Socket.UpdateStatusAsync("),
        ["MatchmakerAdd"] = ("socket.addMatchmaker(", "Socket.AddMatchmakerAsync("),
        ["MatchmakerRemove"] = ("socket.removeMatchmaker(", "Socket.RemoveMatchmakerAsync("),
        ["PartyCreate"] = ("socket.createParty(", "Socket.CreatePartyAsync("),
        ["PartyUpdate"] = (null, "Socket.UpdatePartyAsync("),
        ["PartyJoin"] = ("socket.joinParty(", "Socket.JoinPartyAsync("),
        ["PartyLeave"] = ("socket.leaveParty(", "Socket.LeavePartyAsync("),
        ["PartyPromote"] = ("socket.promotePartyMember(", "Socket.PromotePartyMemberAsync("),
        ["PartyAccept"] = ("socket.acceptPartyMember(", "Socket.AcceptPartyMemberAsync("),
        ["PartyRemove"] = ("socket.removePartyMember(", "Socket.RemovePartyMemberAsync("),
        ["PartyClose"] = ("socket.closeParty(", "Socket.ClosePartyAsync("),
        ["PartyJoinRequestList"] = ("socket.listPartyJoinRequests(", "Socket.ListPartyJoinRequestsAsync("),
        ["PartyMatchmakerAdd"] = ("socket.addMatchmakerParty(", "Socket.AddMatchmakerPartyAsync("),
        ["PartyMatchmakerRemove"] = ("socket.removeMatchmakerParty(", "Socket.RemoveMatchmakerPartyAsync("),
        ["PartyDataSend"] = ("socket.sendPartyData(", "Socket.SendPartyDataAsync("),
    };

    [Fact]
    public void every_message_has_a_line() => Calls.Keys.Order().ShouldBe(MessageKinds.All.Select(kind => kind.Name).Order());

    [Fact]
    public void the_javascript_tests_send_every_message_in_both_formats()
    {
        var tests = Sources("JavaScript", "*.test.mjs");
        Calls.Where(call => call.Value.JavaScript is { } text && !tests.Contains(text, StringComparison.Ordinal)).Select(call => call.Key).ShouldBeEmpty();
        EarlyReturn().Matches(tests).Select(match => match.Value.Trim()).ShouldBeEmpty("a test that ends before it begins says nothing");
    }

    [Fact]
    public void the_dotnet_tests_send_every_message()
    {
        var tests = Sources("Clients", "DotNet*Specs.cs");
        Calls.Where(call => call.Value.DotNet is { } text && !tests.Contains(text, StringComparison.Ordinal)).Select(call => call.Key).ShouldBeEmpty();
    }

    static string Sources(string folder, string pattern) => string.Join(
        '\n', Directory.GetFiles(Path.Combine(SourceTree.Root, "tests", "Compat.Tests", folder), pattern).Order(StringComparer.Ordinal).Select(File.ReadAllText));

    [GeneratedRegex("^ +if [^\n]*\\) return;$", RegexOptions.Multiline)]
    private static partial Regex EarlyReturn();
}
