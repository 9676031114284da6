namespace KaosNet.Modules.Events;

/// <summary>Something that a client or a module reported, or that happened to a socket.</summary>
/// <param name="Name">What happened, in the game's words; <c>session_start</c> and <c>session_end</c> of sockets.</param>
/// <param name="Properties">More about it.</param>
/// <param name="Timestamp">When it happened; null if that was not told.</param>
/// <param name="IsExternal">Whether it came from a client, or is to be treated so.</param>
public sealed record GameEvent(string Name, IReadOnlyDictionary<string, string> Properties, DateTimeOffset? Timestamp, bool IsExternal);
