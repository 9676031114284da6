using KaosNet.Modules;
using KaosNet.Modules.Brackets;

namespace KaosNet.Tests.Occasions;

/// <summary>A module that keeps what the server calls it for by itself; <c>Compat.Tests/Modules/occasions.js</c> in C#.</summary>
public sealed class OccasionsModule : IServerModule
{
    const string Collection = "occasions_csharp";
    const string Board = "board_csharp", Cup = "cup_csharp", League = "league_csharp";
    const string EveryOtherSecond = "*/2 * * * * * *";

    public void Initialize(IModuleSetup setup)
    {
        setup.JsonRpc<Players, Begun>("occasions_csharp_begin", Begin);
        setup.Rpc("occasions_csharp_end", End);
        setup.OnLeaderboardReset((context, board) => board.Id == Board ? Keep(context, board.Id, board.Metadata.Read<Prize>()!.Name) : default);
        setup.OnTournamentEnd((context, cup) => cup.Id == Cup ? Keep(context, cup.Id, cup.Title) : default);
        setup.OnTournamentReset((context, cup) => cup.Id == Cup ? Keep(context, cup.Id, cup.Title) : default);
        setup.OnBracketReady((context, bracket, pairings) => Keep(context, $"{bracket.Id}", $"{pairings[0].FirstId}"));
        setup.OnBracketEnd((context, bracket) => Keep(context, $"{bracket.Id}", $"{bracket.WinnerId}"));
        setup.OnLeagueSeasonEnd((context, league, _, group) => Keep(context, league.Id, $"{group.Standings[0].UserId}"));
    }

    static async ValueTask<Begun> Begin(ModuleContext context, Players players)
    {
        var nk = context.Nk;
        await nk.Leaderboards.Create(Board, resetSchedule: EveryOtherSecond, metadata: JsonText.Of(new Prize("gold")));
        await nk.Tournaments.Create(Cup, duration: 1, resetSchedule: EveryOtherSecond, title: "The cup");
        var bracket = await nk.Brackets.Create(new() { Format = BracketFormat.SingleElimination }, [players.Ann, players.Bob]);
        await nk.Brackets.Start(bracket.Id, Seeding.Given);
        await nk.Brackets.Report(bracket.Id, 1, new() { SecondScore = 1 });
        await nk.Leagues.Create(League, new() { Divisions = [new() { Name = "Only", GroupSize = 10 }] });
        await nk.Leagues.Join(League, players.Ann);
        await nk.Leagues.Score(League, players.Ann, 5);
        await nk.Leagues.EndSeason(League);
        return new($"{bracket.Id}");
    }

    static async ValueTask<string?> End(ModuleContext context, string payload)
    {
        await context.Nk.Leaderboards.Delete(Board);
        await context.Nk.Tournaments.Delete(Cup);
        return null;
    }

    static async ValueTask Keep(ModuleContext context, string id, string what) =>
        await context.Nk.Storage.Write([new() { Collection = Collection, Key = context.Mode, Value = JsonText.Of(new Kept(id, what)), PermissionRead = 2 }]);

    sealed record Players(Guid Ann, Guid Bob);

    sealed record Begun(string Bracket);

    sealed record Prize(string Name);

    sealed record Kept(string Id, string What);
}
