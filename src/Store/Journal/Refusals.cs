using KaosNet.Domain.Kernel;

namespace KaosNet.Store.Journal;

/// <summary>What callers are told when it is not their command that is at fault.</summary>
static class Refusals
{
    public static readonly Fault Full =
        Fault.ResourceExhausted("The server is overloaded: too many changes are waiting. Try again in a moment.");

    public static readonly Fault Stopping = Fault.Unavailable("The server is shutting down.");

    public static readonly Fault Bug = Fault.Internal("An internal error occurred.");

    public static readonly Fault NoRoom = Fault.Unavailable("The database has no room left: nothing was changed.");

    public static readonly Fault OutOfReach = Fault.Unavailable("The database cannot be reached: nothing was changed.");

    public static readonly Fault NotKnown =
        Fault.Unavailable("The database was lost in the middle of the change: whether it took effect is not known.");

    public static readonly Fault TooManyRaces =
        new(FaultCode.Aborted, "Too many changes to the same thing at once. Try again in a moment.");
}
