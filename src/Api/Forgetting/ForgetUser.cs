using KaosNet.Api.Operations;
using KaosNet.Domain.Forgetting;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Forgetting;
using Kaos = KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Forgetting;

/// <summary>A person is forgotten for good, or it is shown what that would do; of ours. Who is forgotten already is answered with the proof.</summary>
public static class ForgetUser
{
    public static readonly Operation Operation = Operation
        .Named("ForgetUser", "Forget a person for good: the account, and all that was ever written of it.")
        .Post("/v2/kaos/account/{user_id}/forget")
        .ForServers<Kaos.ForgetUserRequest, Kaos.ForgottenUser>(Handle);

    static async ValueTask<Answer<Kaos.ForgottenUser>> Handle(Kaos.ForgetUserRequest request, OperationCall call)
    {
        if (!Uuids.TryRead(request.UserId, out var user)) return ForgettingFaults.InvalidUser;
        var forgettings = call.Get<Forgettings>();
        if (request.DryRun)
        {
            if (OrderForgetting.FlawOf(request.Author, request.Reason) is { } flaw) return flaw;
            if (!(await forgettings.Look(user, call.Aborted)).IsGranted(out var there, out var unknown)) return unknown;
            return ForgettingMessages.Of(user, request.Author, request.Reason, there);
        }

        // Once it is ordered it goes on, whether its caller waits or not.
        var answer = await forgettings.Forget(user, request.Author, request.Reason, call.Caller, CancellationToken.None);
        return answer.IsGranted(out var person, out var fault) ? ForgettingMessages.Of(person) : fault;
    }
}
