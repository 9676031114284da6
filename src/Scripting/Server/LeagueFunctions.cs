using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leagues;
using KaosNet.Modules;
using KaosNet.Modules.Leaderboards;
using KaosNet.Projections.Leagues;
using ILeagueFunctions = KaosNet.Modules.Leagues.ILeagueFunctions;
using League = KaosNet.Modules.Leagues.League;
using LeagueGroupPage = KaosNet.Modules.Leagues.LeagueGroupPage;
using LeaguePage = KaosNet.Modules.Leagues.LeaguePage;
using LeaguePlace = KaosNet.Modules.Leagues.LeaguePlace;
using LeagueResultPage = KaosNet.Modules.Leagues.LeagueResultPage;
using LeagueRules = KaosNet.Modules.Leagues.LeagueRules;
using LeagueSeasonPage = KaosNet.Modules.Leagues.LeagueSeasonPage;
using LeagueStandings = KaosNet.Modules.Leagues.LeagueStandings;

namespace KaosNet.Scripting.Server;

/// <summary>Leagues for modules, with the server's authority; of ours.</summary>
internal sealed class LeagueFunctions(ServerApi api) : ILeagueFunctions
{
    public async ValueTask Create(string id, LeagueRules rules, string title, JsonText? metadata, long startTime) =>
        ServerApi.GrantedInWords(await api.Get<LeagueControl>().Create(
            new CreateLeague(id, LeagueValues.Of(rules))
            {
                Title = title,
                Metadata = metadata?.Text ?? "",
                StartTime = startTime == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(startTime),
            },
            api.Caller,
            api.Cancel));

    public async ValueTask Update(string id, LeagueRules? rules, string? title, JsonText? metadata) =>
        await api.ExecuteInWords(new ReviseLeague(id) { Rules = rules is null ? null : LeagueValues.Of(rules), Title = title, Metadata = metadata?.Text });

    public async ValueTask Delete(string id) => await api.ExecuteInWords(new DeleteLeague(id));

    public async ValueTask Pause(string id) => await api.ExecuteInWords(new PauseLeague(id, true));

    public async ValueTask Resume(string id) => await api.ExecuteInWords(new PauseLeague(id, false));

    public async ValueTask EndSeason(string id) => ServerApi.GrantedInWords(await api.Get<LeagueControl>().EndSeason(id, api.Caller, api.Cancel));

    public async ValueTask Join(string id, Guid userId) => ServerApi.GrantedInWords(await api.Get<LeaguePlaces>().Join(id, userId.ToString(), api.Caller, api.Cancel));

    public async ValueTask Leave(string id, Guid userId) => ServerApi.GrantedInWords(await api.Get<LeaguePlaces>().Leave(id, userId.ToString(), api.Caller, api.Cancel));

    public async ValueTask Move(string id, Guid userId, int division)
    {
        if (!Domain.Leagues.League.IsId(id)) ServerApi.GrantedInWords<Done>(LeagueFaults.InvalidId);
        await api.ExecuteInWords(new MoveMember(id, userId.ToString(), division));
    }

    public async ValueTask<LeaderboardRecord> Score(string id, Guid userId, long score, long subscore, JsonText? metadata, string username)
    {
        var submission = new LeagueSubmission(id, userId.ToString(), score, subscore) { Metadata = metadata?.Text, Username = username };
        return BoardValues.Of(ServerApi.GrantedInWords(await api.Get<LeaguePlaces>().Submit(submission, api.Caller, api.Cancel)));
    }

    public async ValueTask<League?> Find(string id) => await Lists.Find(id, api.Cancel) is { } league ? LeagueValues.Of(league) : null;

    public async ValueTask<LeaguePlace?> PlaceOf(string id, Guid userId)
    {
        var answer = await api.Get<Projections.Leagues.LeagueStandings>().Place(id, userId.ToString(), api.Cancel);
        return answer.Fault == LeagueFaults.NotMember ? null : LeagueValues.Of(ServerApi.GrantedInWords(answer));
    }

    public async ValueTask<LeagueStandings> Standings(string id, int? division, int? group, int? season) => LeagueValues.Of(ServerApi.GrantedInWords(
        await api.Get<Projections.Leagues.LeagueStandings>().Find(id, season, division ?? 1, group ?? 1, "", api.Cancel)));

    public async ValueTask<LeaguePage> List(int limit, string cursor)
    {
        var page = ServerApi.GrantedInWords(await Lists.Leagues(limit, cursor, api.Cancel));
        return new([.. page.Items.Select(LeagueValues.Of)], Spell(page.Cursor));
    }

    public async ValueTask<LeagueSeasonPage> ListSeasons(string id, int limit, string cursor)
    {
        var page = ServerApi.GrantedInWords(await Lists.Seasons(id, limit, cursor, api.Cancel));
        return new([.. page.Items.Select(LeagueValues.Of)], Spell(page.Cursor));
    }

    public async ValueTask<LeagueGroupPage> ListGroups(string id, int? season, int? division, int limit, string cursor)
    {
        var asked = season ?? (await Lists.Find(id, api.Cancel))?.Season ?? 0;
        var page = ServerApi.GrantedInWords(await Lists.Groups(id, asked, division, limit, cursor, api.Cancel));
        return new([.. page.Items.Select(LeagueValues.Of)], Spell(page.Cursor));
    }

    public async ValueTask<LeagueResultPage> ListResults(string id, Guid userId, int limit, string cursor)
    {
        var page = ServerApi.GrantedInWords(await Lists.History(id, userId, limit, cursor, api.Cancel));
        return new([.. page.Items.Select(LeagueValues.Of)], Spell(page.Cursor));
    }

    private LeagueLists Lists => api.Get<LeagueLists>();

    private static string? Spell(string cursor) => cursor.Length > 0 ? cursor : null;
}
