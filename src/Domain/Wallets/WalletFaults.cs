using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Wallets;

/// <summary>Every refusal of wallets and their ledger, in the texts that clients know where there are such (parity section 8).</summary>
public static class WalletFaults
{
    public static readonly Fault InvalidUser = Fault.InvalidArgument("expects a valid user id");
    public static readonly Fault InvalidItem = Fault.InvalidArgument("expects a valid item id");
    public static readonly Fault InvalidLimit = Fault.InvalidArgument($"expects limit to be 0-{Limits.PageMax}");
    public static readonly Fault InvalidCursor = Fault.InvalidArgument("wallet ledger cursor invalid");
    public static readonly Fault UserNotFound = Fault.NotFound("user not found");
    public static readonly Fault ItemNotFound = Fault.NotFound("wallet ledger item not found");
    public static readonly Fault TooManyUpdates = Fault.InvalidArgument($"expects at most {Limits.BatchMax} wallet updates");

    public static readonly Fault InvalidKey =
        Fault.InvalidArgument($"expects changeset keys to be at most {Limits.KeyCharacters} characters without U+0000");

    public static readonly Fault TooManyKeys = Fault.FailedPrecondition($"wallet update rejected: a wallet has at most {Limits.KeysMax} keys");

    public static readonly Fault InvalidMetadata =
        Fault.InvalidArgument($"expects metadata to be a JSON object of at most {Limits.MetadataBytes / 1024} KiB");

    public static readonly Fault InvalidAuthor = Fault.InvalidArgument($"expects author to be at most {Limits.AuthorCharacters} characters");
    public static readonly Fault InvalidReason = Fault.InvalidArgument($"expects reason to be at most {Limits.ReasonCharacters} characters");
    public static readonly Fault NotAWallet = Fault.InvalidArgument("Wallet must be a valid JSON object with only string keys and integer values.");

    /// <summary>An update would take more than is there, or give more than 64 bits hold.</summary>
    public static Fault Negative(string key) => Fault.FailedPrecondition($"wallet update rejected negative value at path '{key}'");

    /// <summary>An operator's wallet has less than nothing of something.</summary>
    public static Fault NegativeBalance(string key) => Fault.InvalidArgument($"Wallet rejected negative value at path '{key}'.");

    /// <summary>An entry is reversed once.</summary>
    public static Fault AlreadyReversed(string reversedBy) => Fault.FailedPrecondition($"wallet ledger item is already reversed by '{reversedBy}'");

    /// <summary>A reversal would have to take what is not there any more.</summary>
    public static Fault NothingLeft(string key, long wanted, long there) =>
        Fault.FailedPrecondition($"wallet reversal rejected negative value at path '{key}': {wanted} to take back, {there} there");

    /// <summary>A reversal would have to give more than 64 bits hold.</summary>
    public static Fault NoRoom(string key) => Fault.FailedPrecondition($"wallet reversal rejected: the balance at path '{key}' would be too large");
}
