using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Forgetting;

/// <summary>Bounds of an order.</summary>
public static class ForgettingLimits
{
    public const int AuthorLengthMax = 128;
    public const int ReasonLengthMax = 1000;
}

/// <summary>Why a person is not forgotten.</summary>
public static class ForgettingFaults
{
    public static readonly Fault InvalidUser = Fault.InvalidArgument("Invalid user ID.");
    public static readonly Fault InvalidAuthor = Fault.InvalidArgument($"Author must be given, with at most {ForgettingLimits.AuthorLengthMax} characters.");
    public static readonly Fault InvalidReason = Fault.InvalidArgument($"Reason must be given, with at most {ForgettingLimits.ReasonLengthMax} characters.");

    /// <summary>Nobody ever had an account with that id.</summary>
    public static readonly Fault UnknownUser = Fault.NotFound("User not found.");

    /// <summary>Nobody ordered it.</summary>
    public static readonly Fault NotOrdered = Fault.NotFound("User was not ordered to be forgotten.");

    /// <summary>Who came first is at it still.</summary>
    public static readonly Fault Underway = new(FaultCode.Aborted, "A person is being forgotten already; try again.");

    /// <summary>Something else keeps the store busy.</summary>
    public static readonly Fault Busy = Fault.Unavailable("Commits were on their way all the time; try again.");
}
