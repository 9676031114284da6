using KaosNet.Domain.Kernel;
using KaosNet.Modules;
using KaosNet.Realtime.Matches;
using KaosNet.Scripting.CSharp.Asking;
using KaosNet.Scripting.Nk;

namespace KaosNet.Scripting.CSharp.Matches;

/// <summary>The server as a match asks it: through its host, which records the answer, or has it recorded already.</summary>
/// <param name="host">The match's host.</param>
/// <param name="server">The server.</param>
/// <param name="module">The handler's module.</param>
internal sealed class MatchServer(IMatchHost host, NkServer server, string module) : RecordedServer
{
    /// <summary>The player who wants to join, during that callback.</summary>
    public string UserId { get; set; } = "";

    public override INk Pure => server.Pure;

    public override INk Live(string function, CancellationToken cancel) => server.Functions(
        new Caller { Source = Source.Script, Actor = module, UserId = UserId, Operation = function, Cause = "match " + host.MatchId }, cancel);

    public override ValueTask<Answer<byte[]>> Ask(string function, byte[] arguments, Func<CancellationToken, ValueTask<Answer<byte[]>>> ask) =>
        new(host.Perform(function, arguments, ask));

    public override ValueTask<T> Transact<T>(Func<ValueTask<T>> work) => throw new RefusedException(
        StatusCode.FailedPrecondition, "a match in C# has no transactions: nk.Transactions.MultiUpdate is one commit");
}
