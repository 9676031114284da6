using KaosNet.Domain.Kernel;

namespace KaosNet.Api.Errors;

/// <summary>How refusals are spelled over HTTP (parity error-codes.tsv).</summary>
public static class FaultStatus
{
    /// <summary>The HTTP status of a gRPC code; 500 for any number that is none.</summary>
    public static int HttpOf(FaultCode code) => code switch
    {
        FaultCode.Canceled => 499,
        FaultCode.InvalidArgument or FaultCode.FailedPrecondition or FaultCode.OutOfRange => 400,
        FaultCode.DeadlineExceeded => 504,
        FaultCode.NotFound => 404,
        FaultCode.AlreadyExists or FaultCode.Aborted => 409,
        FaultCode.PermissionDenied => 403,
        FaultCode.ResourceExhausted => 429,
        FaultCode.Unimplemented => 501,
        FaultCode.Unavailable => 503,
        FaultCode.Unauthenticated => 401,
        default(FaultCode) => 200,
        _ => 500,
    };

    /// <summary>Codes that scripts may choose are 1 to 16; anything else counts as <see cref="FaultCode.Internal"/> (1.12, P13).</summary>
    public static Fault Clamp(Fault fault) =>
        fault.Code is >= FaultCode.Canceled and <= FaultCode.Unauthenticated ? fault : fault with { Code = FaultCode.Internal };
}
