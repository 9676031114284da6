using KaosNet.Domain.Kernel;

namespace KaosNet.Realtime.Parties.Deciding;

/// <summary>Why a party refuses, in the words that clients know (parity matches 3.1).</summary>
static class PartyFaults
{
    public static readonly Fault NotFound = Fault.NotFound("party not found");

    public static readonly Fault Closed = Fault.FailedPrecondition("party closed");

    public static readonly Fault Full = Fault.ResourceExhausted("party full");

    public static readonly Fault LeaderOnly = Fault.PermissionDenied("party leader only");

    public static readonly Fault NotMember = Fault.NotFound("party member not found");

    public static readonly Fault RequestNotFound = Fault.NotFound("party join request not found");

    public static readonly Fault RequestsFull = Fault.ResourceExhausted("party join requests full");

    public static readonly Fault RequestDuplicate = Fault.AlreadyExists("party join request duplicate");

    public static readonly Fault CouldNotAccept = Fault.Unavailable("party could not accept request");

    public static readonly Fault CannotRemoveSelf = Fault.InvalidArgument("party cannot remove self");

    public static readonly Fault LabelTooLong = Fault.InvalidArgument("party label too long");

    public static readonly Fault LabelNoObject = Fault.InvalidArgument("failed to unmarshal party label: it is no JSON object");

    public static readonly Fault HiddenWithLabel = Fault.InvalidArgument("party is hidden and label is not empty, invalid operation");
}
