using KaosNet.Domain.Kernel;
using KaosNet.Realtime;
using KaosNet.Scripting.JavaScript;

namespace KaosNet.Scripting.Nk.Bundles;

/// <summary>A call of a bundle's function.</summary>
internal sealed class BundleScene(
    NkServer server, TimeProvider time, string cause, string id, string actor, Caller caller, CancellationToken cancel, string? instant = null)
    : CallScene(server, time, cause, id, actor, caller, cancel)
{
    private readonly string _cause = cause, _id = id, _correlation = caller.Correlation;

    public override IReadOnlyList<KeyValuePair<string, object?>> LogFields =>
        [new("runtime", "javascript"), new(_cause + "_id", _id), new("traceId", _correlation)];

    /// <summary>What the clock or a bracket calls for has that instant as its cause.</summary>
    public override Caller CallerFor(string function) =>
        instant is null ? base.CallerFor(function) : base.CallerFor(function) with { Cause = instant };

    /// <summary>The scene of a running call.</summary>
    public static ScriptScene Of(ref JavaScriptCall call) => Of(call.Owner.Context);
}

/// <summary>A bundle's InitModule runs, once in the process.</summary>
internal sealed class BundleStart(NkServer server, TimeProvider time, string bundle) : ScriptScene
{
    public override long UnixMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    public override bool IsStarting => true;

    public override IReadOnlyList<KeyValuePair<string, object?>> LogFields => [new("runtime", "javascript"), new("module", bundle)];

    public override Guid NewUuid() => FreshIds.Next();

    public override Caller CallerFor(string function) => new() { Source = Source.Script, Actor = bundle, Operation = function, Cause = "start" };

    public override Answer<byte[]> Perform(
        string function, ReadOnlySpan<byte> arguments, Func<CancellationToken, ValueTask<Answer<byte[]>>> perform) =>
        server.Wait(function, perform, CancellationToken.None);
}
