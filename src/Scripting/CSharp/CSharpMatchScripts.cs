using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Matches;
using KaosNet.Scripting.CSharp.Matches;

namespace KaosNet.Scripting.CSharp;

/// <summary>Match handlers of C# modules, by the names they were registered under.</summary>
public sealed class CSharpMatchScripts(CSharpModules modules) : IMatchScripts
{
    public Answer<OpenedScript> Open(string handler, IMatchHost host)
    {
        if (modules.Enter(static (functions, name) => functions.Matches.GetValueOrDefault(name), handler) is not { } registered) return new OpenedScript(null);
        var context = new CSharpMatchContext(host, modules.Settings, modules.Server, registered.Module.Name);
        return new OpenedScript(new CSharpMatch(registered, context, handler, host, modules.Server.Log));
    }

    public Answer<OpenedScript> OpenChanged(string handler, IMatchHost host, IMatchScript current)
    {
        if (current is not CSharpMatch || !Open(handler, host).IsGranted(out var opened, out _) || opened.Script is not CSharpMatch next) return new OpenedScript(null);
        if (next.ModuleVersion != current.ModuleVersion && next.TakesRunningMatches()) return opened;
        next.Dispose();
        return new OpenedScript(null);
    }

    public void WhenCodeChanged(Action act) => modules.WhenChanged(act);
}
