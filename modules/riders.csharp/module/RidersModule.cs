using KaosNet.Modules;
using KaosNet.Modules.Leaderboards;

namespace KaosNet.Riders.Module;

/// <summary>Light riders as a server module: the rules, messages and client of <c>riders.lua</c>, under a name of its own.</summary>
public sealed class RidersModule : IServerModule
{
    /// <summary>The match handler's name and the board's.</summary>
    public const string Name = "riders_csharp";

    const int OpenMatchesMax = 100;

    public void Initialize(IModuleSetup setup)
    {
        setup.Match(Name, () => new RidersMatch());
        // One point for every match won.
        setup.OnStart(context => context.Nk.Leaderboards.Create(Name, authoritative: true, SortOrder.Descending, ScoreOperator.Increment, enableRanks: true));
        setup.JsonRpc<Search, Place>("riders_csharp_find", Find);
        setup.JsonRpc<Wishes, Place>("riders_csharp_create", async (context, wishes) => new(await context.Nk.Matches.Create(Name, JsonText.Of(wishes with { Private = true }))));
    }

    /// <summary>
    /// The open match to join, or a new one. Two players who open one at the same moment both wait; so who waits asks again and says where, and all of them go to the
    /// match with the lowest id.
    /// </summary>
    static async ValueTask<Place> Find(ModuleContext context, Search search)
    {
        var open = await context.Nk.Matches.List(OpenMatchesMax, authoritative: true, query: $"+label.game:{Name} +label.open:yes");
        var others = open.Where(match => new JsonText(match.Label!).Read<Label>()!.Host != context.UserId).Select(match => match.MatchId);
        var lowest = others.Concat(search.Waiting is { } waiting ? [waiting] : []).Min(StringComparer.Ordinal);
        return new(lowest ?? await context.Nk.Matches.Create(Name));
    }
}
