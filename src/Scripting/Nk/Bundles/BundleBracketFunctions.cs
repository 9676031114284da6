using KaosNet.Domain.Brackets;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Brackets;
using KaosNet.Scripting.Server;

namespace KaosNet.Scripting.Nk.Bundles;

/// <summary>The functions that a bundle registered for brackets: they are given the bracket, and those for ready pairings the list of these.</summary>
public sealed class BundleBracketFunctions(BundleHost bundle, ScriptSettings settings, NkServer server, TimeProvider time) : IBracketFunctions
{
    public bool Has(BracketCallback callback) => bundle.Registered.BracketFunctions.ContainsKey(callback);

    public Caller CallerOf(BracketCallback callback, string cause) => new()
    {
        Source = Source.Script,
        Actor = bundle.ActorOf(bundle.Registered.BracketFunctions.GetValueOrDefault(callback, "")),
        Operation = callback.NameOf(),
        Cause = cause,
    };

    public async ValueTask<Answer<Done>> Call(BracketCallback callback, Bracket bracket, IReadOnlyList<int> pairings, string cause, CancellationToken cancel)
    {
        var loaded = bundle.Current;
        if (!loaded.Registered.BracketFunctions.TryGetValue(callback, out var function)) return Done.Value;
        var name = callback.NameOf();
        var caller = CallerOf(callback, cause);
        return await bundle.Run<Done>(
            loaded, $"{name} for {bracket.Id}", new BundleScene(server, time, name, cause, caller.Actor, caller, cancel, cause), function, caller,
            state => BundleContext.OfCallback(state, settings, name),
            state => callback == BracketCallback.End
                ? [state.ValueOf(Shapes.OfJavaScript.Text(BracketValues.Sheet(bracket)))]
                : [state.ValueOf(Shapes.OfJavaScript.Text(BracketValues.Of(bracket))), state.ValueOf(Shapes.OfJavaScript.Text(BracketValues.Pairings(bracket, pairings)))],
            static (_, _) => Done.Value, cancel);
    }
}
