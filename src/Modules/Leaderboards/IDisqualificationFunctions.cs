using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Leaderboards;

/// <summary>Taking scores back and giving them back; beyond Nakama.</summary>
public interface IDisqualificationFunctions
{
    /// <summary>Takes scores back: records are computed anew as if these had never been handed in.</summary>
    /// <param name="order">Which, by whom and why.</param>
    /// <param name="dryRun">Whether to tell only what would become of it.</param>
    [ServerFunction("disqualify", Failure = "error disqualifying: ")]
    ValueTask<Disqualification> Disqualify(DisqualificationOrder order, bool dryRun = false);

    /// <summary>Gives scores back that were taken.</summary>
    /// <param name="id">The disqualification.</param>
    /// <param name="reason">Why.</param>
    /// <param name="author">Who answers for it; empty for the module.</param>
    [ServerFunction("disqualify_undo", Failure = "error undoing disqualification: ")]
    ValueTask<Disqualification> Undo([Expects("expects a valid disqualification ID")] Guid id, string reason, string author = "");

    /// <summary>Lists disqualifications, the newest first.</summary>
    /// <param name="limit">The most on a page.</param>
    /// <param name="cursor">Where the page begins; empty for the first.</param>
    [ServerFunction("disqualifications_list", Failure = "error listing disqualifications: ", LuaReturnsMembers = true)]
    ValueTask<DisqualificationPage> List([Expects("expects limit to be 1-100"), Between(1, 100)] int limit = 100, string cursor = "");

    /// <summary>Looks a disqualification up, with a page of the records that it changed.</summary>
    /// <param name="id">Which.</param>
    /// <param name="limit">The most records on a page.</param>
    /// <param name="cursor">Where the page begins; empty for the first.</param>
    [ServerFunction("disqualification_get", Failure = "error getting disqualification: ", LuaReturnsMembers = true)]
    ValueTask<DisqualificationDetails> Of(
        [Expects("expects a valid disqualification ID")] Guid id,
        [Expects("expects limit to be 1-100"), Between(1, 100)] int limit = 100,
        string cursor = "");
}
