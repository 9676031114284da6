using System.Runtime.InteropServices;
using KaosNet.Projections.Kernel;

namespace KaosNet.Projections.Leaderboards;

/// <summary>Where a page of a board ended or began, to go on from there (parity section 5.2).</summary>
/// <param name="IsForward">True to go on to worse records, false to go back to better ones.</param>
/// <param name="LeaderboardId">The board it was made for.</param>
/// <param name="Expiry">The period it was made for.</param>
/// <param name="Edge">The record at the edge of the page.</param>
/// <param name="Rank">That record's rank as the page showed it.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RecordCursor(bool IsForward, string LeaderboardId, long Expiry, RecordEdge Edge, long Rank);

/// <summary>Spells cursors of boards as text (<see cref="Cursors"/>). They carry their board and period, since one cursor may come back to a list or to a window around an owner.</summary>
public sealed class RecordCursors(Cursors cursors)
{
    const string List = "leaderboard records";

    public string Spell(RecordCursor cursor) => cursors.Write(List)
        .Flag(cursor.IsForward)
        .Text(cursor.LeaderboardId)
        .Whole(cursor.Expiry)
        .Whole(cursor.Edge.Score)
        .Whole(cursor.Edge.Subscore)
        .Uuid(cursor.Edge.OwnerId)
        .Whole(cursor.Rank)
        .Spell();

    /// <summary>The cursor, or null for anything that this server did not spell.</summary>
    public RecordCursor? Read(string text) => cursors.Read(List, "", text) is { } from
        ? new RecordCursor(from.Flag(), from.Text(), from.Whole(), new(from.Whole(), from.Whole(), from.Uuid()), from.Whole())
        : null;
}
