using KaosNet.Domain.Kernel;

namespace KaosNet.Realtime.Scripts;

/// <summary>
/// Server code around each realtime message (parity runtime.md section 4); what stands around the client API's operations is <see cref="IOperationHooks"/>.
/// <see cref="HasBefore"/> and <see cref="HasAfter"/> are asked first, so a message without hooks pays next to nothing.
/// </summary>
public interface IScriptHooks
{
    /// <summary>Whether something runs before this message.</summary>
    bool HasBefore(string operation);

    /// <summary>Whether something runs after this message.</summary>
    bool HasAfter(string operation);

    /// <summary>Runs before the handler and its validation.</summary>
    /// <param name="operation">The message's name.</param>
    /// <param name="request">The envelope.</param>
    /// <param name="caller">Who calls.</param>
    /// <param name="cancel">The caller went away.</param>
    /// <returns>The request to go on with, null when the hook disables the message, or the hook's refusal.</returns>
    ValueTask<Answer<HookedRequest>> Before(string operation, object request, Caller caller, CancellationToken cancel);

    /// <summary>Runs after a success. Its errors are logged by the callee and never change the reply.</summary>
    ValueTask After(string operation, object request, object response, Caller caller, CancellationToken cancel);
}
