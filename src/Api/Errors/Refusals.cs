using KaosNet.Domain.Kernel;

namespace KaosNet.Api.Errors;

/// <summary>Refusals that the front itself gives, with the texts that clients of Nakama know.</summary>
public static class Refusals
{
    /// <summary>No such path (H8).</summary>
    public static readonly Fault RouteNotFound = new(FaultCode.NotFound, "Not Found");

    /// <summary>The path is known under another HTTP method (H8).</summary>
    public static readonly Fault MethodNotAllowed = new(FaultCode.Unimplemented, "Method Not Allowed");

    /// <summary>The body as sent is over the limit (H9).</summary>
    public static readonly Fault BodyTooLarge = new(FaultCode.InvalidArgument, "http: request body too large");

    /// <summary>The body did not arrive within the time a request may take to be read.</summary>
    public static readonly Fault BodyTooSlow = new(FaultCode.InvalidArgument, "http: request body was not received in time");

    /// <summary>A before hook disabled the operation (1.12).</summary>
    public static readonly Fault DisabledByHook = new(FaultCode.NotFound, "Requested resource was not found.");

    /// <summary>A before hook answered what is no such request (runtime.md section 4.2).</summary>
    public static readonly Fault UnreadableFromHook = new(FaultCode.Internal, "Could not complete runtime Before function.");

    /// <summary>Our own failure; the log has the cause under the request's correlation id.</summary>
    public static readonly Fault Unexpected = new(FaultCode.Internal, "Internal server error.");

    /// <summary>Something that the database holds was needed and it is away.</summary>
    public static readonly Fault DatabaseAway = Fault.Unavailable("The database cannot be reached.");

    /// <summary>The caller went away.</summary>
    public static readonly Fault ClientGone = new(FaultCode.Canceled, "context canceled");

    /// <summary>The request ran past its deadline.</summary>
    public static readonly Fault DeadlineExceeded = new(FaultCode.DeadlineExceeded, "context deadline exceeded");

    /// <summary>The caller's rate limit is used up.</summary>
    public static readonly Fault TooManyRequests = new(FaultCode.ResourceExhausted, "Too many requests.");

    public static readonly Fault ServerKeyRequired = new(FaultCode.Unauthenticated, "Server key required");

    public static readonly Fault ServerKeyInvalid = new(FaultCode.Unauthenticated, "Server key invalid");

    public static readonly Fault TokenRequired = new(FaultCode.Unauthenticated, "Auth token required");

    public static readonly Fault TokenInvalid = new(FaultCode.Unauthenticated, "Auth token invalid");

    public static readonly Fault TokenOrHttpKeyRequired = new(FaultCode.Unauthenticated, "Auth token or HTTP key required");

    public static readonly Fault HttpKeyRequired = new(FaultCode.Unauthenticated, "HTTP key required");

    public static readonly Fault HttpKeyInvalid = new(FaultCode.Unauthenticated, "HTTP key invalid");

    /// <summary>P5.</summary>
    public static readonly Fault RpcIdRequired = new(FaultCode.InvalidArgument, "RPC ID must be set");

    /// <summary>P5.</summary>
    public static readonly Fault RpcNotFound = new(FaultCode.NotFound, "RPC function not found");

    /// <summary>P6: the fixed text for any body that is not a JSON string.</summary>
    public static readonly Fault RpcBodyNotText =
        new(FaultCode.InvalidArgument, "json: cannot unmarshal object into Go value of type string");

    /// <summary>H10: what was sent unpacks to more than a request may hold.</summary>
    public static Fault MessageTooLarge(long bytes, long bytesMax) =>
        new(FaultCode.ResourceExhausted, $"grpc: received message larger than max ({bytes} vs. {bytesMax})");
}
