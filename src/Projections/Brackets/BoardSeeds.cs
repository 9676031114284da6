using KaosNet.Domain.Brackets;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Leaderboards;
using KaosNet.Store.Journal;

namespace KaosNet.Projections.Brackets;

/// <summary>Seeds brackets by the ranks of a board: in a period of a leaderboard or a tournament, the best is the first seed.</summary>
public sealed class BoardSeeds(LeaderboardDirectory boards, RecordQueries records, IJournal journal, BracketLists brackets, TimeProvider time)
{
    /// <summary>
    /// Starts a bracket with seeds by a board. Entrants without a record come after those with one. Where nobody has entered, the best of the board are
    /// entered first, as many as the bracket takes.
    /// </summary>
    /// <param name="bracketId">The bracket.</param>
    /// <param name="boardId">The board.</param>
    /// <param name="expiry">The board's period, by its end in Unix seconds; null for the current one.</param>
    /// <param name="caller">Who starts it.</param>
    /// <param name="via">Where it is committed; null for the server's own Journal.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<Answer<Bracket>> Start(
        string bracketId, string boardId, long? expiry, Caller caller, IJournal? via = null, CancellationToken cancel = default)
    {
        var writes = via ?? journal;
        if (await boards.Find(boardId, cancel) is not { } board) return LeaderboardFaults.NotFound;
        if (await brackets.Find(Guid.Parse(bracketId), cancel) is not { } bracket) return BracketFaults.NotFound;
        var period = expiry ?? board.CurrentExpiryAt(time.GetUtcNow());
        IReadOnlyList<string> order;
        if (bracket.Entrants.Length == 0 && bracket.Phase == BracketPhase.Open)
        {
            var best = await records.Worse(board.SortOrder, board.Id, period, null, bracket.Settings.SizeMax, cancel);
            order = [.. best.Select(record => record.OwnerId.ToString())];
            var entered = await writes.Execute(new EnterBracket(bracketId, order, ByThemselves: false), caller, cancel);
            if (entered.Fault is { } refusal) return refusal;
        }
        else
        {
            var owners = bracket.Entrants.Select(entrant => Guid.Parse(entrant.UserId)).ToArray();
            order = [.. (await records.OfOwners(board.SortOrder, board.Id, period, owners, cancel)).Select(record => record.OwnerId.ToString())];
        }

        return await writes.Execute(
            new StartBracket(bracketId, Seeding.Board) { Order = order, Board = board.Id, Expiry = period }, caller, cancel);
    }
}
