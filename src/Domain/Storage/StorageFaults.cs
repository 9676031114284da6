using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Storage;

/// <summary>Every refusal of stored objects, in the texts that clients know (parity section 8).</summary>
public static class StorageFaults
{
    public static readonly Fault NameMissing = Fault.InvalidArgument("Invalid collection or key value supplied. They must be set.");
    public static readonly Fault InvalidReadPermission = Fault.InvalidArgument("Invalid Read permission supplied. It must be either 0, 1 or 2.");
    public static readonly Fault InvalidWritePermission = Fault.InvalidArgument("Invalid Write permission supplied. It must be either 0 or 1.");
    public static readonly Fault ValueNotObject = Fault.InvalidArgument("Value must be a JSON object.");
    public static readonly Fault InvalidOwner = Fault.InvalidArgument("Invalid user ID - make sure user ID is a valid UUID.");
    public static readonly Fault VersionRejected = Fault.InvalidArgument("Storage write rejected - version check failed.");
    public static readonly Fault PermissionRejected = Fault.InvalidArgument("Storage write rejected - permission denied.");
    public static readonly Fault DeleteRejected =
        Fault.InvalidArgument("Storage delete rejected - not found, version check failed, or permission denied.");
    public static readonly Fault InvalidLimit = Fault.InvalidArgument("Invalid limit - limit must be between 1 and 100.");
    public static readonly Fault InvalidCursor = Fault.InvalidArgument("Malformed cursor was used.");
    public static readonly Fault ReadFailed = Fault.Internal("Error reading storage objects.");
    public static readonly Fault ListFailed = Fault.Internal("Error listing storage objects.");

    /// <summary>The reference finds these out when its database refuses them, and answers with an internal error that clients try again; a wrong request is
    /// what they are.</summary>
    public static readonly Fault NameNotStorable =
        Fault.InvalidArgument($"Invalid collection or key value supplied. They must have at most {Limits.NameLengthMax} characters and no U+0000.");

    public static readonly Fault ValueNotStorable = Fault.InvalidArgument(
        $"Value must be a JSON object that can be stored: no \\u0000, whole surrogate pairs, at most {JsonDocumentText.DepthMax} levels, no endless numbers.");

    public static readonly Fault ValueTooLong = Fault.InvalidArgument("Value must be a JSON object of at most 4 Mi characters.");
    public static readonly Fault BatchTooLong = Fault.InvalidArgument($"At most {Limits.BatchMax} storage objects can be handled at once.");
}
