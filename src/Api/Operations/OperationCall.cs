using KaosNet.Domain.Kernel;
using KaosNet.Store.Journal;


namespace KaosNet.Api.Operations;

/// <summary>One call of an operation: who calls, and what a handler needs to answer.</summary>
public sealed class OperationCall(Caller caller, IServiceProvider services, CancellationToken aborted)
{
    /// <summary>
    /// Who calls. A handler that signs somebody in puts the player here, so that the after hook sees the new session.
    /// </summary>
    public Caller Caller { get; set; } = caller;

    /// <summary>Set when the client went away or the request ran past its deadline.</summary>
    public CancellationToken Aborted { get; } = aborted;

    /// <summary>The one way in for every change.</summary>
    public IJournal Journal => services.GetRequiredService<IJournal>();

    /// <summary>The current time, UTC.</summary>
    public DateTimeOffset Now => services.GetRequiredService<TimeProvider>().GetUtcNow();

    /// <summary>A read model's queries, or another service of the server.</summary>
    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>Executes a command in the caller's name.</summary>
    public ValueTask<Answer<TResult>> Execute<TResult>(Command<TResult> command) => Journal.Execute(command, Caller, Aborted);
}
