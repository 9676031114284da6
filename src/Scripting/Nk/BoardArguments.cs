using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>Arguments that functions of boards and tournaments share.</summary>
internal static class BoardArguments
{
    /// <summary>A mandatory owner: a UUID in its lower-case spelling.</summary>
    public static string OwnerId(ref this LuaCall call, int position)
    {
        var text = call.NonEmptyText(position, "expects a owner ID string");
        if (Uuids.TryRead(text, out var owner)) return owner.ToString();
        call.Wrong(position, "expects owner ID to be a valid identifier");
        return "";
    }

    /// <summary>Scripts read a refusal as the end of a sentence.</summary>
    public static Fault InScripts(Fault fault) => fault with { Message = char.ToLowerInvariant(fault.Message[0]) + fault.Message[1..].TrimEnd('.') };

    /// <summary>An operator by its name; null for none.</summary>
    public static ScoreOperator? OperatorNamed(string name) => name.ToLowerInvariant() switch
    {
        "best" => ScoreOperator.Best,
        "set" => ScoreOperator.Set,
        "incr" or "increment" => ScoreOperator.Increment,
        "decr" or "decrement" => ScoreOperator.Decrement,
        _ => null,
    };
}
