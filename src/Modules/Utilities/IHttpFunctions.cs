using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Utilities;

/// <summary>An answer over HTTP.</summary>
/// <param name="Code">Its status, as 200.</param>
/// <param name="Headers">Its headers, by names such as <c>Content-Type</c>; Lua gets the first value of each.</param>
/// <param name="Body">Its body.</param>
public sealed record HttpReply(int Code, IReadOnlyDictionary<string, IReadOnlyList<string>> Headers, byte[] Body);

/// <summary>Calls of other services.</summary>
public interface IHttpFunctions
{
    /// <summary>Calls another service over HTTP or HTTPS and waits for its answer, through up to 10 redirects. The operator bounds how long, how large and how many at once.</summary>
    /// <param name="url">Its address.</param>
    /// <param name="method"><c>get</c>, <c>post</c>, <c>put</c>, <c>patch</c>, <c>delete</c> or <c>head</c>.</param>
    /// <param name="headers">Headers by name.</param>
    /// <param name="body">The body.</param>
    /// <param name="timeout">The longest that it may take, in milliseconds; 5,000 instead of 0 and less.</param>
    /// <param name="insecure">Whether any certificate is good enough.</param>
    [ServerFunction("http_request", LuaReturnsMembers = true)]
    ValueTask<HttpReply> Request(
        [Expects("expects URL string")] string url,
        string method,
        [InLua(IsMandatory = true), Expects("expects keys and values to be strings"), AtMost(100)] IReadOnlyDictionary<string, string>? headers = null,
        ReadOnlyMemory<byte> body = default,
        [Expects("expects timeout in milliseconds"), Between(int.MinValue, int.MaxValue)] int timeout = 5000,
        bool insecure = false);
}
