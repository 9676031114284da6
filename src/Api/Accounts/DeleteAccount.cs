using System.Data.Common;
using KaosNet.Api.Errors;
using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Kernel;
using KaosNet.Protocol.Api;
using Deletion = KaosNet.Domain.Accounts.DeleteAccount;

namespace KaosNet.Api.Accounts;

/// <summary>A player deletes the own account, with all that ends with it (X1 to X7). For an account that is gone already it succeeds too.</summary>
static class DeleteAccount
{
    public static readonly Operation Operation = Operations.Operation
        .Named("DeleteAccount", "Delete the caller's own account and what belongs to it.")
        .Delete("/v2/account")
        .ForPlayers<Empty, Empty>(Handle);

    /// <summary>
    /// Commits at most: after the one that deletes the account, what it could not hold and what the player wrote meanwhile. Tokens are dead after the
    /// first, so there is less each time.
    /// </summary>
    const int SweepsMax = 50;

    static async ValueTask<Answer<Empty>> Handle(Empty request, OperationCall call)
    {
        try
        {
            for (var sweep = 0; sweep < SweepsMax; sweep++)
            {
                var owned = await OwnedBy(call.Caller.UserId, call);
                if (sweep > 0 && owned.Count == 0) break;
                if (!(await call.Execute(new Deletion(call.Caller.UserId, owned))).IsGranted(out _, out var fault)) return fault;
            }

            return new Empty();
        }
        catch (DbException failure)
        {
            call.Get<ILogger<Deletion>>().LogFailure(failure, $"What belongs to {call.Caller.UserId} could not be read");
            return Fault.Internal("Error deleting user account.");
        }
    }

    static async ValueTask<IReadOnlyList<OwnedStream>> OwnedBy(string userId, OperationCall call)
    {
        var owned = new List<OwnedStream>();
        foreach (var slice in call.Get<IEnumerable<IOwnedByAccount>>()) owned.AddRange(await slice.Of(userId, call.Aborted));
        return owned;
    }
}
