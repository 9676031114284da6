using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Modules.Matches;

/// <summary>
/// The server as a match sees it, only during the match's callbacks and on their thread. A match is recorded and has to go the same way when it is run again, for a
/// replay or after the server's end: its clock is <see cref="Now"/>, its chance <see cref="Dice"/>, and whatever else it wants to know it asks of <see cref="Nk"/>,
/// whose answers are recorded. A game's own tests may derive from this.
/// </summary>
public abstract class MatchContext
{
    /// <summary>The match, as <c>uuid.node</c>.</summary>
    public abstract string MatchId { get; }

    /// <summary>The server that runs the match.</summary>
    public abstract string Node { get; }

    /// <summary>How the match shows itself in lists; empty before init is over.</summary>
    public abstract string Label { get; }

    /// <summary>Loops a second; 0 before init is over.</summary>
    public abstract int TickRate { get; }

    /// <summary>Loops run so far.</summary>
    public abstract long Tick { get; }

    /// <summary>When the callback runs, to the millisecond. The only clock that a match may look at.</summary>
    public abstract DateTimeOffset Now { get; }

    /// <summary>The match's own chance, from its seed. The only chance that a match may use.</summary>
    public abstract Random Dice { get; }

    /// <summary>The operator's settings for modules (<c>runtime.env</c>).</summary>
    public virtual IReadOnlyDictionary<string, string> Env { get; } = new Dictionary<string, string>();

    /// <summary>The module's log; silent while a match is run again.</summary>
    public virtual ILogger Logger => NullLogger.Instance;

    /// <summary>The server. The match waits for its answers, which are there when a function returns: see <see cref="Ask"/>.</summary>
    public abstract INk Nk { get; }

    /// <summary>A new id, from the match's own chance.</summary>
    public abstract Guid NewId();

    /// <summary>Sends data to members at once.</summary>
    /// <param name="opCode">The game's own kind of message.</param>
    /// <param name="data">The game's own bytes.</param>
    /// <param name="to">To whom; null for all members. Those who are not members are left out.</param>
    /// <param name="sender">Shown as the sender; null for the match itself.</param>
    /// <param name="reliable">Passed on; no effect on a socket.</param>
    /// <exception cref="RefusedException">The match is over.</exception>
    public abstract void Broadcast(long opCode, ReadOnlySpan<byte> data, IReadOnlyList<Presence>? to = null, Presence? sender = null, bool reliable = true);

    /// <summary>As <see cref="Broadcast"/>, but after the running callback.</summary>
    /// <exception cref="RefusedException">Too many for one callback, or the match is over.</exception>
    public abstract void BroadcastDeferred(
        long opCode, ReadOnlySpan<byte> data, IReadOnlyList<Presence>? to = null, Presence? sender = null, bool reliable = true);

    /// <summary>Takes these off the match, which is told later that they left.</summary>
    /// <exception cref="RefusedException">The match is over.</exception>
    public abstract void Kick(IReadOnlyList<Presence> presences);

    /// <summary>Gives the match another label, at most 2048 bytes.</summary>
    /// <exception cref="RefusedException">It is too long, or the match is over.</exception>
    public abstract void UpdateLabel(string label);

    /// <summary>Asks the server: <c>context.Ask(nk => nk.Storage.Read(keys))</c>. Several functions may be awaited in it, but nothing else.</summary>
    /// <exception cref="RefusedException">What the server refused.</exception>
    /// <exception cref="InvalidOperationException">Something else was awaited, which a replay could not do again.</exception>
    public T Ask<T>(Func<INk, ValueTask<T>> ask)
    {
        var answer = ask(Nk);
        return answer.IsCompleted ? answer.GetAwaiter().GetResult() : throw new InvalidOperationException(OnlyTheServer);
    }

    /// <inheritdoc cref="Ask{T}"/>
    public void Ask(Func<INk, ValueTask> ask)
    {
        var answer = ask(Nk);
        if (!answer.IsCompleted) throw new InvalidOperationException(OnlyTheServer);
        answer.GetAwaiter().GetResult();
    }

    const string OnlyTheServer = "a match may wait for the server's functions and for nothing else";
}
