using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Resetting;

namespace KaosNet.Realtime.Scripts;

/// <summary>The functions that modules registered for ends and resets of boards (parity runtime.md section 8).</summary>
public interface IBoardFunctions
{
    /// <summary>True if there is one.</summary>
    bool Has(BoardCallback callback);

    /// <summary>Who a call's changes are by: the module that registered the function, and the instant as their cause.</summary>
    Caller CallerOf(Leaderboard board, BoardOccurrence occurrence);

    /// <summary>Calls it. Refused with the error when it fails.</summary>
    ValueTask<Answer<Done>> Call(Leaderboard board, BoardOccurrence occurrence, CancellationToken cancel);
}
