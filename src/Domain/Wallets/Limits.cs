namespace KaosNet.Domain.Wallets;

/// <summary>The bounds of wallets and their ledger.</summary>
public static class Limits
{
    /// <summary>Updates of wallets in one commit.</summary>
    public const int BatchMax = 1000;

    /// <summary>Keys of one wallet, and of one changeset.</summary>
    public const int KeysMax = 1000;

    /// <summary>Unicode characters of a key.</summary>
    public const int KeyCharacters = 128;

    /// <summary>UTF-8 bytes of an entry's metadata.</summary>
    public const int MetadataBytes = 64 * 1024;

    /// <summary>UTF-16 units that an entry keeps of the cause of a call, and of its request id.</summary>
    public const int CauseLength = 512;

    /// <summary>Unicode characters of the author of a reversal.</summary>
    public const int AuthorCharacters = 128;

    /// <summary>Unicode characters of the reason for a reversal.</summary>
    public const int ReasonCharacters = 500;

    /// <summary>Entries of one page of a ledger.</summary>
    public const int PageMax = 100;

    /// <summary>Events between two snapshots of a wallet.</summary>
    public const int SnapshotEvery = 50;
}
