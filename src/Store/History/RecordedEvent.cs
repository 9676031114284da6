using System.Text;
using KaosNet.Store.Personal;

namespace KaosNet.Store.History;

/// <summary>One event as the store has it, with all that is known of how it came about.</summary>
/// <param name="Sequence">Its place among all events.</param>
/// <param name="Stream">The key of its stream.</param>
/// <param name="Version">Its place in the stream, from 1.</param>
/// <param name="Name">Its stored name.</param>
/// <param name="Json">Its content as JSON.</param>
/// <param name="At">The moment of its decision.</param>
/// <param name="Actor">Who did it: a user id, a module, a job, a console user.</param>
/// <param name="Source">client, script, console or system.</param>
/// <param name="Operation">The operation by which it was done.</param>
/// <param name="Correlation">Id of the request.</param>
/// <param name="Cause">What caused the request when it was not a person.</param>
/// <param name="ServerVersion">The server version that decided it.</param>
public sealed record RecordedEvent(
    long Sequence,
    string Stream,
    long Version,
    string Name,
    string Json,
    DateTimeOffset At,
    string Actor,
    string Source,
    string Operation,
    string Correlation,
    string? Cause,
    string ServerVersion)
{
    /// <summary>Somebody whom it tells of is forgotten: placeholders stand for what was personal in it.</summary>
    public bool IsForgotten { get; init; }

    internal bool IsSealed => SealedMembers.TryFind(Encoding.UTF8.GetBytes(Json), out _, out _);
}
