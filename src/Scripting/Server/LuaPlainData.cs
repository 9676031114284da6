using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Server;

/// <summary>Tells data from what only lives in one script world.</summary>
internal static class LuaPlainData
{
    private const int DepthMax = 128;

    /// <summary>True if a function stands anywhere in the table, or it is too deep to tell.</summary>
    public static bool HoldsFunction(LuaStack stack, int table, int depth = 0)
    {
        if (depth == DepthMax) return true;
        stack.EnsureRoom();
        var at = table > 0 ? table : stack.Count + 1 + table;
        stack.Complete(at);
        stack.PushNil();
        while (stack.Next(at))
        {
            var kind = stack.Kind(-1);
            if (kind == LuaKind.Function || (kind == LuaKind.Table && HoldsFunction(stack, -1, depth + 1)))
            {
                stack.Pop(2);
                return true;
            }

            stack.Pop();
        }

        return false;
    }
}
