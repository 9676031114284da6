using System.Globalization;
using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Resetting;
using KaosNet.Domain.Storage;
using KaosNet.Domain.Tournaments;
using KaosNet.Projections.Storage;
using KaosNet.Store;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;

namespace KaosNet.Api.Tests.Leaderboards;

/// <summary>Parity 4.3, 6.9 and runtime.md section 8: functions of modules for ends and resets of boards, on the whole server.</summary>
public sealed class BoardFunctionsOfModulesSpecs
{
    static readonly Caller Spec = new() { Source = Source.Script, Actor = "main", Operation = "Spec" };

    const string KeepsItsArguments = """
        local nk = require('nakama')
        local function keep(name)
          return function(context, board, first, second)
            nk.storage_write({{ collection = 'calls', key = name .. ' ' .. board.id .. ' ' .. first, value = {
              mode = context.execution_mode, user = context.user_id, board = board, first = first, second = second } }})
          end
        end
        nk.register_leaderboard_reset(keep('leaderboard_reset'))
        nk.register_tournament_end(keep('tournament_end'))
        nk.register_tournament_reset(keep('tournament_reset'))
        """;

    [Fact]
    public async Task a_reset_tells_of_the_period_that_is_over()
    {
        await using var server = await Start(KeepsItsArguments);
        await Board(server, new("cup") { ResetSchedule = "@daily", SortOrder = SortOrder.Ascending, Operator = ScoreOperator.Increment, Metadata = """{"prize":5}""" });
        var reset = NextDaily(server);
        server.Time.Advance(TimeSpan.FromDays(1));

        var call = await Kept(server, $"leaderboard_reset cup {reset}");
        call.GetProperty("mode").GetString().ShouldBe("leaderboard_reset");
        call.TryGetProperty("user", out _).ShouldBeFalse();
        call.GetProperty("first").GetInt64().ShouldBe(reset);
        call.TryGetProperty("second", out _).ShouldBeFalse();
        var board = call.GetProperty("board");
        board.GetProperty("create_time").GetInt64().ShouldBeLessThan(reset);
        Without(board, "create_time").ShouldBe(
            $$"""{"authoritative":false,"id":"cup","metadata":{"prize":5},"next_reset":"{{reset}}","operator":"increment","prev_reset":"{{reset - 86400}}","sort_order":"0"}""");
    }

    [Fact]
    public async Task an_end_and_a_reset_tell_of_the_tournament_as_it_was_in_its_last_second()
    {
        await using var server = await Start(KeepsItsArguments);
        (await server.Get<IJournal>().Execute(
            new CreateTournament("open", 3600)
            {
                Authoritative = true, ResetSchedule = "@daily", Metadata = """{"prize":5}""", Title = "Open", Description = "For all", Category = 7, MaxSize = 2,
                MaxNumScore = 3, JoinRequired = true,
            },
            Spec)).Fault.ShouldBeNull();
        // Its first window opens with the next day, and is open for an hour.
        var opens = NextDaily(server);
        var (end, reset) = (opens + 3600, opens + 86400);
        server.Time.Advance(TimeSpan.FromDays(2));

        foreach (var (name, call) in new[]
        {
            ("tournament_end", await Kept(server, $"tournament_end open {end}")), ("tournament_reset", await Kept(server, $"tournament_reset open {end}")),
        })
        {
            call.GetProperty("mode").GetString().ShouldBe(name);
            call.GetProperty("second").GetInt64().ShouldBe(reset);
            var tournament = call.GetProperty("board");
            Without(tournament, "create_time", "start_time", "can_enter", "prev_reset").ShouldBe(
                $$"""{"authoritative":true,"category":7,"description":"For all","duration":3600,"end_active":{{end}},"id":"open","join_required":true,"max_num_score":3,"max_size":2,"metadata":{"prize":5},"next_reset":{{reset}},"operator":"best","size":0,"sort_order":"1","start_active":{{opens}},"title":"Open"}""");
            tournament.GetProperty("can_enter").GetBoolean().ShouldBe(name == "tournament_end");
        }
    }

