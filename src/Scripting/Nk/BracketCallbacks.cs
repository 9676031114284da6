using KaosNet.Projections.Brackets;

namespace KaosNet.Scripting.Nk;

/// <summary>What functions for brackets run as.</summary>
internal static class BracketCallbacks
{
    public static string NameOf(this BracketCallback callback) => callback == BracketCallback.Ready ? "bracket_ready" : "bracket_end";
}
