using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Wallets;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>Changes of wallets as modules give them.</summary>
internal static class WalletArguments
{
    private const string WrongShape = "expects a valid set of updates";

    /// <summary>A mandatory UUID.</summary>
    public static Guid WalletId(ref this LuaCall call, int position, string expectation)
    {
        if (Uuids.TryRead(call.Text(position), out var id)) return id;
        call.Wrong(position, expectation);
        return default;
    }

    /// <summary>A list of updates: tables with <c>user_id</c>, <c>changeset</c> and perhaps <c>metadata</c>.</summary>
    public static List<WalletUpdate> WalletUpdates(ref this LuaCall call, int position)
    {
        var updates = new List<WalletUpdate>();
        if (!call.Table(position)) return updates;
        var into = call.Owner.Scratch;
        if (!call.Stack.TryWriteJson(position, into, out var problem)) call.Fail(problem!);
        if (call.Failed) return updates;
        using var read = JsonDocument.Parse(into.Written.ToArray());
        // A table without anything in it reads as an object.
        if (read.RootElement.ValueKind == JsonValueKind.Object && !read.RootElement.EnumerateObject().Any()) return updates;
        if (read.RootElement.ValueKind != JsonValueKind.Array) call.Wrong(position, WrongShape);
        else if (read.RootElement.GetArrayLength() > Limits.BatchMax) call.Wrong(position, $"expects at most {Limits.BatchMax} wallet updates");
        if (call.Failed) return updates;
        foreach (var entry in read.RootElement.EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("user_id", out var user) || !entry.TryGetProperty("changeset", out var changes))
            {
                call.Wrong(position, WrongShape);
                break;
            }

            if (!Uuids.TryRead(user.ValueKind == JsonValueKind.String ? user.GetString()! : "", out var userId)) call.Wrong(position, "expects a valid user id");
            var changeset = call.Changeset(position, changes);
            var metadata = call.ObjectOf(position, entry, "metadata");
            if (call.Failed) break;
            updates.Add(new(userId.ToString(), changeset, metadata ?? "{}"));
        }

        return updates;
    }

    /// <summary>Amounts by key, as the JSON of a table.</summary>
    public static Dictionary<string, long> Changeset(ref this LuaCall call, int position, string json)
    {
        using var read = JsonDocument.Parse(json);
        return call.Changeset(position, read.RootElement);
    }

    private static Dictionary<string, long> Changeset(ref this LuaCall call, int position, JsonElement changes)
    {
        var changeset = new Dictionary<string, long>(StringComparer.Ordinal);
        if (changes.ValueKind != JsonValueKind.Object) call.Wrong(position, "expects changeset to be a table of keys and values");
        if (call.Failed) return changeset;
        foreach (var change in changes.EnumerateObject())
        {
            if (change.Value.ValueKind == JsonValueKind.Number && change.Value.TryGetInt64(out var amount)) changeset[change.Name] = amount;
            else call.Wrong(position, "expects changeset values to be whole numbers");
        }

        return changeset;
    }
}
