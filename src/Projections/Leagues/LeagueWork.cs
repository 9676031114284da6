using KaosNet.Domain.Leagues;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Leagues;

/// <summary>What the change of seasons asks the tables: what is due, who waits, which groups are open. Each is a short read along one index.</summary>
public sealed class LeagueWork
{
    readonly Database _database;
    readonly string _due, _waitingCounts, _waiting, _anyWaiting, _open, _room, _lastGroup, _pieces, _members, _seasons;

    public LeagueWork(Database database)
    {
        _database = database;
        var schema = database.Schema;
        _due = $"""
            select l.id from {schema}.leagues l
            left join lateral (select phase, end_time from {schema}.league_seasons where league_id = l.id and number = l.season offset 0) s on true
            where (l.is_erasing or not (l.is_paused or l.is_over)) and (l.is_erasing
              or (s.phase is null and l.start_time <= $1)
              or s.phase in ({(int)SeasonPhase.Forming}, {(int)SeasonPhase.Closing})
              or s.end_time <= $1
              or (s.phase is not null and exists (select 1 from {schema}.league_members where league_id = l.id and group_number = 0)))
            order by l.id limit $2
            """;
        _waitingCounts = $"select division, count(*) from {schema}.league_members where league_id = $1 and group_number = 0 group by division";
        _waiting = $"""
            select user_id from {schema}.league_members
            where league_id = $1 and group_number = 0 and division between $2 and $3 order by lot, user_id limit $4
            """;
        _anyWaiting = $"select user_id from {schema}.league_members where league_id = $1 and group_number = 0 order by division, lot, user_id limit $2";
        _open = $"""
            select division, number from {schema}.league_groups
            where league_id = $1 and season = $2 and not is_settled order by division, players, number limit $3
            """;
        _room = $"""
            select number from {schema}.league_groups
            where league_id = $1 and season = $2 and division = $3 and not is_settled and players < $4 order by players, number limit 1
            """;
        _lastGroup = $"""
            select number from {schema}.league_groups where league_id = $1 and season = $2 and division = $3 order by number desc limit 1
            """;
        _pieces = $"select season, division, number, board_id from {schema}.league_groups where league_id = $1 order by season, division, number limit $2";
        _members = $"select user_id from {schema}.league_members where league_id = $1 order by user_id limit $2";
        _seasons = $"select number from {schema}.league_seasons where league_id = $1 order by number limit $2";
    }

    /// <summary>Leagues for which something is to be done.</summary>
    public Task<List<string>> Due(DateTimeOffset now, int limit, CancellationToken cancel) =>
        Read(_due, reader => reader.GetString(0), cancel, now.UtcDateTime, limit);

    /// <summary>How many players wait in each division, by the division's number.</summary>
    public Task<List<(int Division, int Players)>> WaitingCounts(string leagueId, CancellationToken cancel) =>
        Read(_waitingCounts, reader => (reader.GetInt32(0), (int)reader.GetInt64(1)), cancel, leagueId);

    /// <summary>Players who wait in divisions from one number to another, in the order of their lots.</summary>
    public Task<List<string>> Waiting(string leagueId, int from, int to, int limit, CancellationToken cancel) =>
        Read(_waiting, reader => reader.GetGuid(0).ToString(), cancel, leagueId, from, to, limit);

    /// <summary>Players who wait.</summary>
    public Task<List<string>> Waiting(string leagueId, int limit, CancellationToken cancel) =>
        Read(_anyWaiting, reader => reader.GetGuid(0).ToString(), cancel, leagueId, limit);

    /// <summary>Groups of a season that are not settled.</summary>
    public Task<List<GroupKey>> Open(string leagueId, int season, int limit, CancellationToken cancel) =>
        Read(_open, reader => new GroupKey(leagueId, season, reader.GetInt32(0), reader.GetInt32(1)), cancel, leagueId, season, limit);

    /// <summary>The emptiest group that has room, else a new one.</summary>
    public async Task<GroupKey> Room(string leagueId, int season, int division, int groupSize, CancellationToken cancel)
    {
        var room = await Read(_room, reader => reader.GetInt32(0), cancel, leagueId, season, division, groupSize);
        return new(leagueId, season, division, room is [var number] ? number : await LastGroup(leagueId, season, division, cancel) + 1);
    }

    /// <summary>The highest number of a group of a division; 0 without any.</summary>
    public async Task<int> LastGroup(string leagueId, int season, int division, CancellationToken cancel) =>
        await Read(_lastGroup, reader => reader.GetInt32(0), cancel, leagueId, season, division) is [var last] ? last : 0;

    /// <summary>Groups of any season, with their boards.</summary>
    public Task<List<(GroupKey Group, string BoardId)>> Groups(string leagueId, int limit, CancellationToken cancel) => Read(
        _pieces, reader => (new GroupKey(leagueId, reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2)), reader.GetString(3)), cancel, leagueId, limit);

    /// <summary>Players who are in a league.</summary>
    public Task<List<string>> Members(string leagueId, int limit, CancellationToken cancel) =>
        Read(_members, reader => reader.GetGuid(0).ToString(), cancel, leagueId, limit);

    /// <summary>Seasons of a league.</summary>
    public Task<List<int>> Seasons(string leagueId, int limit, CancellationToken cancel) =>
        Read(_seasons, reader => reader.GetInt32(0), cancel, leagueId, limit);

    async Task<List<T>> Read<T>(string statement, Func<NpgsqlDataReader, T> row, CancellationToken cancel, params object[] parameters)
    {
        await using var command = _database.Reads.CreateCommand(statement);
        foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        await using var reader = await _database.Query(command, cancel);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancel)) rows.Add(row(reader));
        return rows;
    }
}
