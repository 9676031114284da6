using System.Text;
using KaosNet.Domain.Storage;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>Reads one entry, a table that stands at the top of the stack.</summary>
/// <param name="call">The call.</param>
/// <param name="argument">The argument whose list the entry is of.</param>
/// <param name="position">Where the entry stands in the stack.</param>
internal delegate TEntry EntryReader<TEntry>(ref LuaCall call, int argument, int position);

/// <summary>Lists of objects as modules give them: tables with <c>collection</c>, <c>key</c> and what else an object is asked or written with.</summary>
internal static class ObjectArguments
{
    /// <summary>Objects to write.</summary>
    public static List<ObjectWrite> Writes(ref this LuaCall call, int argument) => call.Objects(argument, static (ref LuaCall entry, int list, int position) =>
        new ObjectWrite(new(entry.NameField(list, "collection"u8), entry.NameField(list, "key"u8), entry.OwnerField(list).ToString()), entry.ValueField(list, position))
        {
            Version = entry.VersionField(list),
            PermissionRead = entry.PermissionField(list, "permission_read"u8),
            PermissionWrite = entry.PermissionField(list, "permission_write"u8),
        });

    /// <summary>Objects to delete.</summary>
    public static List<ObjectDeletion> Deletions(ref this LuaCall call, int argument) => call.Objects(argument, static (ref LuaCall entry, int list, int _) =>
        new ObjectDeletion(new(entry.NameField(list, "collection"u8), entry.NameField(list, "key"u8), entry.OwnerField(list).ToString()), entry.VersionField(list)));

    /// <summary>The entries of a list.</summary>
    public static List<TEntry> Objects<TEntry>(ref this LuaCall call, int argument, EntryReader<TEntry> read)
    {
        var entries = new List<TEntry>();
        if (!call.Table(argument)) return entries;
        var count = call.Stack.Length(argument);
        if (count > Limits.BatchMax) call.Wrong(argument, $"expects at most {Limits.BatchMax} keys");
        for (var at = 1; at <= count && !call.Failed; at++)
        {
            if (call.Stack.PushItem(argument, at) != LuaKind.Table) call.Wrong(argument, "expects a valid set of keys");
            else entries.Add(read(ref call, argument, call.Stack.Count));
            call.Stack.Pop();
        }

        return entries;
    }

    /// <summary>A mandatory name.</summary>
    public static string NameField(ref this LuaCall call, int argument, ReadOnlySpan<byte> name)
    {
        if (call.OptionalTextField(argument, name) is not { } text) call.Wrong(argument, $"expects {Encoding.ASCII.GetString(name)} to be supplied");
        else if (text.Length > 0) return text;
        else call.Wrong(argument, $"expects {Encoding.ASCII.GetString(name)} to be a non-empty string");
        return "";
    }

    /// <summary>The owner; without one the object is the server's.</summary>
    public static Guid OwnerField(ref this LuaCall call, int argument)
    {
        var text = call.OptionalTextField(argument, "user_id"u8);
        if (string.IsNullOrEmpty(text)) return Guid.Empty;
        if (!Domain.Kernel.Uuids.TryRead(text, out var owner)) call.Wrong(argument, "expects user_id to be a valid ID");
        return owner;
    }

    public static string VersionField(ref this LuaCall call, int argument)
    {
        var text = call.OptionalTextField(argument, "version"u8);
        if (text is { Length: 0 }) call.Wrong(argument, "expects version to be a non-empty string");
        return text ?? "";
    }

    /// <summary>A permission as it is given: the reference does not look at its range (runtime.md section 10).</summary>
    public static int PermissionField(ref this LuaCall call, int argument, ReadOnlySpan<byte> name)
    {
        var kind = call.Stack.PushField(-1, name);
        var permission = 1L;
        if (kind == LuaKind.Number && call.Stack.TryNumber(-1, out var number)) permission = (long)number;
        else if (kind is not (LuaKind.Nil or LuaKind.None)) call.Wrong(argument, $"expects {Encoding.ASCII.GetString(name)} to be number");
        call.Stack.Pop();
        return (int)Math.Clamp(permission, int.MinValue, int.MaxValue);
    }

    /// <summary>The value, a table of keys and values, as JSON.</summary>
    public static string ValueField(ref this LuaCall call, int argument, int entry)
    {
        var kind = call.Stack.PushField(entry, "value"u8);
        var text = "";
        if (kind is LuaKind.Nil or LuaKind.None) call.Wrong(argument, "expects value to be supplied");
        else if (kind != LuaKind.Table) call.Wrong(argument, "expects value to be table");
        else
        {
            var into = call.Owner.Scratch;
            if (!call.Stack.TryWriteJson(call.Stack.Count, into, out var problem)) call.Fail("error converting value: " + problem);
            // The reference stores null for a list, and nobody can mean that.
            else if (into.Written[0] != (byte)'{') call.Wrong(argument, "expects value to be a table of keys and values, not a list");
            else text = Encoding.UTF8.GetString(into.Written);
        }

        call.Stack.Pop();
        return text;
    }

    /// <summary>A UUID, or null where there is none or an empty text.</summary>
    public static Guid? OptionalId(ref this LuaCall call, int position, string expectation)
    {
        var text = call.OptionalText(position, "")!;
        if (text.Length == 0) return null;
        if (Domain.Kernel.Uuids.TryRead(text, out var id)) return id;
        call.Wrong(position, expectation);
        return null;
    }

    private static string? OptionalTextField(ref this LuaCall call, int argument, ReadOnlySpan<byte> name)
    {
        var kind = call.Stack.PushField(-1, name);
        var text = kind == LuaKind.Text ? call.Stack.Text(-1) : null;
        if (text is null && kind is not (LuaKind.Nil or LuaKind.None)) call.Wrong(argument, $"expects {Encoding.ASCII.GetString(name)} to be string");
        call.Stack.Pop();
        return text;
    }
}
