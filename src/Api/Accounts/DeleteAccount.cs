using System.Data.Common;
using KaosNet.Api.Errors;
using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Accounts;
using KaosNet.Protocol.Api;

namespace KaosNet.Api.Accounts;

/// <summary>A player deletes the own account, with all that ends with it (X1 to X7). For an account that is gone already it succeeds too.</summary>
static class DeleteAccount
{
    public static readonly Operation Operation = Operations.Operation
        .Named("DeleteAccount", "Delete the caller's own account and what belongs to it.")
        .Delete("/v2/account")
        .ForPlayers<Empty, Empty>(Handle);

    static async ValueTask<Answer<Empty>> Handle(Empty request, OperationCall call)
    {
        try
        {
            var answer = await call.Get<AccountDeletion>().Delete(call.Caller.UserId, call.Caller, call.Aborted);
            return answer.IsGranted(out _, out var fault) ? new Empty() : fault;
        }
        catch (DbException failure)
        {
            call.Get<ILogger<AccountDeletion>>().LogFailure(failure, $"What belongs to {call.Caller.UserId} could not be read");
            return Fault.Internal("Error deleting user account.");
        }
    }
}
