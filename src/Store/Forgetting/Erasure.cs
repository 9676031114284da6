namespace KaosNet.Store.Forgetting;

/// <summary>What is sealed for a person in streams of one kind.</summary>
/// <param name="Kind">The first word of their keys.</param>
/// <param name="Streams">How many of them.</param>
/// <param name="Events">Events sealed for the person.</param>
/// <param name="SharedEvents">Of these, sealed for others too: they lose as much of them.</param>
public sealed record SealedKind(string Kind, long Streams, long Events, long SharedEvents);

/// <summary>Rows of a table that show a person.</summary>
public sealed record ShownRows(string Table, long Rows);

/// <summary>What is kept of a person, before anything is destroyed.</summary>
/// <param name="Kinds">By kind of stream.</param>
/// <param name="Rows">By table.</param>
public sealed record PersonInStore(IReadOnlyList<SealedKind> Kinds, IReadOnlyList<ShownRows> Rows);

/// <summary>What was destroyed.</summary>
/// <param name="KeyFingerprint">SHA-256 of the key, in hexadecimal; empty when there was none.</param>
/// <param name="Streams">Streams with events sealed for the person.</param>
/// <param name="Events">Events sealed for the person.</param>
/// <param name="Rows">Rows that were written anew or removed, by table.</param>
/// <param name="Snapshots">Snapshots that were removed.</param>
public sealed record Erasure(string KeyFingerprint, long Streams, long Events, IReadOnlyList<ShownRows> Rows, long Snapshots);
