using KaosNet.Domain.Kernel;

namespace KaosNet.Realtime.Scripts;

/// <summary>
/// Server code around each operation (parity rule 1.12, runtime.md section 4). The front asks <see cref="HasBefore"/> and <see cref="HasAfter"/>
/// first, so an operation without hooks pays nothing.
/// </summary>
public interface IScriptHooks
{
    /// <summary>Whether something runs before this operation.</summary>
    bool HasBefore(string operation);

    /// <summary>Whether something runs after this operation.</summary>
    bool HasAfter(string operation);

    /// <summary>Runs before the handler and its validation.</summary>
    /// <param name="operation">The operation's name.</param>
    /// <param name="request">The request message.</param>
    /// <param name="caller">Who calls; no user id before sign-in.</param>
    /// <param name="cancel">The caller went away.</param>
    /// <returns>The request to go on with, null when the hook disables the operation, or the hook's refusal.</returns>
    ValueTask<Answer<HookedRequest>> Before(string operation, object request, Caller caller, CancellationToken cancel);

    /// <summary>Runs after a success. Its errors are logged by the callee and never change the reply.</summary>
    ValueTask After(string operation, object request, object response, Caller caller, CancellationToken cancel);
}

/// <summary>What a before hook made of a request.</summary>
/// <param name="Request">The request to go on with; null disables the operation ("Requested resource was not found.").</param>
public readonly record struct HookedRequest(object? Request);
