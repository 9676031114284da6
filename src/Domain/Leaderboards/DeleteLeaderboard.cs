using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Leaderboards;

/// <summary>
/// A server module or an operator deletes a board of either kind. From then on nobody finds it, writes to it or lists it; <see cref="ClearLeaderboard"/>
/// takes its records away. No such board is a success.
/// </summary>
public sealed record DeleteLeaderboard(string Id) : StreamCommand<Leaderboard, Done>
{
    /// <summary>Leaves leaderboards alone, as if they were not there.</summary>
    public bool OnlyTournaments { get; init; }

    public override StreamRef<Leaderboard> Stream => Leaderboard.Kind.Of(Id);

    protected override Decision<Done> Decide(Leaderboard state, DecisionContext context) =>
        Decision.Granted().AppendIf(state.Exists && (state.IsTournament || !OnlyTournaments), Stream, () => new LeaderboardDeleted());
}

/// <summary>
/// Takes away some of what a deleted board left behind; with nothing left it frees the id. A board that is there, or was cleared, is left as it is, so that
/// doing it late or twice is fine.
/// </summary>
/// <param name="Id">The board.</param>
/// <param name="Remains">Records and counts that end; none when there are no more.</param>
public sealed record ClearLeaderboard(string Id, IReadOnlyList<OwnedStream> Remains) : Command<Done>
{
    StreamRef<Leaderboard> Board => Leaderboard.Kind.Of(Id);

    public override IReadOnlyList<StreamRef> Streams => [Board, .. Remains.SelectMany(remaining => remaining.Streams)];

    public override Decision<Done> Decide(StreamStates states, DecisionContext context)
    {
        var decision = Decision.Granted();
        if (!states.Of(Board).IsClearing) return decision;
        foreach (var remaining in Remains)
        {
            foreach (var closing in remaining.Close(states, context)) decision.Append(closing.Stream, closing.Event);
        }

        return decision.AppendIf(Remains.Count == 0, Board, () => new LeaderboardCleared());
    }
}
