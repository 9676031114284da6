namespace KaosNet.Realtime.Matches.Listing;

/// <summary>Which matches a listing wants (parity matches section 1.9). Null says nothing.</summary>
/// <param name="Limit">How many at most; 0 for none.</param>
[GenerateSerializer, Immutable]
public sealed record MatchFilter(int Limit)
{
    /// <summary>Only those that the server runs, or only those that players relay.</summary>
    [Id(0)]
    public bool? Authoritative { get; init; }

    /// <summary>The exact label, also an empty one; leaves relayed matches out. Not looked at when there is a query.</summary>
    [Id(1)]
    public string? Label { get; init; }

    /// <summary>A search over labels, an empty one for all; leaves relayed matches out. See docs/reference/search.md.</summary>
    [Id(2)]
    public string? Query { get; init; }

    /// <summary>At least so many members.</summary>
    [Id(3)]
    public int? MinSize { get; init; }

    /// <summary>At most so many members.</summary>
    [Id(4)]
    public int? MaxSize { get; init; }

    /// <summary>Whether matches with so many members are wanted.</summary>
    public bool Admits(int size) => (MinSize is not { } min || size >= min) && (MaxSize is not { } max || size <= max);

    /// <summary>Whether matches that the server runs are wanted.</summary>
    public bool WantsAuthoritative => Authoritative != false;

    /// <summary>Whether matches that players relay are wanted; they have no labels to look for.</summary>
    public bool WantsRelayed => Authoritative != true && Label is null && Query is null;
}
