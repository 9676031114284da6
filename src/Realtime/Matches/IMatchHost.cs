using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;

namespace KaosNet.Realtime.Matches;

/// <summary>The server as one match sees it. Only to be used during that match's callbacks, on their thread.</summary>
public interface IMatchHost
{
    /// <summary>The public id, <c>uuid.node</c>.</summary>
    string MatchId { get; }

    /// <summary>Name of the server that runs the match.</summary>
    string Node { get; }

    /// <summary>The source of all chance in this match; recorded.</summary>
    ulong Seed { get; }

    /// <summary>The label as of the last update; empty before init.</summary>
    string Label { get; }

    /// <summary>Loops a second; 0 before init.</summary>
    int TickRate { get; }

    /// <summary>True while what happens has happened before: what the match writes into the log is there already.</summary>
    bool IsRepeating { get; }

    /// <summary>Sends data to members at once.</summary>
    /// <param name="opCode">The game's own kind of message.</param>
    /// <param name="data">The game's own bytes, copied before this returns.</param>
    /// <param name="presences">To whom: null for all members, an empty list for nobody. Those who are not members are left out.</param>
    /// <param name="sender">Shown as the sender; null for the match itself.</param>
    /// <param name="reliable">Passed on; no effect on a socket.</param>
    /// <returns>The refusal, or null.</returns>
    Fault? Broadcast(long opCode, ReadOnlySpan<byte> data, IReadOnlyList<MatchPresence>? presences, MatchPresence? sender, bool reliable);

    /// <summary>As <see cref="Broadcast"/>, but after the running callback; bounded per callback.</summary>
    Fault? BroadcastDeferred(long opCode, ReadOnlySpan<byte> data, IReadOnlyList<MatchPresence>? presences, MatchPresence? sender, bool reliable);

    /// <summary>Takes these off the match. Their leave callback follows later; they are told nothing.</summary>
    Fault? Kick(IReadOnlyList<MatchPresence> presences);

    /// <summary>Gives the match another label, at most 2048 bytes.</summary>
    Fault? UpdateLabel(string label);

    /// <summary>
    /// Does something outside the match: reads or writes the store, asks another match, fetches a page. Everything that is neither pure nor
    /// in this interface goes through here. A live match performs it and records the answer; a replayed match is given the recorded answer
    /// and performs nothing. The match's thread waits, at most <see cref="MatchSettings.EffectDeadline"/>; other matches go on meanwhile.
    /// </summary>
    /// <param name="function">Name of the server function, e.g. <c>leaderboard_record_write</c>; a replay that asks for another one has diverged.</param>
    /// <param name="arguments">The arguments in the caller's own encoding; they go into the tick's hash.</param>
    /// <param name="perform">Does it. Must not throw for expected refusals.</param>
    /// <returns>The answer in the caller's own encoding, or the refusal; both are recorded.</returns>
    Answer<byte[]> Perform(string function, ReadOnlySpan<byte> arguments, Func<CancellationToken, ValueTask<Answer<byte[]>>> perform);
}
