using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Groups;

/// <summary>Every refusal of groups, in the texts that clients know (parity section 5).</summary>
public static class GroupFaults
{
    public static readonly Fault IdMissing = Fault.InvalidArgument("Group ID must be set.");
    public static readonly Fault IdInvalid = Fault.InvalidArgument("Group ID must be a valid ID.");
    public static readonly Fault UserIdMissing = Fault.InvalidArgument("User ID must be set.");
    public static readonly Fault UserIdInvalid = Fault.InvalidArgument("User ID must be a valid ID.");
    public static readonly Fault UserIdsMissing = Fault.InvalidArgument("User IDs must be set.");
    public static readonly Fault TooManyUsers = Fault.InvalidArgument("Too many user IDs.");
    public static readonly Fault NotFound = Fault.NotFound("Group not found.");
    public static readonly Fault UserNotFound = Fault.NotFound("User not found.");
    public static readonly Fault UsersNotFound = Fault.InvalidArgument("One or more users not found.");
    public static readonly Fault NoRights = Fault.NotFound("Group not found or permission denied.");
    public static readonly Fault Full = Fault.InvalidArgument("Group is full.");
    public static readonly Fault LastSuperadmin = Fault.InvalidArgument("Cannot leave group when you are the last superadmin.");

    public static readonly Fault NameMissing = Fault.InvalidArgument("Group name must be set.");
    public static readonly Fault MaxCountInvalid = Fault.InvalidArgument("Group max count must be >= 1 when set.");
    public static readonly Fault NameTaken = Fault.AlreadyExists("Group name is in use.");
    public static readonly Fault TextInvalid = Fault.InvalidArgument("Group name, description, avatar URL or language is too long or not valid text.");
    public static readonly Fault MetadataInvalid = Fault.InvalidArgument("Group metadata must be a JSON object.");

    public static readonly Fault EditNoRights = Fault.NotFound("Group not found or you're not allowed to update.");
    public static readonly Fault NameCleared = Fault.InvalidArgument("Group name cannot be empty.");
    public static readonly Fault LangTagCleared = Fault.InvalidArgument("Group language cannot be empty.");
    public static readonly Fault NothingToEdit = Fault.InvalidArgument("Specify at least one field to update.");
    public static readonly Fault NothingNew = Fault.InvalidArgument("No new fields in group update.");
    public static readonly Fault MaxCountBelowMembers = Fault.InvalidArgument("Group max count must not be below the number of members.");

    /// <summary>Taken by another group; a wrong code that clients know, beside <see cref="NameTaken"/>.</summary>
    public static readonly Fault NewNameTaken = Fault.InvalidArgument("Group name is in use.");

    public static readonly Fault DeleteNoRights = Fault.InvalidArgument("Group not found or you're not allowed to delete.");

    public static readonly Fault StateInvalid = Fault.InvalidArgument("Invalid state - state must be between 0 and 4.");
    public static readonly Fault LimitInvalid = Fault.InvalidArgument("Invalid limit - limit must be between 1 and 100.");
    public static readonly Fault CursorInvalid = Fault.InvalidArgument("Cursor is invalid.");
    public static readonly Fault NameNotCombined = Fault.InvalidArgument("name filter cannot be combined with any other filter");

    /// <summary>Something that players cannot help.</summary>
    /// <param name="what">What was being done, e.g. <c>join group</c>.</param>
    public static Fault Failed(string what) => Fault.Internal($"Error while trying to {what}.");
}
