using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Forgetting;

/// <summary>What can happen to the memory of a person. Nothing in it is the person's own.</summary>
public abstract record ForgettingEvent;

/// <summary>Somebody who may had a person forgotten; it cannot be called off.</summary>
/// <param name="Author">Who decided it: an operator's name, or a module's.</param>
/// <param name="Reason">Why, in the operator's words.</param>
[EventName("person_forgetting_ordered")]
public sealed record PersonForgettingOrdered(string Author, string Reason) : ForgettingEvent;

/// <summary>The person is forgotten: the key is gone, and nothing shows what it opened.</summary>
/// <param name="Author">Who had ordered it.</param>
/// <param name="KeyFingerprint">SHA-256 of the key that was destroyed, in hexadecimal; empty when there was none, as nothing had been sealed with it.</param>
/// <param name="Streams">Streams that hold events sealed for the person.</param>
/// <param name="Events">Events sealed for the person, which nobody can read any more.</param>
/// <param name="Rewritten">Rows that showed the person and now show what the events still say.</param>
/// <param name="Snapshots">Kept states that showed the person and are gone.</param>
[EventName("person_forgotten")]
public sealed record PersonForgotten(
    string Author, string KeyFingerprint, long Streams, long Events, IReadOnlyList<RewrittenRows> Rewritten, long Snapshots) : ForgettingEvent;

/// <summary>How many rows of a table were written anew or removed.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Rows">How many.</param>
public sealed record RewrittenRows(string Table, long Rows);
