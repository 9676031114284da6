using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Matches;

namespace KaosNet.Scripting.Nk.Bundles.Matches;

/// <summary>Match handlers of the JavaScript bundle, by the names they were registered under.</summary>
public sealed class BundleMatchScripts(BundleHost bundle, ScriptSettings settings, NkServer server) : IMatchScripts
{
    public Answer<OpenedScript> Open(string handler, IMatchHost host) =>
        new OpenedScript(bundle.MatchOf(handler) is { } code ? new BundleMatch(code, host, settings, server) : null);

    public Answer<OpenedScript> OpenChanged(string handler, IMatchHost host, IMatchScript current) => new OpenedScript(
        current is BundleMatch && bundle.MatchOf(handler) is { TakesRunningMatches: true } code && code.Program.Fingerprint != current.ModuleVersion
            ? new BundleMatch(code, host, settings, server)
            : null);

    public void WhenCodeChanged(Action act) => bundle.WhenChanged(act);
}
