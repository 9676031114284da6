using KaosNet.Domain.Kernel;
using KaosNet.Modules;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>
/// What a script runs for at the moment: a module's loading, a call from outside, a match. Server functions ask it who is behind the call,
/// what time it is, and to do what reaches beyond the script.
/// </summary>
public abstract class ScriptScene
{
    /// <summary>The clock that the script may look at, Unix milliseconds.</summary>
    public abstract long UnixMs { get; }

    /// <summary>True if the scene looks at the arguments of what is performed.</summary>
    public virtual bool WantsArguments => false;

    /// <summary>True while modules load in a state that can take registrations.</summary>
    public virtual ModuleLoading? Loading => null;

    /// <summary>True while modules load when the server starts.</summary>
    public virtual bool IsStarting => Loading is not null;

    /// <summary>True while a match loads modules afresh, which set up whatever they set up when the server started.</summary>
    public virtual bool IsLoadingAgain => false;

    /// <summary>True while a match is repeated from its record: nothing reaches the server then.</summary>
    public virtual bool IsRepeating => false;

    /// <summary>Fields of the script's log lines.</summary>
    public abstract IReadOnlyList<KeyValuePair<string, object?>> LogFields { get; }

    /// <summary>False where what the script logs has been logged already.</summary>
    public virtual bool Logs => true;

    /// <summary>The scene of a running call.</summary>
    public static ScriptScene Of(ref LuaCall call) => Of(call.Owner.Context);

    /// <summary>The scene that a state's context is.</summary>
    public static ScriptScene Of(object? context) => context as ScriptScene ?? throw new ScriptException("no server function may be called here");

    /// <summary>Does something outside the script in the caller's name and waits for the answer. A refusal is an answer, with what is told in front of it.</summary>
    public Answer<byte[]> Perform(
        string function, string failure, ReadOnlySpan<byte> arguments, Func<Caller, CancellationToken, ValueTask<Answer<byte[]>>> perform)
    {
        var caller = CallerFor(function);
        var answer = Perform(function, arguments, cancel => Answered(perform, caller, cancel));
        return answer.Fault is { } fault ? fault with { Message = failure + fault.Message } : answer;
    }

    /// <summary>A new UUID, which in a match comes from its seed.</summary>
    public abstract Guid NewUuid();

    /// <summary>Who asks for what a function does: the module, and the player behind it.</summary>
    public abstract Caller CallerFor(string function);

    /// <summary>Does something outside the script and waits for the answer, which is JSON.</summary>
    /// <param name="function">The function's name.</param>
    /// <param name="arguments">Its arguments as a JSON array, if <see cref="WantsArguments"/>.</param>
    /// <param name="perform">Does it. Must not touch the script's state.</param>
    public abstract Answer<byte[]> Perform(
        string function, ReadOnlySpan<byte> arguments, Func<CancellationToken, ValueTask<Answer<byte[]>>> perform);

    private static async ValueTask<Answer<byte[]>> Answered(
        Func<Caller, CancellationToken, ValueTask<Answer<byte[]>>> perform, Caller caller, CancellationToken cancel)
    {
        try
        {
            return await perform(caller, cancel);
        }
        catch (RefusedException refused)
        {
            return new Fault((FaultCode)(int)refused.Code, refused.Message);
        }
    }
}
