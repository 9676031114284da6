using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Notifications;
using KaosNet.Projections.Notifications;
using KaosNet.Realtime.Notifications;
using KaosNet.Scripting.Lua;
using KaosNet.Store.Journal;

namespace KaosNet.Scripting.Nk;

/// <summary>What modules tell players (parity runtime.md section 10).</summary>
internal static class NotificationFunctions
{
    private const string Send = "notification_send";
    private const string SendMany = "notifications_send";
    private const string SendAll = "notification_send_all";
    private const string List = "notifications_list";
    private const string Delete = "notifications_delete";
    private const string DeleteId = "notifications_delete_id";
    private const string GetId = "notifications_get_id";
    private const string Update = "notifications_update";
    private const int ListLimit = 100;
    private const string DeleteFailed = "failed to delete notifications: ";

    public static LuaLibrary AddNotifications(this LuaLibrary library, NkServer server) => library
        .Add(Send, (ref LuaCall call) => SendOne(ref call, server))
        .Add(SendMany, (ref LuaCall call) => SendSome(ref call, server))
        .Add(SendAll, (ref LuaCall call) => SendToAll(ref call, server))
        .Add(List, (ref LuaCall call) => ListOf(ref call, server))
        .Add(Delete, (ref LuaCall call) => DeleteSome(ref call, server))
        .Add(DeleteId, (ref LuaCall call) => DeleteByIds(ref call, server))
        .Add(GetId, (ref LuaCall call) => Find(ref call, server))
        .Add(Update, (ref LuaCall call) => Edit(ref call, server));

    private static LuaResult SendOne(ref LuaCall call, NkServer server)
    {
        var receiver = call.Uuid(1, "expects user_id to be a valid ID");
        var subject = call.NonEmptyText(2, "expects subject to be a non-empty string");
        if (call.IsNil(3)) call.Table(3);
        var content = call.OptionalObject(3, "failed to convert content");
        var code = call.Integer(4);
        var sender = call.OptionalId(5, "expects sender_id to either be not set, empty string or a valid ID");
        var isPersistent = call.OptionalBoolean(6, false);
        if (code is > int.MaxValue or < int.MinValue || !NotificationCode.IsForModules((int)code))
            call.Wrong(4, "expects code to be greater than 0, or between -2000 and -1000");
        if (call.Failed) return call.Fail();

        var draft = new NotificationDraft(receiver.ToString(), (int)code, subject, content ?? "{}") { SenderId = sender?.ToString(), IsPersistent = isPersistent };
        return Sent(ref call, server, Send, "failed to send notification: ", [draft], allowsReserved: true);
    }

    private static LuaResult SendSome(ref LuaCall call, NkServer server)
    {
        var drafts = new List<NotificationDraft>();
        foreach (var entry in call.Entries(1, Limits.AtOnceMax))
        {
            var draft = new NotificationDraft(
                call.UuidOf(1, entry, "user_id", isMandatory: true) ?? "", call.WholeOf(1, entry, "code"), call.NonEmptyTextOf(1, entry, "subject"),
                call.ObjectOf(1, entry, "content") ?? "")
            {
                SenderId = call.UuidOf(1, entry, "sender_id", isMandatory: false),
                IsPersistent = call.FlagOf(1, entry, "persistent"),
            };
            if (draft.Content.Length == 0) call.Wrong(1, "expects content to be set");
            if (draft.Code <= 0) call.Wrong(1, "expects code to be greater than 0");
            drafts.Add(draft);
        }

        return call.Failed ? call.Fail() : Sent(ref call, server, SendMany, "failed to send notifications: ", drafts, allowsReserved: false);
    }

    private static LuaResult Sent(
        ref LuaCall call, NkServer server, string function, string failure, List<NotificationDraft> drafts, bool allowsReserved) =>
        Done(ref call, function, failure, (caller, cancel) =>
            server.Get<NotificationSender>().Send(drafts, allowsReserved, caller, cancel));

    private static LuaResult SendToAll(ref LuaCall call, NkServer server)
    {
        var subject = call.NonEmptyText(1, "expects subject to be a non-empty string");
        if (call.IsNil(2)) call.Table(2);
        var content = call.OptionalObject(2, "failed to convert content");
        var code = call.Integer(3);
        var isPersistent = call.OptionalBoolean(4, false);
        if (code is <= 0 or > int.MaxValue) call.Wrong(3, "expects code to be greater than 0");
        if (call.Failed) return call.Fail();
        return Done(ref call, SendAll, "failed to send notification: ", (caller, _) =>
            new(server.Get<NotificationSender>().SendToAll((int)code, subject, content ?? "{}", isPersistent, caller)));
    }

    private static LuaResult ListOf(ref LuaCall call, NkServer server)
    {
        var receiver = call.Uuid(1, "expects user_id to be a valid ID");
        var limit = call.OptionalInteger(2, ListLimit);
        var cursor = call.OptionalText(3, "")!;
        if (limit is < 1 or > Limits.ScriptPageMax) call.Wrong(2, $"expects limit to be 1-{Limits.ScriptPageMax}");
        if (call.Failed) return call.Fail();
        var page = call.Perform(List, "failed to list notifications: ", async (_, cancel) =>
        {
            var answer = await server.Get<NotificationLists>().Page(receiver, (int)limit, cursor, cancel);
            return answer.IsGranted(out var found, out var fault) ? NkJson.Write(json => Write(json, found)) : fault;
        });
        return call.ReturnItems(page, 2);
    }

