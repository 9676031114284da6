using KaosNet.Domain.Kernel;

namespace KaosNet.Realtime.Scripts;

/// <summary>
/// Functions of server modules around operations of the client API, over every transport (parity rule 1.12, runtime.md section 4). Each language has an
/// implementation of its own. The front asks for the names once they have changed and not with every request, so an operation without functions pays nothing.
/// </summary>
public interface IOperationHooks
{
    /// <summary>Operations that a function runs before, by their names in any case. Names of no operation are never called.</summary>
    IReadOnlyCollection<string> Before { get; }

    /// <summary>Operations that a function runs after, by their names in any case.</summary>
    IReadOnlyCollection<string> After { get; }

    /// <summary>Has this called, from now on, whenever the names may have changed: once modules are loaded, at the start and later.</summary>
    void WhenChanged(Action act);

    /// <summary>Runs before the handler and its validation.</summary>
    /// <param name="operation">The operation's name, as it is declared.</param>
    /// <param name="request">The request message. An implementation may change it, or answer another one of its type.</param>
    /// <param name="caller">Who calls; no user id before sign-in.</param>
    /// <param name="cancel">The caller went away.</param>
    /// <returns>
    /// The request to go on with, null when the function disables the operation, or its refusal with the code that it chose: codes that are none of gRPC's go to the
    /// client all the same, those below 1 as <see cref="FaultCode.Internal"/>. When modules were loaded anew meanwhile and there is no such function any more, the
    /// request as it is.
    /// </returns>
    ValueTask<Answer<HookedRequest>> RunBefore(string operation, object request, Caller caller, CancellationToken cancel);

    /// <summary>Runs after a success. Nothing that happens there changes the reply; its errors are logged by the callee.</summary>
    /// <param name="operation">The operation's name, as it is declared.</param>
    /// <param name="request">The request message as the handler took it; not to be changed.</param>
    /// <param name="response">The response message; not to be changed, as others may be sent the same.</param>
    /// <param name="caller">Who calls; after a sign-in the player with the new session's variables and expiry.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Whether it ended without an error.</returns>
    ValueTask<bool> RunAfter(string operation, object request, object response, Caller caller, CancellationToken cancel);
}

/// <summary>What a before hook made of a request.</summary>
/// <param name="Request">The request to go on with; null disables the operation or message ("Requested resource was not found.").</param>
public readonly record struct HookedRequest(object? Request);
