using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Notifications;

/// <summary>What players are told, and keep until they delete it.</summary>
public interface INotificationFunctions
{
    /// <summary>Tells a player something.</summary>
    /// <param name="userId">Whom.</param>
    /// <param name="subject">What it is about, in a few words.</param>
    /// <param name="content">What is told.</param>
    /// <param name="code">What kind of notification it is: above 0, or -2000 to -1000.</param>
    /// <param name="senderId">In whose name; null for the server's.</param>
    /// <param name="persistent">Whether it is kept; otherwise the player gets it only if online.</param>
    [ServerFunction("notification_send", Failure = "failed to send notification: ")]
    ValueTask Send(
        [Expects("expects user_id to be a valid ID")] Guid userId,
        [Expects("expects subject to be a non-empty string")] string subject,
        JsonText content,
        [Expects(CodeExpected), Between(int.MinValue, int.MaxValue), Checked("NotificationCode", CodeExpected)] int code,
        [Expects("expects sender_id to either be not set, empty string or a valid ID")] Guid? senderId = null,
        bool persistent = false);

    /// <summary>Tells players something, all of it or nothing.</summary>
    /// <param name="notifications">What.</param>
    [ServerFunction("notifications_send", Failure = "failed to send notifications: ")]
    ValueTask SendMany([AtMost(500)] IReadOnlyList<NotificationToSend> notifications);

    /// <summary>Tells everybody something: every account, over time, if it is kept, otherwise everybody who is online.</summary>
    /// <param name="subject">What it is about, in a few words.</param>
    /// <param name="content">What is told.</param>
    /// <param name="code">What kind of notification it is.</param>
    /// <param name="persistent">Whether it is kept.</param>
    [ServerFunction("notification_send_all", Failure = "failed to send notification: ")]
    ValueTask SendAll(
        [Expects("expects subject to be a non-empty string")] string subject,
        JsonText content,
        [Expects("expects code to be greater than 0"), Between(1, int.MaxValue)] int code,
        bool persistent = false);

    /// <summary>Lists what a player was told and has not deleted, the oldest first.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="limit">The most on a page.</param>
    /// <param name="cursor">Where the page begins; empty for the first.</param>
    [ServerFunction("notifications_list", Failure = "failed to list notifications: ", LuaReturnsMembers = true)]
    ValueTask<NotificationPage> List(
        [Expects("expects user_id to be a valid ID")] Guid userId,
        [Expects("expects limit to be 1-1000"), Between(1, 1000)] int limit = 100,
        string cursor = "");

    /// <summary>Looks notifications up; those that are not there are left out.</summary>
    /// <param name="notificationIds">Which.</param>
    /// <param name="userId">Only those of this player; null for anybody's.</param>
    [ServerFunction("notifications_get_id", Failure = "failed to get notifications: ")]
    ValueTask<IReadOnlyList<Notification>> Of(
        [Expects("expects each notification ID to be a valid ID"), AtMost(1000), InJavaScript(IsMandatory = true)] IReadOnlyList<Guid>? notificationIds = null,
        [Expects("expects user_id to be a valid ID")] Guid? userId = null);

    /// <summary>Changes notifications, all of them or none.</summary>
    /// <param name="updates">What.</param>
    [ServerFunction("notifications_update", Failure = "failed to update notifications: ")]
    ValueTask Update([AtMost(500)] IReadOnlyList<NotificationUpdate> updates);

    /// <summary>Deletes notifications; those that are not there, or somebody else's, are passed over.</summary>
    /// <param name="notifications">Which.</param>
    [ServerFunction("notifications_delete", Failure = "failed to delete notifications: ")]
    ValueTask Delete([AtMost(500)] IReadOnlyList<NotificationToDelete> notifications);

    /// <summary>Deletes notifications by their ids alone; those that are not there are passed over.</summary>
    /// <param name="notificationIds">Which.</param>
    /// <param name="userId">Only those of this player; null for anybody's.</param>
    [ServerFunction("notifications_delete_id", Failure = "failed to delete notifications: ")]
    ValueTask DeleteById(
        [Expects("expects each notification ID to be a valid ID"), AtMost(500), InJavaScript(IsMandatory = true)] IReadOnlyList<Guid>? notificationIds = null,
        [Expects("expects user_id to be a valid ID")] Guid? userId = null);

    private const string CodeExpected = "expects code to be greater than 0, or between -2000 and -1000";
}
