using KaosNet.Domain.Leagues;
using KaosNet.Projections.Leagues;
using KaosNet.Tests.Support;
using Npgsql;

namespace KaosNet.Projections.Tests.Leagues;

public sealed class LeagueListsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task lists_and_the_season_s_change_walk_along_one_index_each()
    {
        await using var bench = await LeagueBench.Open(postgres.ConnectionString);
        await Fill(bench);
        var (source, schema, user) = (bench.Database.General, bench.Database.Schema, Guid.Parse(LeagueBench.User(77)));
        await Walks(bench, LeagueLists.LeaguesCommand(source, schema, 11, null), "leagues_created");
        await Walks(bench, LeagueLists.LeaguesCommand(source, schema, 11, (LeagueBench.Monday, "l5")), "leagues_created");
        await Walks(bench, LeagueLists.SeasonsCommand(source, schema, "l7", 11, null), "league_seasons_pkey");
        await Walks(bench, LeagueLists.SeasonsCommand(source, schema, "l7", 11, 20), "league_seasons_pkey");
        await Walks(bench, LeagueLists.GroupsCommand(source, schema, "l7", 3, null, 11, null), "league_groups_pkey");
        await Walks(bench, LeagueLists.GroupsCommand(source, schema, "l7", 3, null, 11, (2, 3)), "league_groups_pkey");
        await Walks(bench, LeagueLists.GroupsCommand(source, schema, "l7", 3, 2, 11, (2, 3)), "league_groups_pkey");
        await Walks(bench, LeagueLists.HistoryCommand(source, schema, "l7", user, 11, null), "league_results_of_user");
        await Walks(bench, LeagueLists.HistoryCommand(source, schema, "l7", user, 11, 20), "league_results_of_user");
        await Walks(bench, Waiting(source, schema), "league_members_waiting");
        await Walks(bench, Room(source, schema), "league_groups_open");
    }

    [Fact]
    public async Task what_one_server_changes_the_other_shows_at_once()
    {
        await using var bench = await LeagueBench.Open(postgres.ConnectionString);
        await bench.League(players: 2);
        var other = bench.Another();
        (await other.Places.Submit(new("cup", LeagueBench.User(1), 50), LeagueBench.Player(1))).Fault.ShouldBeNull();
        var place = (await bench.Standings.Place("cup", LeagueBench.User(1))).Value;
        place.Table!.Players[0].Result.ShouldSatisfyAllConditions(
            result => (result.UserId, result.Rank, result.Score).ShouldBe((LeagueBench.User(1), 1, 50)),
            result => (result.Outcome, result.NextDivision).ShouldBe((LeagueOutcome.Promoted, 2)));

        // Paused there, and resumed here: neither goes by what it remembers.
        (await other.Journal.Execute(new PauseLeague("cup", true), LeagueBench.Script)).Fault.ShouldBeNull();
        (await bench.Here.Places.Submit(new("cup", LeagueBench.User(2), 50), LeagueBench.Player(2))).Fault.ShouldBe(LeagueFaults.Paused);
        (await bench.Here.Journal.Execute(new PauseLeague("cup", false), LeagueBench.Script)).Fault.ShouldBeNull();
        bench.Time.Advance(TimeSpan.FromHours(12));
        (await other.Seasons.Advance()).ShouldBe(1);
        (await bench.Here.Places.Submit(new("cup", LeagueBench.User(2), 5), LeagueBench.Player(2))).Value.Record.Score.ShouldBe(5);
        (await bench.Here.Control.EndSeason("cup", LeagueBench.Script)).Fault.ShouldBeNull();
        (await bench.Lists.Season("cup", 2))!.Phase.ShouldBe(SeasonPhase.Closing);
        (await other.Seasons.Advance()).ShouldBe(1);
        (await bench.Lists.Season("cup", 3))!.Phase.ShouldBe(SeasonPhase.Open);
    }

    [Fact]
    public async Task who_joins_while_a_season_changes_is_seated_in_the_next()
    {
        await using var bench = await LeagueBench.Open(postgres.ConnectionString);
        await bench.League(players: 2);
        await bench.SignUp(3, 2);
        (await bench.Here.Control.EndSeason("cup", LeagueBench.Script)).Fault.ShouldBeNull();
        (await bench.Join(3)).IsWaiting.ShouldBeTrue();
        (await bench.Standings.Place("cup", LeagueBench.User(3))).Value.Table.ShouldBeNull();
        await bench.Here.Seasons.Advance();
        (await bench.Place(3)).Place!.Season.ShouldBe(2);
        (await bench.Join(4)).Place!.Season.ShouldBe(2);
        (await bench.Here.Places.Leave("cup", LeagueBench.User(4), LeagueBench.Player(4))).Fault.ShouldBeNull();
        (await bench.Count("{s}.league_groups where season = 2 and players = 3")).ShouldBe(1);
        await bench.RebuildEqualsLive();
    }

    static NpgsqlCommand Waiting(NpgsqlDataSource source, string schema)
    {
        var command = source.CreateCommand(
            $"select user_id from {schema}.league_members where league_id = $1 and group_number = 0 and division between $2 and $3 order by lot, user_id limit $4");
        foreach (var value in new object[] { "l7", 2, 2, 30 }) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    static NpgsqlCommand Room(NpgsqlDataSource source, string schema)
    {
        var command = source.CreateCommand(
            $"select number from {schema}.league_groups where league_id = $1 and season = $2 and division = $3 and not is_settled and players < $4 order by players, number limit 1");
        foreach (var value in new object[] { "l7", 3, 2, 30 }) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    static async Task Walks(LeagueBench bench, NpgsqlCommand command, string index)
    {
        await using var connection = await bench.Database.General.OpenConnectionAsync();
        await using var explain = new NpgsqlCommand("explain " + command.CommandText, connection);
        foreach (NpgsqlParameter parameter in command.Parameters) explain.Parameters.Add(parameter.Clone());
        await using var reader = await explain.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync()) lines.Add(reader.GetString(0));
        var plan = string.Join('\n', lines);
        plan.ShouldMatch($@"Index (Only )?Scan (Backward )?using {index} on ", command.CommandText);
        plan.ShouldNotContain("Seq Scan");
        await command.DisposeAsync();
    }

    /// <summary>Fills the tables with no events behind them, and gathers statistics as autovacuum does.</summary>
    static async Task Fill(LeagueBench bench)
    {
        var schema = bench.Database.Schema;
        await using var command = bench.Database.General.CreateCommand($$"""
            insert into {{schema}}.leagues (id, title, metadata, rules, is_paused, is_over, is_erasing, season, start_time, create_time, update_time)
            select 'l' || n, 'L', '{}', '{}', false, false, false, 50, now(), now() - make_interval(secs => n), now() from generate_series(1, 500) n;
            insert into {{schema}}.league_seasons (league_id, number, phase, rules, start_time, end_time, is_ended_by_hand, expiry, generation, missed, players)
            select 'l' || n, s, 4, '{}', now(), now(), false, 1, 1, 0, '' from generate_series(1, 50) n, generate_series(1, 50) s;
            insert into {{schema}}.league_groups (league_id, season, division, number, board_id, expiry, players, is_settled)
            select 'l' || n, s, d, g, 'b', 1, 20, s < 50 from generate_series(1, 10) n, generate_series(1, 50) s, generate_series(1, 3) d, generate_series(1, 20) g;
            insert into {{schema}}.league_members (league_id, user_id, division, season, group_number, lot, moves_to, join_time)
            select 'l' || n, ('0cc0cc00-0000-4000-8000-' || lpad(u::text, 12, '0'))::uuid, 1 + u % 3, 50, u % 20, u * 7919 % 1000, 0, now()
            from generate_series(1, 10) n, generate_series(1, 3000) u;
            insert into {{schema}}.league_results (league_id, season, division, group_number, user_id, rank, score, subscore, num_score, outcome, next_division)
            select 'l' || n, s, 1, 1, ('0cc0cc00-0000-4000-8000-' || lpad(u::text, 12, '0'))::uuid, 1, 1, 0, 1, 0, 1
            from generate_series(1, 10) n, generate_series(1, 50) s, generate_series(1, 100) u;
            analyze {{schema}}.leagues; analyze {{schema}}.league_seasons; analyze {{schema}}.league_groups; analyze {{schema}}.league_members; analyze {{schema}}.league_results;
            """);
        await command.ExecuteNonQueryAsync();
    }
}
