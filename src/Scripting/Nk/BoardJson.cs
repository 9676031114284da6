using KaosNet.Domain.Leaderboards;

namespace KaosNet.Scripting.Nk;

/// <summary>Operators of boards in the words of modules.</summary>
internal static class BoardJson
{
    public static string NameOf(ScoreOperator rule) => rule switch
    {
        ScoreOperator.Best => "best",
        ScoreOperator.Set => "set",
        ScoreOperator.Increment => "increment",
        _ => "decrement",
    };
}
