namespace KaosNet.Scripting;

/// <summary>Why a call into a script ended badly.</summary>
public enum ScriptFault
{
    None,

    /// <summary>The script raised an error or ran into one.</summary>
    Script,

    /// <summary>The script used up its instructions, or statements.</summary>
    Budget,

    /// <summary>The script used up its memory.</summary>
    Memory,

    /// <summary>The script ran past its time on the clock, the safety net under the instruction budget.</summary>
    Time,

    /// <summary>The script called itself deeper than the stack goes.</summary>
    Stack,

    /// <summary>The engine itself broke, or a bound that it has no name for was passed.</summary>
    Broken,
}

/// <summary>
/// A script's failure, as a value. The message lacks the position prefix when that is the callback's own file; the code is the
/// second element of <c>error({message, code})</c>, else 13 (internal). <see cref="Chosen"/> says that the script chose the code
/// itself, in which case nobody logs it. After any other fault than <see cref="ScriptFault.Script"/> a pooled state is replaced.
/// </summary>
public sealed record ScriptError(string Message, int Code, string? Trace, ScriptFault Fault = ScriptFault.Script, bool Chosen = false)
{
    /// <summary>The code of errors that name none.</summary>
    public const int Internal = 13;

    /// <summary>True when the state that ran the script is to be replaced.</summary>
    public bool Spoils => Fault is not ScriptFault.Script and not ScriptFault.None;

    internal static ScriptError Ended(ScriptFault fault, string? trace) => new(
        fault switch
        {
            ScriptFault.Memory => "script ended: not enough memory",
            ScriptFault.Time => "script ended: took too long",
            ScriptFault.Stack => "script ended: called too deeply",
            ScriptFault.Broken => "script ended: the engine failed",
            _ => "script ended: instruction budget spent",
        },
        Internal, trace, fault);
}

/// <summary>Thrown by a host function that cannot return its error: becomes a script error with this message and code.</summary>
public sealed class ScriptException(string message, int code = ScriptError.Internal) : Exception(message)
{
    public int Code { get; } = code;
}
