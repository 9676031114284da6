using KaosNet.Domain.Kernel;

namespace KaosNet.Projections.Storage.Indexes;

/// <summary>What a game declares of a storage index, once, while its modules load (parity section 8.8).</summary>
/// <param name="Name">Unique among all indexes.</param>
/// <param name="Collection">The collection whose objects are found.</param>
/// <param name="Key">Only objects with this key; empty for all of the collection.</param>
/// <param name="Fields">Members of the objects' values that queries can name; objects with none of them are not indexed.</param>
/// <param name="SortableFields">Those of them by which results can be ordered.</param>
/// <param name="MaxEntries">Objects kept; when there are a tenth more, those that were not written for longest leave.</param>
/// <param name="IndexOnly">True to answer from memory, with the declared fields only, instead of reading the objects found.</param>
public sealed record StorageIndexDeclaration(
    string Name, string Collection, string Key, IReadOnlyList<string> Fields, IReadOnlyList<string> SortableFields, int MaxEntries, bool IndexOnly)
{
    /// <summary>Indexes of one server.</summary>
    public const int IndexesMax = 256;

    /// <summary>Fields of one index.</summary>
    public const int FieldsMax = 256;

    /// <summary>Whether the other declares the very same.</summary>
    internal bool IsSameAs(StorageIndexDeclaration other) =>
        other with { Fields = Fields, SortableFields = SortableFields } == this && Fields.SequenceEqual(other.Fields, StringComparer.Ordinal)
        && SortableFields.SequenceEqual(other.SortableFields, StringComparer.Ordinal);

    internal Fault? Flaw =>
        Name.Length == 0 ? Fault.InvalidArgument("storage index 'name' must be set")
        : Collection.Length == 0 ? Fault.InvalidArgument("storage index 'collection' must be set")
        : MaxEntries < 1 ? Fault.InvalidArgument("storage index 'max_entries' must be > 0")
        : Fields.Count < 1 ? Fault.InvalidArgument("storage index 'fields' must contain at least one top level key to index")
        : Fields.Count > FieldsMax || SortableFields.Count > FieldsMax ? Fault.InvalidArgument($"storage index may have at most {FieldsMax} fields")
        : null;
}

/// <summary>How storage indexes behave.</summary>
/// <param name="IgnoreIndexOnly">True to read every object found, whatever its index says (<c>storage.disable_index_only</c>).</param>
/// <param name="NewsMax">Changes that may wait to be applied; if there are more, they are forgotten and the indexes are loaded again.</param>
public sealed record StorageIndexSettings(bool IgnoreIndexOnly = false, int NewsMax = 100_000);

/// <summary>A page of what a search found.</summary>
/// <param name="Objects">The objects in order.</param>
/// <param name="Cursor">Where to go on; empty at the end.</param>
public sealed record IndexPage(IReadOnlyList<StoredObjectRow> Objects, string Cursor);

/// <summary>Filters that modules registered: they say of each object that is written whether an index may hold it.</summary>
public interface IStorageIndexFilters
{
    /// <summary>True when an index has a filter.</summary>
    bool Has(string index);

    /// <summary>Asks the filter. Null when it failed, which it has logged.</summary>
    ValueTask<bool?> Keeps(string index, StoredObjectRow stored, CancellationToken cancel);
}
