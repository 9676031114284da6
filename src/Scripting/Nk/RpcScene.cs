using System.Security.Cryptography;
using KaosNet.Domain.Kernel;

namespace KaosNet.Scripting.Nk;

/// <summary>A call of a registered function from outside. What it asks of the server is waited for on the calling thread.</summary>
internal sealed class RpcScene(NkServer server, TimeProvider time, string id, string module, Caller caller, CancellationToken cancel) : ScriptScene
{
    public override long UnixMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    public override IReadOnlyList<KeyValuePair<string, object?>> LogFields =>
        [new("runtime", "lua"), new("rpc_id", id), new("traceId", caller.Correlation)];

    public override Guid NewUuid() => FreshIds.Next();

    public override Caller CallerFor(string function) =>
        caller with { Source = Source.Script, Actor = module, Operation = function, Cause = "rpc " + id };

    public override Answer<byte[]> Perform(
        string function, ReadOnlySpan<byte> arguments, Func<CancellationToken, ValueTask<Answer<byte[]>>> perform) =>
        server.Wait(function, perform, cancel);
}

/// <summary>Version-4 UUIDs that nobody can guess.</summary>
internal static class FreshIds
{
    public static Guid Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
