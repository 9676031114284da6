using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;

namespace KaosNet.Api.Sessions.Linking;

/// <summary>What linking and unlinking answer.</summary>
static class LinkingCalls
{
    /// <summary>Executes a command whose success tells nothing.</summary>
    public static async ValueTask<Answer<Empty>> Change(this OperationCall call, Command<Done> command) =>
        (await call.Execute(command)).IsGranted(out _, out var fault) ? new Empty() : fault;
}
