using KaosNet.Domain.Kernel;
using KaosNet.Modules;
using KaosNet.Modules.Friends;
using KaosNet.Scripting.Nk;
using KaosNet.Store.Journal;

namespace KaosNet.Scripting.Server;

/// <summary>The server's API for one call of a module.</summary>
/// <param name="server">The server.</param>
/// <param name="caller">In whose name: the module, and the player behind the call.</param>
/// <param name="cancel">Gives up.</param>
internal sealed class ServerApi(NkServer server, Caller caller, CancellationToken cancel) : INk
{
    public IFriendFunctions Friends => new FriendFunctions(this);

    public Caller Caller => caller;

    public CancellationToken Cancel => cancel;

    /// <summary>A part of the server.</summary>
    public T Get<T>()
        where T : notnull => server.Get<T>();

    /// <summary>Makes a change.</summary>
    /// <exception cref="RefusedException">It was refused; nothing has changed.</exception>
    public async ValueTask<T> Execute<T>(Command<T> command) => Granted(await server.Get<IJournal>().Execute(command, caller, cancel));

    /// <summary>What was granted.</summary>
    /// <exception cref="RefusedException">It was refused.</exception>
    public static T Granted<T>(Answer<T> answer) => answer.IsGranted(out var value, out var fault) ? value : throw Refused(fault);

    /// <summary>Scripts read a refusal as the end of a sentence.</summary>
    private static RefusedException Refused(Fault fault) =>
        new((StatusCode)(int)fault.Code, char.ToLowerInvariant(fault.Message[0]) + fault.Message[1..].TrimEnd('.'));
}
