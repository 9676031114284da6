using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Accounts;

/// <summary>The rules of usernames (parity 2.2): exact bytes, nothing trimmed or folded, unique over all players.</summary>
public static class Username
{
    /// <summary>Name of the unique index that refuses a second account of that name.</summary>
    public const string UniqueIndex = "accounts_by_username";

    internal static readonly Fault WrongLength = Fault.InvalidArgument("Username invalid, must be 1-128 bytes.");

    /// <summary>Why a sign-in cannot ask for this username (U2, U3), or null. Empty is fine: one is made up then.</summary>
    public static Fault? Refusal(string username) =>
        Text.HasControl(username) || username.Contains("[]", StringComparison.Ordinal) ? Malformed
        : Text.Bytes(username) > Limits.UsernameBytes ? WrongLength
        : null;

    // Spaces are allowed in spite of the text: clients know it so (defect D1).
    static readonly Fault Malformed = Fault.InvalidArgument("Username invalid, no spaces or control characters allowed.");
}
