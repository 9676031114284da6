using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leagues;
using KaosNet.Projections.Leagues;
using KaosNet.Projections.Leagues.Changing;
using KaosNet.Scripting.Server;

namespace KaosNet.Scripting.Nk.Bundles;

/// <summary>
/// The function that a bundle registered for the end of a season: called once for each group, with the league, the season and the group's final standings. What it
/// changes is committed together with them.
/// </summary>
public sealed class BundleLeagueFunctions(BundleHost bundle, ScriptSettings settings, NkServer server, TimeProvider time) : ILeagueFunctions
{
    private const string Name = "league_season_end";

    public bool HasSettled => bundle.Registered.LeagueFunction is not null;

    public async ValueTask<Fault?> Settled(LeagueRow league, LeagueSeasonRow season, LeagueGroup group, Caller caller, CancellationToken cancel)
    {
        var loaded = bundle.Current;
        if (loaded.Registered.LeagueFunction is not { } function) return null;
        var cause = caller.Cause ?? "";
        var acting = new Caller { Source = Source.Script, Operation = Name, Cause = cause };
        var answer = await bundle.Run<Done>(
            loaded, $"{Name} for {cause}", new BundleScene(server, time, Name, cause, bundle.ActorOf(function), acting, cancel, cause), function, acting,
            state => BundleContext.OfCallback(state, settings, Name),
            state =>
            [
                state.ValueOf(Shapes.OfJavaScript.Text(LeagueValues.Of(league))), state.ValueOf(Shapes.OfJavaScript.Text(LeagueValues.Of(season))),
                state.ValueOf(Shapes.OfJavaScript.Text(LeagueValues.Of(group, season))),
            ],
            static (_, _) => Done.Value, cancel);
        return answer.Fault;
    }
}
