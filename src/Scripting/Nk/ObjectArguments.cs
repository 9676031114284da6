using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>Ids that functions of stored objects take.</summary>
internal static class ObjectArguments
{
    /// <summary>A UUID, or null where there is none or an empty text.</summary>
    public static Guid? OptionalId(ref this LuaCall call, int position, string expectation)
    {
        var text = call.OptionalText(position, "")!;
        if (text.Length == 0) return null;
        if (Domain.Kernel.Uuids.TryRead(text, out var id)) return id;
        call.Wrong(position, expectation);
        return null;
    }
}