    [Fact]
    public async Task what_a_function_pays_is_committed_with_the_mark_and_names_the_period()
    {
        await using var server = await Start("""
            local nk = require('nakama')
            nk.leaderboard_create('hall', true, 'desc', 'incr')
            nk.register_leaderboard_reset(function(context, leaderboard, reset)
              local records = nk.leaderboard_records_list(leaderboard.id, nil, 10, '', reset)
              nk.leaderboard_create('made', true, 'desc', 'incr')
              for place, record in ipairs(records) do
                nk.leaderboard_record_write('hall', record.owner_id, record.username, 1)
                nk.leaderboard_record_write('made', record.owner_id, record.username, 1)
                nk.notification_send(record.owner_id, 'You came ' .. place, { place = place }, 7, '', true)
                local counts = nk.storage_read({{ collection = 'counts', key = 'paid' }})
                local paid = counts[1] and counts[1].value.paid or 0
                nk.storage_write({{ collection = 'counts', key = 'paid', value = { paid = paid + 1 } }})
              end
            end)
            """);
        await Board(server, new("cup") { ResetSchedule = "@daily" });
        var reset = NextDaily(server);
        TestPlayer ann = await server.SignUp(), bob = await server.SignUp();
        await GameServer.Json(await server.Send("POST", "/v2/leaderboard/cup", ann.Token, """{"score":"10"}"""));
        await GameServer.Json(await server.Send("POST", "/v2/leaderboard/cup", bob.Token, """{"score":"20"}"""));
        server.Time.Advance(TimeSpan.FromDays(1));

        await Eventually.Holds(async () => (await Marks(server, "cup")).ShouldBe(1));
        var caused = await Rows(server, $"select type || ' ' || coalesce(user_name, '') || ' ' || (headers ->> 'operation') from {{s}}.mt_events where causation_id = 'reset:cup:{reset}' order by seq_id");
        string[] forOne = [
            "score_submitted main leaderboard_record_write", "score_submitted main leaderboard_record_write",
            "notification_sent main notification_send", "storage_object_written main storage_write"];
        caused.ShouldBe(["board_period_reset main leaderboard_reset", "leaderboard_created main leaderboard_create", .. forOne, .. forOne]);
        (await Rows(server, $"select count(distinct timestamp)::text from {{s}}.mt_events where causation_id = 'reset:cup:{reset}'")).ShouldBe(["1"]);
        (await Find(server, "counts", "paid"))!.Value.GetProperty("paid").GetInt32().ShouldBe(2);
        // Those who played have had their sessions.
        var eve = await server.SignUp();
        var made = await GameServer.Json(await server.Send("GET", "/v2/leaderboard/made?limit=10", eve.Token));
        made.GetProperty("records").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task a_function_that_fails_half_way_leaves_nothing_and_is_called_again()
    {
        await using var server = await Start("""
            local nk = require('nakama')
            local calls = 0
            nk.register_leaderboard_reset(function(context, leaderboard, reset)
              nk.storage_write({{ collection = 'rewards', key = nk.uuid_v4(), value = { period = reset } }})
              calls = calls + 1
              if calls == 1 then error('no winner') end
            end)
            """);
        await Board(server, new("cup") { ResetSchedule = "@daily" });
        server.Time.Advance(TimeSpan.FromDays(1));

        await Eventually.Holds(async () => (await Marks(server, "cup")).ShouldBe(1));
        (await Rows(server, "select collection from {s}.storage_objects")).ShouldBe(["rewards"]);
    }

    [Fact]
    public async Task a_board_that_another_server_makes_is_looked_after_too()
    {
        await using var first = await Start(KeepsItsArguments);
        await using var second = await first.StartAnother();
        // The first one has had its turn since before the second was there.
        await Board(first, new("warm") { ResetSchedule = "@daily" });
        var reset = NextDaily(first);
        await Board(second, new("cup") { ResetSchedule = "@daily" });
        first.Time.Advance(TimeSpan.FromDays(1));
        second.Time.Advance(TimeSpan.FromDays(1));

        await Kept(second, $"leaderboard_reset cup {reset}");
        await Eventually.Holds(async () => (await Marks(first, "cup")).ShouldBe(1));
        await Eventually.Holds(async () => (await Marks(first, "warm")).ShouldBe(1));
    }

    [Fact]
    public async Task restarts_neither_lose_nor_double_an_instant()
    {
        await using var server = await Start(KeepsItsArguments);
        await Board(server, new("cup") { ResetSchedule = "@daily" });
        var reset = NextDaily(server);
        server.Time.Advance(TimeSpan.FromDays(2));
        await Kept(server, $"leaderboard_reset cup {reset + 86400}");
        server.Time.Advance(TimeSpan.FromDays(3));
        await server.Restart();

        await Kept(server, $"leaderboard_reset cup {reset + (4 * 86400)}");
        await Eventually.Holds(async () => (await Marks(server, "cup")).ShouldBe(5));
        (await Rows(server, "select data ->> 'reset' from {s}.mt_events where stream_id = 'schedule-cup' order by version"))
            .ShouldBe([.. Enumerable.Range(0, 5).Select(day => (reset + (day * 86400)).ToString(CultureInfo.InvariantCulture))]);
    }

    [Theory]
    [InlineData("register_leaderboard_reset")]
    [InlineData("register_tournament_end")]
    [InlineData("register_tournament_reset")]
    public async Task only_functions_can_be_registered(string name)
    {
        var broken = await Should.ThrowAsync<Exception>(() => Start($"require('nakama').{name}('me')"));
        broken.Message.ShouldContain("expects function");
    }

    static async Task<GameServer> Start(string module)
    {
        var folder = TestFolder.Create("modules");
        await File.WriteAllTextAsync(Path.Combine(folder, "main.lua"), module);
        return await GameServer.Start(settings => settings with { Runtime = settings.Runtime with { Path = folder, LuaMinCount = 1, LuaMaxCount = 1 } });
    }

    static async Task Board(GameServer server, CreateLeaderboard command) => (await server.Get<IJournal>().Execute(command, Spec)).Fault.ShouldBeNull();

    static long NextDaily(GameServer server)
    {
        CronSchedule.TryParse("@daily", out var daily, out _).ShouldBeTrue();
        return daily!.Next(server.Time.GetUtcNow())!.Value.ToUnixTimeSeconds();
    }

    static Task<JsonElement> Kept(GameServer server, string call) =>
        Eventually.Gives(async () => await Find(server, "calls", call) ?? throw new ShouldAssertException("Not called: " + call));

    static async Task<JsonElement?> Find(GameServer server, string collection, string key)
    {
        var found = await server.Get<StoredObjects>().Read([new(collection, key, Guid.Parse(ObjectKey.System))], null, CancellationToken.None);
        return found.Count == 0 ? null : JsonSerializer.Deserialize<JsonElement>(found[0].Value);
    }

    /// <summary>A table's other fields, in order of their names.</summary>
    static string Without(JsonElement table, params string[] fields) => JsonSerializer.Serialize(
        table.EnumerateObject().Where(field => !fields.Contains(field.Name)).OrderBy(field => field.Name, StringComparer.Ordinal)
            .ToDictionary(field => field.Name, field => field.Value));

    static async Task<int> Marks(GameServer server, string board) =>
        (await Rows(server, $"select type from {{s}}.mt_events where stream_id = 'schedule-{board}'")).Count;

    static async Task<List<string>> Rows(GameServer server, string sql)
    {
        var database = server.Get<Database>();
        await using var command = database.General.CreateCommand(sql.Replace("{s}", database.Schema, StringComparison.Ordinal));
        await using var reader = await command.ExecuteReaderAsync();
        List<string> rows = [];
        while (await reader.ReadAsync()) rows.Add(reader.GetString(0));
        return rows;
    }
}