    private static LuaResult DeleteSome(ref LuaCall call, NkServer server)
    {
        var deleted = new List<DeletedNotification>();
        foreach (var entry in call.Entries(1, Limits.AtOnceMax))
        {
            deleted.Add(new(
                call.UuidOf(1, entry, "notification_id", isMandatory: true) ?? "", call.UuidOf(1, entry, "user_id", isMandatory: true) ?? ""));
        }

        return call.Failed ? call.Fail() : Deleted(ref call, server, Delete, deleted);
    }

    private static LuaResult DeleteByIds(ref LuaCall call, NkServer server)
    {
        var ids = call.OptionalUuids(1, "expects each notification ID to be a valid ID") ?? [];
        var receiver = call.OptionalId(2, "expects user_id to be a valid ID");
        if (ids.Length > Limits.AtOnceMax) call.Wrong(1, $"expects at most {Limits.AtOnceMax} entries");
        return call.Failed
            ? call.Fail()
            : Deleted(ref call, server, DeleteId, [.. ids.Select(id => new DeletedNotification(id.ToString(), receiver?.ToString()))]);
    }

    private static LuaResult Deleted(ref LuaCall call, NkServer server, string function, List<DeletedNotification> deleted) =>
        Done(ref call, function, DeleteFailed, (caller, cancel) => deleted.Count == 0
            ? new(Domain.Kernel.Done.Value)
            : server.Get<IJournal>().Execute(new DeleteNotifications(deleted), caller, cancel));

    private static LuaResult Find(ref LuaCall call, NkServer server)
    {
        var ids = call.OptionalUuids(1, "expects each notification ID to be a valid ID") ?? [];
        var receiver = call.OptionalId(2, "expects user_id to be a valid ID");
        if (ids.Length > Limits.ScriptPageMax) call.Wrong(1, $"expects at most {Limits.ScriptPageMax} entries");
        if (call.Failed) return call.Fail();
        return call.ReturnJson(call.Perform(GetId, "failed to get notifications: ", async (_, cancel) =>
        {
            var rows = await server.Get<NotificationLists>().Find(ids, receiver, cancel);
            return NkJson.Write(json => Write(json, rows));
        }));
    }

    private static LuaResult Edit(ref LuaCall call, NkServer server)
    {
        var edits = new List<NotificationEdit>();
        foreach (var entry in call.Entries(1, Limits.AtOnceMax))
        {
            edits.Add(new(call.UuidOf(1, entry, "id", isMandatory: true) ?? "")
            {
                Content = call.ObjectOf(1, entry, "content"),
                Subject = call.TextOf(1, entry, "subject"),
                SenderId = call.UuidOf(1, entry, "sender", isMandatory: false),
            });
        }

        if (call.Failed) return call.Fail();
        return Done(ref call, Update, "failed to update notifications: ", (caller, cancel) => edits.Count == 0
            ? new(Domain.Kernel.Done.Value)
            : server.Get<IJournal>().Execute(new UpdateNotifications(edits), caller, cancel));
    }

    /// <summary>Does something that returns nothing.</summary>
    private static LuaResult Done(
        ref LuaCall call, string function, string failure, Func<Caller, CancellationToken, ValueTask<Answer<Done>>> perform)
    {
        call.Perform(function, failure, async (caller, cancel) =>
        {
            var answer = await perform(caller, cancel);
            return answer.Fault is { } fault ? fault : NkJson.Nothing;
        });
        return call.Failed ? call.Fail() : call.Return();
    }

    /// <summary>A page in the words of modules, contents as text; then where to go on.</summary>
    private static void Write(Utf8JsonWriter json, NotificationPage page)
    {
        json.WriteStartArray();
        json.WriteStartArray();
        foreach (var row in page.Rows)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, row.Id);
            json.WriteString("subject"u8, row.Subject);
            json.WriteString("content"u8, row.Content);
            json.WriteNumber("code"u8, row.Code);
            json.WriteString("senderId"u8, row.SenderId?.ToString() ?? "");
            json.WriteNumber("createTime"u8, row.CreateTime.ToUnixTimeSeconds());
            json.WriteBoolean("persistent"u8, true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStringValue(page.CacheableCursor);
        json.WriteEndArray();
    }

    /// <summary>Notifications by id in the words of modules, contents decoded. The reference leaves out the id, which nobody can mean.</summary>
    private static void Write(Utf8JsonWriter json, IReadOnlyList<NotificationRow> rows)
    {
        json.WriteStartArray();
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, row.Id);
            json.WriteString("user_id"u8, row.ReceiverId);
            json.WriteString("subject"u8, row.Subject);
            json.WritePropertyName("content"u8);
            json.WriteRawValue(row.Content, skipInputValidation: true);
            json.WriteNumber("code"u8, row.Code);
            if (row.SenderId is { } sender) json.WriteString("sender_id"u8, sender);
            json.WriteNumber("create_time"u8, row.CreateTime.ToUnixTimeSeconds());
            json.WriteBoolean("persistent"u8, true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
