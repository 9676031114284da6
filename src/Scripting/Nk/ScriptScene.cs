using KaosNet.Domain.Kernel;
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

    /// <summary>True if <see cref="Perform"/> looks at the arguments.</summary>
    public virtual bool WantsArguments => false;

    /// <summary>True while modules load in a state that can take registrations.</summary>
    public virtual ModuleLoading? Loading => null;

    /// <summary>Fields of the script's log lines.</summary>
    public abstract IReadOnlyList<KeyValuePair<string, object?>> LogFields { get; }

    /// <summary>False where what the script logs has been logged already.</summary>
    public virtual bool Logs => true;

    /// <summary>The scene of a running call.</summary>
    public static ScriptScene Of(ref LuaCall call) => call.Owner.Context as ScriptScene ?? throw new ScriptException("no server function may be called here");

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
}
