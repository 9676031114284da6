using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leagues;
using KaosNet.Projections.Leagues;
using KaosNet.Projections.Leagues.Changing;
using KaosNet.Scripting.Lua;
using KaosNet.Scripting.Server;
using Microsoft.Extensions.Logging;

namespace KaosNet.Scripting.Nk;

/// <summary>
/// The function that modules registered for the end of a season. It is called once for each group, with the league, the season and the group's final standings;
/// what it changes is committed together with them.
/// </summary>
public sealed class ModuleLeagueFunctions(ModuleHost modules, ScriptSettings settings, NkServer server, TimeProvider time) : ILeagueFunctions
{
    private const string Name = "league_season_end";

    public bool HasSettled => modules.HasLeagueFunction;

    public async ValueTask<Fault?> Settled(LeagueRow league, LeagueSeasonRow season, LeagueGroup group, Caller caller, CancellationToken cancel)
    {
        try
        {
            using var lease = await modules.Rent(cancel);
            return Run(lease.State, league, season, group, caller, cancel);
        }
        catch (ScriptException broken)
        {
            server.Log.LogError("A script state for {Callback} could not be made: {Error}", Name, broken.Message);
            return Fault.Internal(broken.Message);
        }
    }

    private Fault? Run(LuaState state, LeagueRow league, LeagueSeasonRow season, LeagueGroup group, Caller caller, CancellationToken cancel)
    {
        if (ModuleHost.LoadingOf(state).LeagueFunction is not { } registered) return null;
        var cause = caller.Cause ?? "";
        state.Context = new OccasionScene(server, time, cause, registered.Module, new() { Source = Source.Script, Operation = Name }, cancel);
        using var run = state.Prepare(registered.Function);
        ScriptContext.PushCallback(run.Values, settings, Name);
        foreach (var value in new[] { Shapes.OfLua.Write(LeagueValues.Of(league)), Shapes.OfLua.Write(LeagueValues.Of(season)), Shapes.OfLua.Write(LeagueValues.Of(group, season)) })
        {
            if (!run.Values.TryPushJson(value.Value, out var problem)) return Fault.Internal(problem!);
        }

        if (run.Execute(0) is not { } error) return null;
        server.Log.LogError(state.LastHostException, "{Callback} of {Module} failed for {Cause}: {Error}; {Trace}", Name, registered.Module, cause, error.Message, error.Trace);
        state.LastHostException = null;
        return Fault.Internal(error.Message);
    }
}
