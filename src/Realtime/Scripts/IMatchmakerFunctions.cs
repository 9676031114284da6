using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Matchmaking;

namespace KaosNet.Realtime.Scripts;

/// <summary>What server code has to do with the matchmaker's passes (parity matches 2.6).</summary>
public enum MatchmakerPart
{
    /// <summary>Nothing: passes find matches as they are.</summary>
    None,

    /// <summary>It picks from all matches that are possible.</summary>
    Override,

    /// <summary>It makes matches of all tickets by itself.</summary>
    Processor,
}

/// <summary>The functions that modules registered for the matchmaker (parity runtime.md section 8, matches 2.6).</summary>
public interface IMatchmakerFunctions
{
    /// <summary>Whether there is one for matches that were found.</summary>
    bool HasMatched { get; }

    /// <summary>What modules have to do with passes; the processor wins over the override.</summary>
    MatchmakerPart Part => MatchmakerPart.None;

    /// <summary>
    /// Asks for the match that these players are to join. Null for a relayed match of their own. Refused with the error when the function fails, and when
    /// what it returns is no match id.
    /// </summary>
    ValueTask<Answer<string?>> Matched(IReadOnlyList<MatchedPlayer> players, CancellationToken cancel);

    /// <summary>
    /// Asks which of the possible matches are to come about. Answers the tickets' ids of each, those of parties once or for each member; whether they are any good is the caller's to see. Refused
    /// when the function fails, and when what it returns is no list of lists.
    /// </summary>
    ValueTask<Answer<IReadOnlyList<IReadOnlyList<string>>>> Override(IReadOnlyList<IReadOnlyList<HeldTicket>> candidates, CancellationToken cancel) =>
        throw new NotSupportedException("There is no override.");

    /// <summary>Asks for matches of these tickets. Answers and refusals are those of <see cref="Override"/>.</summary>
    ValueTask<Answer<IReadOnlyList<IReadOnlyList<string>>>> Process(IReadOnlyList<HeldTicket> tickets, CancellationToken cancel) =>
        throw new NotSupportedException("There is no processor.");
}

/// <summary>A server without modules.</summary>
sealed class NoMatchmakerFunctions : IMatchmakerFunctions
{
    public bool HasMatched => false;

    public ValueTask<Answer<string?>> Matched(IReadOnlyList<MatchedPlayer> players, CancellationToken cancel) =>
        ValueTask.FromResult<Answer<string?>>((string?)null);
}
