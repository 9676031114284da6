using KaosNet.Domain.Kernel;
using KaosNet.Domain.Scripts;
using KaosNet.Scripting.Recording;
using KaosNet.Store.Journal;

namespace KaosNet.Scripting.Tests.Recording;

/// <summary>Keeps what is recorded.</summary>
internal sealed class PaperJournal : IJournal
{
    public List<ScriptCallsRecorded> Pieces { get; } = [];

    public List<RecordedCall> Calls() => [.. Pieces.SelectMany(CallReader.Read)];

    public ValueTask<Answer<TResult>> Execute<TResult>(Command<TResult> command, Caller caller, CancellationToken cancel = default)
    {
        Pieces.Add(((RecordScriptCalls)(object)command).Recorded);
        return new((TResult)(object)Done.Value);
    }

    public ValueTask<TState> Load<TState>(StreamRef<TState> stream, CancellationToken cancel = default)
        where TState : class => throw new NotSupportedException();
}
