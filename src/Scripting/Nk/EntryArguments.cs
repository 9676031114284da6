using System.Text.Json;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>Lists of tables as arguments, one entry a table of named fields.</summary>
internal static class EntryArguments
{
    /// <summary>The entries of a list; the call fails for anything else, or for more than that many.</summary>
    public static JsonElement[] Entries(ref this LuaCall call, int position, int max)
    {
        if (!call.Table(position)) return [];
        if (call.Stack.Length(position) > max) call.Wrong(position, $"expects at most {max} entries");
        var into = call.Owner.Scratch;
        if (!call.Failed && !call.Stack.TryWriteJson(position, into, out var problem)) call.Fail(problem!);
        if (call.Failed) return [];
        using var read = JsonDocument.Parse(into.Written.ToArray());
        // A table without anything in it reads as an object.
        if (read.RootElement.ValueKind == JsonValueKind.Object && !read.RootElement.EnumerateObject().Any()) return [];
        if (read.RootElement.ValueKind == JsonValueKind.Array && read.RootElement.EnumerateArray().All(entry => entry.ValueKind == JsonValueKind.Object))
            return [.. read.RootElement.EnumerateArray().Select(entry => entry.Clone())];
        call.Wrong(position, "expects a list of tables");
        return [];
    }

    /// <summary>A field that is a string; null when it is absent.</summary>
    public static string? TextOf(ref this LuaCall call, int position, JsonElement entry, string name)
    {
        if (!entry.TryGetProperty(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.String) return value.GetString();
        call.Wrong(position, $"expects {name} to be string");
        return null;
    }

    /// <summary>A field that is a string and must be there, not empty.</summary>
    public static string NonEmptyTextOf(ref this LuaCall call, int position, JsonElement entry, string name)
    {
        var text = call.TextOf(position, entry, name) ?? "";
        if (text.Length == 0) call.Wrong(position, $"expects {name} to be a non-empty string");
        return text;
    }

    /// <summary>A field that is a UUID, in its lower-case spelling; null when it is absent or empty and may be.</summary>
    public static string? UuidOf(ref this LuaCall call, int position, JsonElement entry, string name, bool isMandatory)
    {
        var text = call.TextOf(position, entry, name) ?? "";
        if (text.Length == 0 && !isMandatory) return null;
        if (Domain.Kernel.Uuids.TryRead(text, out var id)) return id.ToString();
        call.Wrong(position, $"expects {name} to be a valid ID");
        return null;
    }

    /// <summary>A field that is a table of keys and values, as JSON; null when it is absent.</summary>
    public static string? ObjectOf(ref this LuaCall call, int position, JsonElement entry, string name)
    {
        if (!entry.TryGetProperty(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Object) return value.GetRawText();
        call.Wrong(position, $"expects {name} to be a table of keys and values");
        return null;
    }

    /// <summary>A field that is yes or no.</summary>
    public static bool FlagOf(ref this LuaCall call, int position, JsonElement entry, string name)
    {
        if (!entry.TryGetProperty(name, out var value)) return false;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        call.Wrong(position, $"expects {name} to be boolean");
        return false;
    }

    /// <summary>A field that is a whole number and must be there.</summary>
    public static int WholeOf(ref this LuaCall call, int position, JsonElement entry, string name)
    {
        if (entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number)
            && double.IsInteger(number) && Math.Abs(number) <= int.MaxValue)
        {
            return (int)number;
        }

        call.Wrong(position, $"expects {name} to be a whole number");
        return 0;
    }
}
