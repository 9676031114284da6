using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Notifications;

/// <summary>Every refusal of notifications, in the texts that clients and modules know (parity section 7, runtime section 10).</summary>
public static class NotificationFaults
{
    public static readonly Fault InvalidPageLimit = Fault.InvalidArgument("Invalid limit - limit must be between 1 and 100.");

    /// <summary>The reference answers code 13 here, which makes clients ask again and again (defect D6).</summary>
    public static readonly Fault InvalidCursor = Fault.InvalidArgument("Cursor is invalid.");

    /// <summary>An id that is no UUID. The reference answers code 13, which makes clients ask again and again.</summary>
    public static readonly Fault InvalidIds = Fault.InvalidArgument("Error while deleting notifications.");

    public static readonly Fault ListFailed = Fault.Internal("Error retrieving notifications.");
    public static readonly Fault SubjectMissing = Fault.InvalidArgument("Notification subject must be set.");
    public static readonly Fault SubjectTooLong = Fault.InvalidArgument("Notification subject must be at most 255 characters.");
    public static readonly Fault ContentNotObject = Fault.InvalidArgument("Notification content must be a valid JSON object.");
    public static readonly Fault ContentTooLong = Fault.InvalidArgument("Notification content must be at most 65536 bytes.");
    public static readonly Fault InvalidCode = Fault.InvalidArgument("Notification code must be greater than 0, or between -2000 and -1000.");
    public static readonly Fault CodeNotPositive = Fault.InvalidArgument("Notification code must be greater than 0.");
    public static readonly Fault InvalidUser = Fault.InvalidArgument("Notification receiver and sender must be valid user IDs.");
    public static readonly Fault ReceiverNotFound = Fault.NotFound("Notification receiver not found.");
    public static readonly Fault TooMany = Fault.InvalidArgument($"At most {Limits.AtOnceMax} notifications can be changed at once.");
}
