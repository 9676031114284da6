using KaosNet.Domain.Kernel;
using KaosNet.Store.Journal;

namespace KaosNet.Api.Operations;

/// <summary>One call of an operation: who calls, and what a handler needs to answer.</summary>
public sealed class OperationCall
{
    readonly IServiceProvider _services;
    readonly CancellationToken _aborted;

    /// <summary>A call from outside any transport, such as a test's or the console's.</summary>
    public OperationCall(Caller caller, IServiceProvider services, CancellationToken aborted) =>
        (Caller, _services, _aborted) = (caller, services, aborted);

    internal OperationCall(Caller caller, IServiceProvider services, RequestOrigin origin) =>
        (Caller, _services, Origin) = (caller, services, origin);

    /// <summary>
    /// Who calls. A handler that signs somebody in puts the player here, so that the after hook sees the new session.
    /// </summary>
    public Caller Caller { get; set; }

    /// <summary>
    /// Set by handlers that answer an empty list of inputs at once: such a success has no after hook (parity section 1.12).
    /// </summary>
    public bool SkipsAfterHook { get; set; }

    /// <summary>The transport's side of the request; null for a call from outside any transport.</summary>
    public RequestOrigin? Origin { get; }

    /// <summary>Set when the client went away or the request ran past its deadline.</summary>
    public CancellationToken Aborted => Origin?.Aborted ?? _aborted;

    /// <summary>The one way in for every change.</summary>
    public IJournal Journal => _services.GetRequiredService<IJournal>();

    /// <summary>The current time, UTC.</summary>
    public DateTimeOffset Now => _services.GetRequiredService<TimeProvider>().GetUtcNow();

    /// <summary>A read model's queries, or another service of the server.</summary>
    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Executes a command in the caller's name.</summary>
    public ValueTask<Answer<TResult>> Execute<TResult>(Command<TResult> command) => Journal.Execute(command, Caller, Aborted);
}
