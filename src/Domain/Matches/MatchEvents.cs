using System.Text.Json.Serialization;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Matches;

/// <summary>What can happen to the record of an authoritative match, in the order in which it can happen.</summary>
public abstract record MatchEvent;

/// <summary>A match began; with this and its recorded inputs it can be run again.</summary>
/// <param name="Handler">Name of the handler.</param>
/// <param name="ModuleVersion">Hash of the handler's sources.</param>
/// <param name="Node">Server that runs it; the second half of the public match id.</param>
/// <param name="Seed">Source of all chance in the match.</param>
/// <param name="Parameters">JSON object that the handler was started with.</param>
/// <param name="TickRate">Loops a second.</param>
/// <param name="Label">Label that the handler chose at the start.</param>
/// <param name="DeferredMax">Broadcasts that one callback could defer; a setting that the handler can notice.</param>
/// <param name="Run">The run of the server that it runs on; another one for each start of it. Empty in old records.</param>
[EventName("match_created")]
public sealed record MatchCreated(
    string Handler, string ModuleVersion, string Node, ulong Seed, [property: Personal("{}")] string Parameters, int TickRate, [property: Personal] string Label, int DeferredMax,
    string Run = "") : MatchEvent;

/// <summary>Some time of a match: everything that came in from outside, and a hash of what the match did in each tick.</summary>
/// <param name="Piece">Number of the piece, from 0, without gaps.</param>
/// <param name="FromTick">Loops executed before the piece.</param>
/// <param name="ToTick">Loops executed when it ended.</param>
/// <param name="Steps">What came in, as <see cref="MatchStepReader"/> reads it.</param>
[EventName("match_inputs_recorded")]
public sealed record MatchInputsRecorded(int Piece, long FromTick, long ToTick, [property: Personal] byte[] Steps) : MatchEvent
{
    /// <summary>Stands for a piece that tells of somebody who is forgotten.</summary>
    public static MatchInputsRecorded Forgotten { get; } = new(0, 0, 0, []);

    /// <summary>Somebody whom it tells of is forgotten, so that it cannot be read any more: nobody records a piece without steps.</summary>
    [JsonIgnore]
    public bool IsForgotten => Steps.Length == 0;
}

/// <summary>A match goes on after the server that ran it had gone: it was run again from its record up to the end of that.</summary>
/// <param name="Run">The run of the server that it goes on in.</param>
/// <param name="Tick">Loops executed before.</param>
/// <param name="ModuleVersion">Hash of the handler's sources as of now. All that was recorded went the same way with them.</param>
[EventName("match_resumed")]
public sealed record MatchResumed(string Run, long Tick, string ModuleVersion) : MatchEvent;

/// <summary>A match goes on with other code of its handler from here, between two ticks: with what this event holds and nothing else.</summary>
/// <param name="Pieces">Pieces recorded before.</param>
/// <param name="Tick">Loops executed before.</param>
/// <param name="ModuleVersion">Hash of the sources that it goes on with.</param>
/// <param name="Step">What the new code was given, a <see cref="CodeChangeStep"/> as <see cref="MatchStepReader"/> reads it.</param>
[EventName("match_code_changed")]
public sealed record MatchCodeChanged(int Pieces, long Tick, string ModuleVersion, [property: Personal] byte[] Step) : MatchEvent
{
    /// <summary>The event of a change.</summary>
    public static MatchCodeChanged Of(int pieces, long tick, string moduleVersion, CodeChangeStep step)
    {
        var writer = new MatchStepWriter();
        writer.CodeChange(step);
        return new(pieces, tick, moduleVersion, writer.Take());
    }

    /// <summary>What the new code was given.</summary>
    /// <exception cref="FormatException">It cannot be read.</exception>
    public CodeChangeStep Read() => MatchStepReader.Read(Step) is [CodeChangeStep step] ? step : throw new FormatException("A change of a match's code is damaged.");
}

/// <summary>A match is over.</summary>
/// <param name="Ending">How it ended.</param>
/// <param name="Ticks">Loops executed.</param>
/// <param name="Detail">For the reader of a failed match, or one that could not go on: why. Empty otherwise.</param>
[EventName("match_ended")]
public sealed record MatchEnded(MatchEnding Ending, long Ticks, [property: Personal] string Detail) : MatchEvent;

/// <summary>How a match came to its end.</summary>
public enum MatchEnding
{
    /// <summary>The handler returned no state.</summary>
    HandlerStopped,

    /// <summary>The handler failed.</summary>
    HandlerFailed,

    /// <summary>Nobody was in it for longer than allowed.</summary>
    LeftEmpty,

    /// <summary>Too many calls were waiting: the match was too slow for its players.</summary>
    TooSlow,

    /// <summary>The server stopped.</summary>
    ServerStopped,

    /// <summary>Its record could not be stored in time; from here on nothing is known of it.</summary>
    RecordingFellBehind,

    /// <summary>Its server had gone, and it could not go on in another run of it.</summary>
    NotResumed,
}
