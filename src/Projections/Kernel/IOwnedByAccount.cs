using KaosNet.Domain.Kernel;

namespace KaosNet.Projections.Kernel;

/// <summary>
/// A slice whose streams belong to players tells here which of them end with a player's account, and how. Register one as a service;
/// deleting an account asks them all, and all that they list ends in the commit that deletes the account.
/// </summary>
public interface IOwnedByAccount
{
    /// <summary>The player's streams that have not ended yet.</summary>
    /// <param name="userId">Whose account is being deleted.</param>
    /// <param name="cancel">Gives up.</param>
    ValueTask<IReadOnlyList<OwnedStream>> Of(string userId, CancellationToken cancel);
}
