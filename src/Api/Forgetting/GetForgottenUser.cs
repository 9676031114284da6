using KaosNet.Api.Operations;
using KaosNet.Domain.Forgetting;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Forgetting;
using Kaos = KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Forgetting;

/// <summary>The proof that a person was forgotten; of ours.</summary>
public static class GetForgottenUser
{
    public static readonly Operation Operation = Operation
        .Named("GetForgottenUser", "Read the proof that a person was forgotten.")
        .Get("/v2/kaos/account/{user_id}/forget")
        .ForServers<Kaos.GetForgottenUserRequest, Kaos.ForgottenUser>(Handle);

    static async ValueTask<Answer<Kaos.ForgottenUser>> Handle(Kaos.GetForgottenUserRequest request, OperationCall call)
    {
        if (!Uuids.TryRead(request.UserId, out var user)) return ForgettingFaults.InvalidUser;
        var answer = await call.Get<Forgettings>().Find(user, call.Caller, call.Aborted);
        return answer.IsGranted(out var person, out var fault) ? ForgettingMessages.Of(person) : fault;
    }
}
