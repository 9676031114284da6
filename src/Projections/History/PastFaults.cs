using KaosNet.Domain.Kernel;

namespace KaosNet.Projections.History;

/// <summary>Every refusal of looking back to a moment.</summary>
public static class PastFaults
{
    public static readonly Fault InvalidMoment =
        Fault.InvalidArgument("Invalid moment - must be an RFC 3339 time or the sequence number of an event.");

    /// <summary>A version says the moment already.</summary>
    public static readonly Fault MomentAndVersion = Fault.InvalidArgument("Either a moment or a version - not both.");

    public static readonly Fault TooLong = new(FaultCode.DeadlineExceeded, "Looking back took too long.");

    public static readonly Fault InvalidUser = Fault.InvalidArgument("Invalid user ID provided.");

    public static readonly Fault InvalidId = Fault.InvalidArgument("Invalid ID provided.");

    /// <summary>What two user ids name has to be between two users.</summary>
    public static readonly Fault OneUserTwice = Fault.InvalidArgument("Two different users have to be named.");

    /// <summary>There never was one, as far as events tell.</summary>
    public static Fault Unknown(string noun) => Fault.NotFound($"There never was such {Article(noun)} {noun}.");

    /// <summary>It came later.</summary>
    public static Fault NotYet(string noun) => Fault.NotFound($"The {noun} was not there yet.");

    /// <summary>It had been there, and was no more.</summary>
    public static Fault Gone(string noun, string gone) => Fault.NotFound($"The {noun} had been {gone} by then.");

    /// <summary>Its stream holds fewer events.</summary>
    public static Fault NoSuchVersion(string noun, long version) => Fault.NotFound($"The {noun} has no version {version}.");

    static string Article(string noun) => noun[0] is 'a' or 'e' or 'i' or 'o' ? "an" : "a";
}
