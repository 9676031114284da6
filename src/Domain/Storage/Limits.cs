namespace KaosNet.Domain.Storage;

/// <summary>The bounds of stored objects.</summary>
public static class Limits
{
    /// <summary>Characters of a collection's name and of a key.</summary>
    public const int NameLengthMax = 128;

    /// <summary>UTF-16 units of a value.</summary>
    public const int ValueLengthMax = 4 * 1024 * 1024;

    /// <summary>Objects that one command writes or deletes, or that one call reads.</summary>
    public const int BatchMax = 10_000;

    /// <summary>Objects of one page of a list that a player asks for.</summary>
    public const int PageMax = 100;

    /// <summary>Events between two snapshots of an object.</summary>
    public const int SnapshotEvery = 50;
}
