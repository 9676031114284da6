using KaosNet.Domain.Kernel;
using KaosNet.Realtime;
using KaosNet.Scripting.Recording;

namespace KaosNet.Scripting.Nk;

/// <summary>A call of a registered function. What it asks of the server is waited for on the calling thread.</summary>
/// <param name="cause">What it is called for, e.g. <c>rpc</c>.</param>
/// <param name="id">The function's own name there.</param>
/// <param name="module">The module that registered it.</param>
/// <param name="caller">Who is behind the call.</param>
internal class CallScene(
    NkServer server, TimeProvider time, string cause, string id, string module, Caller caller, CancellationToken cancel) : ScriptScene
{
    private readonly CallTape? _tape = CallTape.Take();

    public override bool WantsArguments => _tape is not null;

    public override bool IsRepeating => _tape?.IsPlayed == true;

    public override long UnixMs => _tape?.Clock(time.GetUtcNow().ToUnixTimeMilliseconds()) ?? time.GetUtcNow().ToUnixTimeMilliseconds();

    public override IReadOnlyList<KeyValuePair<string, object?>> LogFields =>
        [new("runtime", "lua"), new(cause + "_id", id), new("traceId", caller.Correlation)];

    public override Guid NewUuid() => _tape?.Id(FreshIds.Next()) ?? FreshIds.Next();

    public override Caller CallerFor(string function) =>
        caller with { Source = Source.Script, Actor = module, Operation = function, Cause = $"{cause} {id}" };

    public override Answer<byte[]> Perform(
        string function, ReadOnlySpan<byte> arguments, Func<CancellationToken, ValueTask<Answer<byte[]>>> perform) =>
        _tape is null ? server.Wait(function, perform, cancel) : _tape.Perform(function, arguments, () => server.Wait(function, perform, cancel));
}
