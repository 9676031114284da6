using KaosNet.Domain.Kernel;
using KaosNet.Modules;
using KaosNet.Scripting.CSharp.Asking;
using KaosNet.Scripting.Nk;
using KaosNet.Scripting.Recording;
using KaosNet.Scripting.Server;

namespace KaosNet.Scripting.CSharp.Calling;

/// <summary>The server as a call asks it that is recorded, or played from its record; in a dry run nothing reaches it.</summary>
internal sealed class TapedServer(CallTape tape, NkServer server, Caller caller, CancellationToken cancel) : RecordedServer
{
    private readonly ServerApi? _live = tape.IsPlayed ? null : server.Functions(caller, cancel);

    public override INk Pure => server.Pure;

    private ServerApi Server => _live ?? throw new InvalidOperationException("A dry run has no server.");

    public override INk Live(string function, CancellationToken cancel) => Server;

    public override ValueTask<Answer<byte[]>> Ask(string function, byte[] arguments, Func<CancellationToken, ValueTask<Answer<byte[]>>> ask) =>
        tape.Perform(function, arguments, () => ask(cancel));

    /// <summary>Only what the last run of the work asked counts, as only what it did does.</summary>
    public override ValueTask<T> Transact<T>(Func<ValueTask<T>> work)
    {
        if (tape.IsPlayed) return work();
        var mark = tape.Mark;
        return Server.Transactions.Run(() =>
        {
            tape.Rewind(mark);
            return work();
        });
    }
}
