using System.Globalization;
using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Notifications;

namespace KaosNet.Domain.Leagues.Changing;

/// <summary>What players are told when a season is over for them.</summary>
static class LeagueNews
{
    /// <summary>Code of <see cref="SeasonOver"/>; ours, outside the numbers that the reference and modules use.</summary>
    public const int SeasonOverCode = -3001;

    public static Notice SeasonOver(League league, LeagueSeason season, GroupKey group, LeagueResult result) => new(
        SeasonOverCode,
        result.Outcome switch
        {
            LeagueOutcome.Promoted => $"You were promoted to {NameOf(season, result.NextDivision)} in {league.Title}",
            LeagueOutcome.Relegated => $"You were relegated to {NameOf(season, result.NextDivision)} in {league.Title}",
            LeagueOutcome.Moved => $"You were moved to {NameOf(season, result.NextDivision)} in {league.Title}",
            LeagueOutcome.Dropped => $"You lost your place in {league.Title}",
            _ => $"You stay in {NameOf(season, result.NextDivision)} in {league.Title}",
        },
        JsonDocumentText.Of(JsonSerializer.Serialize(new Content(
            league.Id, group.Season, group.Division, group.Number, result.Rank, OutcomeOf(result), result.NextDivision), EventJson.Options)));

    static string NameOf(LeagueSeason season, int division) => season.Rules.Divisions[season.Rules.Within(division) - 1].Name;

    static string OutcomeOf(LeagueResult result) => result.Outcome.ToString().ToLower(CultureInfo.InvariantCulture);

    sealed record Content(string LeagueId, int Season, int Division, int Group, int Rank, string Outcome, int NextDivision);
}
