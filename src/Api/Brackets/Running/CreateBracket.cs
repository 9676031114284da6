using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using Kaos = KaosNet.Protocol.Api.Kaos;
using Command = KaosNet.Domain.Brackets.CreateBracket;

namespace KaosNet.Api.Brackets.Running;

/// <summary>Make a bracket and enter players into it; of ours.</summary>
static class CreateBracket
{
    public static readonly Operation Operation = Operations.Operation
        .Named("CreateBracket", "Make a bracket and enter players into it.")
        .Post("/v2/kaos/bracket")
        .ForServers<Kaos.CreateBracketRequest, Kaos.Bracket>(Handle);

    static async ValueTask<Answer<Kaos.Bracket>> Handle(Kaos.CreateBracketRequest request, OperationCall call)
    {
        if (!BracketMessages.Of(request.Rules).IsGranted(out var settings, out var fault)) return fault;
        if (!BracketMessages.UserIds(request.UserIds).IsGranted(out var userIds, out fault)) return fault;
        return await BracketMessages.Answered(call.Execute(new Command(Guid.CreateVersion7().ToString(), settings) { UserIds = userIds }));
    }
}
