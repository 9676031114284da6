using System.Text;
using KaosNet.Domain.Storage;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>Reads one entry, a table on top of the stack, of the list that stands at a position of the call.</summary>
internal delegate TEntry EntryReader<TEntry>(ref LuaCall call, int position);

/// <summary>Lists of objects as modules give them: tables with <c>collection</c>, <c>key</c> and what else an object is asked or written with.</summary>
internal static class ObjectArguments
{
    private const int First = 1;

    /// <summary>The entries of the first argument.</summary>
    public static List<TEntry> Objects<TEntry>(ref this LuaCall call, EntryReader<TEntry> read)
    {
        var entries = new List<TEntry>();
        if (!call.Table(First)) return entries;
        var count = call.Stack.Length(First);
        if (count > Limits.BatchMax) call.Wrong(First, $"expects at most {Limits.BatchMax} keys");
        for (var at = 1; at <= count && !call.Failed; at++)
        {
            if (call.Stack.PushItem(First, at) != LuaKind.Table) call.Wrong(First, "expects a valid set of keys");
            else entries.Add(read(ref call, call.Stack.Count));
            call.Stack.Pop();
        }

        return entries;
    }

    /// <summary>A mandatory name.</summary>
    public static string NameField(ref this LuaCall call, ReadOnlySpan<byte> name)
    {
        if (call.OptionalTextField(name) is not { } text) call.Wrong(First, $"expects {Encoding.ASCII.GetString(name)} to be supplied");
        else if (text.Length > 0) return text;
        else call.Wrong(First, $"expects {Encoding.ASCII.GetString(name)} to be a non-empty string");
        return "";
    }

    /// <summary>The owner; without one the object is the server's.</summary>
    public static Guid OwnerField(ref this LuaCall call)
    {
        var text = call.OptionalTextField("user_id"u8);
        if (string.IsNullOrEmpty(text)) return Guid.Empty;
        if (!Domain.Kernel.Uuids.TryRead(text, out var owner)) call.Wrong(First, "expects user_id to be a valid ID");
        return owner;
    }

    public static string VersionField(ref this LuaCall call)
    {
        var text = call.OptionalTextField("version"u8);
        if (text is { Length: 0 }) call.Wrong(First, "expects version to be a non-empty string");
        return text ?? "";
    }

    /// <summary>A permission as it is given: the reference does not look at its range (runtime.md section 10).</summary>
    public static int PermissionField(ref this LuaCall call, ReadOnlySpan<byte> name)
    {
        var kind = call.Stack.PushField(-1, name);
        var permission = 1L;
        if (kind == LuaKind.Number && call.Stack.TryNumber(-1, out var number)) permission = (long)number;
        else if (kind is not (LuaKind.Nil or LuaKind.None)) call.Wrong(First, $"expects {Encoding.ASCII.GetString(name)} to be number");
        call.Stack.Pop();
        return (int)Math.Clamp(permission, int.MinValue, int.MaxValue);
    }

    /// <summary>The value, a table of keys and values, as JSON.</summary>
    public static string ValueField(ref this LuaCall call, int entry)
    {
        var kind = call.Stack.PushField(entry, "value"u8);
        var text = "";
        if (kind is LuaKind.Nil or LuaKind.None) call.Wrong(First, "expects value to be supplied");
        else if (kind != LuaKind.Table) call.Wrong(First, "expects value to be table");
        else
        {
            var into = call.Owner.Scratch;
            if (!call.Stack.TryWriteJson(call.Stack.Count, into, out var problem)) call.Fail("error converting value: " + problem);
            // The reference stores null for a list, and nobody can mean that.
            else if (into.Written[0] != (byte)'{') call.Wrong(First, "expects value to be a table of keys and values, not a list");
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

    private static string? OptionalTextField(ref this LuaCall call, ReadOnlySpan<byte> name)
    {
        var kind = call.Stack.PushField(-1, name);
        var text = kind == LuaKind.Text ? call.Stack.Text(-1) : null;
        if (text is null && kind is not (LuaKind.Nil or LuaKind.None)) call.Wrong(First, $"expects {Encoding.ASCII.GetString(name)} to be string");
        call.Stack.Pop();
        return text;
    }
}
