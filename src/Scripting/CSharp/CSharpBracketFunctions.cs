using KaosNet.Domain.Brackets;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Brackets;
using KaosNet.Scripting.Nk;
using KaosNet.Scripting.Server;

namespace KaosNet.Scripting.CSharp;

/// <summary>Functions of C# modules for what happens to brackets.</summary>
public sealed class CSharpBracketFunctions(CSharpModules modules) : IBracketFunctions
{
    public bool Has(BracketCallback callback) => modules.Functions.Brackets.ContainsKey(callback);

    public Caller CallerOf(BracketCallback callback, string cause) => new()
    {
        Source = Source.Script,
        Actor = modules.Functions.Brackets.GetValueOrDefault(callback)?.Module.Name ?? "",
        Operation = callback.NameOf(),
        Cause = cause,
    };

    public async ValueTask<Answer<Done>> Call(BracketCallback callback, Bracket bracket, IReadOnlyList<int> pairings, string cause, CancellationToken cancel)
    {
        var name = callback.NameOf();
        var told = callback == BracketCallback.End ? BracketValues.Sheet(bracket) : BracketValues.Of(bracket);
        var ready = BracketValues.Pairings(bracket, pairings);
        return await modules.Call(
            static (functions, call) => functions.Brackets.GetValueOrDefault(call.callback), (callback, told, ready),
            new(name, cause, $"{name} of {bracket.Id}", CallerOf(callback, cause), cancel),
            static async (function, context, call) =>
            {
                await function(context, call.told, call.ready);
                return Done.Value;
            }) ?? Done.Value;
    }
}
