using KaosNet.Domain.Kernel;

namespace KaosNet.Realtime.Scripts;

/// <summary>What an event is about.</summary>
public enum EventKind
{
    /// <summary>Whatever a client or a module reports.</summary>
    Reported,

    /// <summary>A session began.</summary>
    SessionStart,

    /// <summary>A session ended.</summary>
    SessionEnd,
}

/// <summary>Something that a client or a module reports for the game's own functions to look at (parity 9.2).</summary>
/// <param name="Name">What happened, in the game's words; may be empty.</param>
/// <param name="Properties">More about it.</param>
/// <param name="UnixSeconds">When it happened, if that was told.</param>
/// <param name="IsExternal">Whether it came from a client, or is to be treated so.</param>
/// <param name="Caller">Who reports it.</param>
public sealed record GameEvent(string Name, IReadOnlyDictionary<string, string> Properties, long? UnixSeconds, bool IsExternal, Caller Caller)
{
    /// <summary>What it is about.</summary>
    public EventKind Kind { get; init; }

    /// <summary>The language that a session's client told; empty for what was reported.</summary>
    public string Language { get; init; } = "";

    /// <summary>About what it takes in memory, in bytes.</summary>
    internal long Weight { get; } = WeightOfAnEmptyOne + (sizeof(char) * (Name.Length + Properties.Sum(property => WeightOfAProperty + property.Key.Length + property.Value.Length)));

    const int WeightOfAnEmptyOne = 512;

    const int WeightOfAProperty = 64;
}

/// <summary>Functions that server modules registered for events.</summary>
public interface IEventFunctions
{
    /// <summary>Whether a module registered any for events of a kind.</summary>
    bool Takes(EventKind kind);

    /// <summary>Calls all those of its kind with an event. Their errors are logged by the callee.</summary>
    ValueTask Take(GameEvent happened, CancellationToken cancel);
}
