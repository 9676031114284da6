namespace KaosNet.Modules;

/// <summary>
/// A refusal: by the server of what a module asked of it, or by a module of what its own caller asked. Its text and code reach the client as they are. Any other
/// exception of a module is a fault of the module's, logged, and its caller is told code 13.
/// </summary>
public sealed class RefusedException : Exception
{
    public RefusedException(StatusCode code, string message)
        : base(message) => Code = code;

    public RefusedException(string message)
        : this(StatusCode.Internal, message)
    {
    }

    public RefusedException(string message, Exception inner)
        : base(message, inner) => Code = StatusCode.Internal;

    public RefusedException()
    {
    }

    /// <summary>What kind of refusal it is.</summary>
    public StatusCode Code { get; } = StatusCode.Internal;
}

/// <summary>Codes of answers, as in gRPC.</summary>
public enum StatusCode
{
    /// <summary>Given up by the caller.</summary>
    Canceled = 1,

    /// <summary>Nothing that has a code.</summary>
    Unknown = 2,

    /// <summary>What was handed in makes no sense.</summary>
    InvalidArgument = 3,

    /// <summary>It took too long.</summary>
    DeadlineExceeded = 4,

    /// <summary>There is no such thing.</summary>
    NotFound = 5,

    /// <summary>There is one already.</summary>
    AlreadyExists = 6,

    /// <summary>Not for this caller.</summary>
    PermissionDenied = 7,

    /// <summary>Too much of something.</summary>
    ResourceExhausted = 8,

    /// <summary>Not in this state of things.</summary>
    FailedPrecondition = 9,

    /// <summary>Somebody else was faster; try again.</summary>
    Aborted = 10,

    /// <summary>Beyond the end.</summary>
    OutOfRange = 11,

    /// <summary>Not in this server.</summary>
    Unimplemented = 12,

    /// <summary>A fault.</summary>
    Internal = 13,

    /// <summary>Not at the moment.</summary>
    Unavailable = 14,

    /// <summary>Something is lost for good.</summary>
    DataLoss = 15,

    /// <summary>The caller is nobody.</summary>
    Unauthenticated = 16,
}
