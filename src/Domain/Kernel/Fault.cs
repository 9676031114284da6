namespace KaosNet.Domain.Kernel;

/// <summary>
/// Why a request was refused, in the codes of gRPC (<c>google.rpc.Code</c>), which every Nakama client knows.
/// </summary>
public enum FaultCode
{
    /// <summary>The caller went away before the answer was ready.</summary>
    Canceled = 1,

    /// <summary>A failure that carries no better code.</summary>
    Unknown = 2,

    /// <summary>The request itself is wrong, whatever the state of the game.</summary>
    InvalidArgument = 3,

    /// <summary>The request ran past its deadline.</summary>
    DeadlineExceeded = 4,

    /// <summary>What the request names does not exist.</summary>
    NotFound = 5,

    /// <summary>A name or identifier that must be unique is taken.</summary>
    AlreadyExists = 6,

    /// <summary>The caller may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A bound was reached: a queue, a rate, a size.</summary>
    ResourceExhausted = 8,

    /// <summary>Not in this state of the game.</summary>
    FailedPrecondition = 9,

    /// <summary>Lost a race; trying again may work.</summary>
    Aborted = 10,

    /// <summary>Past the end of what exists.</summary>
    OutOfRange = 11,

    /// <summary>This server does not do that.</summary>
    Unimplemented = 12,

    /// <summary>Our own failure: infrastructure or a bug.</summary>
    Internal = 13,

    /// <summary>Something the request needs is out of reach right now.</summary>
    Unavailable = 14,

    /// <summary>Data was found broken.</summary>
    DataLoss = 15,

    /// <summary>The caller did not prove who they are.</summary>
    Unauthenticated = 16,
}

/// <summary>
/// An expected refusal: the code and the exact text that clients see. A fault is a value, never an exception;
/// exceptions mean a bug or broken infrastructure.
/// </summary>
/// <param name="Code">The gRPC code.</param>
/// <param name="Message">The text as the client receives it.</param>
public sealed record Fault(FaultCode Code, string Message)
{
    /// <summary>Where in a module's script the error was thrown, for those who call its functions; empty where there is no such place.</summary>
    public string StackTrace { get; init; } = "";

    public static Fault InvalidArgument(string message) => new(FaultCode.InvalidArgument, message);

    public static Fault NotFound(string message) => new(FaultCode.NotFound, message);

    public static Fault AlreadyExists(string message) => new(FaultCode.AlreadyExists, message);

    public static Fault PermissionDenied(string message) => new(FaultCode.PermissionDenied, message);

    public static Fault ResourceExhausted(string message) => new(FaultCode.ResourceExhausted, message);

    public static Fault FailedPrecondition(string message) => new(FaultCode.FailedPrecondition, message);

    public static Fault Internal(string message) => new(FaultCode.Internal, message);

    public static Fault Unavailable(string message) => new(FaultCode.Unavailable, message);

    public static Fault Unauthenticated(string message) => new(FaultCode.Unauthenticated, message);
}
