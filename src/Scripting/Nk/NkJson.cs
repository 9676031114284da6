using KaosNet.Domain.Kernel;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>Answers of server functions are JSON, since that is what a match's record can hold.</summary>
internal static class NkJson
{
    /// <summary>The answer of a function that returns nothing.</summary>
    public static Answer<byte[]> Nothing { get; } = Array.Empty<byte>();
}

/// <summary>Arguments that server functions share.</summary>
internal static class NkArguments
{
    /// <summary>A mandatory UUID.</summary>
    public static Guid Uuid(ref this LuaCall call, int position, string expectation)
    {
        if (Guid.TryParse(call.Text(position), out var id)) return id;
        call.Wrong(position, expectation);
        return default;
    }
}
