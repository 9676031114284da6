using System.Globalization;
using System.Text.Json;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Notifications;

/// <summary>The notifications that rules of the game name, word for word (parity 7.3).</summary>
/// <param name="Code">What it is about.</param>
/// <param name="Subject">One line.</param>
/// <param name="Content">A JSON object in its canonical spelling.</param>
public sealed record Notice(int Code, string Subject, string Content)
{
    public static Notice DirectMessageRequest(string username) => OfUser(NotificationCode.DirectMessageRequest, username, "wants to chat");

    public static Notice FriendRequest(string username) => OfUser(NotificationCode.FriendRequest, username, "wants to add you as a friend");

    public static Notice FriendAccept(string username) => OfUser(NotificationCode.FriendAccept, username, "accepted your friend request");

    public static Notice FriendRemove(string username) => OfUser(NotificationCode.FriendRemove, username, "removed you as a friend");

    public static Notice FriendJoinedGame(string username) =>
        new(NotificationCode.FriendJoinedGame, "Your friend has just joined the game", $"{{\"username\": {Quoted(username)}}}");

    public static Notice GroupAdd(string groupId, string groupName) => new(
        NotificationCode.GroupAdd, $"You've been added to group {groupName}", $"{{\"name\": {Quoted(groupName)}, \"group_id\": {Quoted(groupId)}}}");

    public static Notice GroupJoinRequest(string groupId, string username) => new(
        NotificationCode.GroupJoinRequest,
        $"User {username} wants to join your group",
        $"{{\"group_id\": {Quoted(groupId)}, \"username\": {Quoted(username)}}}");

    /// <summary>A pairing of a bracket waits for the receiver; not Nakama's but ours.</summary>
    public static Notice BracketPairingReady(string bracketId, string title, int pairing, string opponentId) => new(
        NotificationCode.BracketPairingReady,
        title.Length == 0 ? "Your next game is ready" : $"Your next game in {title} is ready",
        JsonDocumentText.Of(string.Create(
            CultureInfo.InvariantCulture, $"{{\"pairing\": {pairing}, \"bracket_id\": {Quoted(bracketId)}, \"opponent_id\": {Quoted(opponentId)}}}")));

    static Notice OfUser(int code, string username, string what) => new(code, $"{username} {what}", $"{{\"username\": {Quoted(username)}}}");

    static string Quoted(string text) => JsonDocumentText.Of(JsonSerializer.Serialize(text));
}
