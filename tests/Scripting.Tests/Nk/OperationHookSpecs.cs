using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.Nk;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Scripting.Tests.Nk;

/// <summary>Functions of Lua modules around operations (parity runtime.md sections 4, 5 and 7).</summary>
public class OperationHookSpecs
{
    private const string Unreadable = "13: Could not complete runtime Before function.";

    private static readonly Caller Ann = new()
    {
        Source = Source.Client, Actor = "u-1", UserId = "u-1", Username = "ann", Vars = new Dictionary<string, string> { ["build"] = "42" },
        SessionExpiry = 77, ClientAddress = "10.0.0.1", ClientPort = "5000", Correlation = "t-1", Operation = "UpdateGroup",
    };

    private static readonly HookNames Names = new(["AuthenticateDevice", "AuthenticateEmail", "GetAccount", "UpdateGroup", "Event"]);

    /// <summary>A message with every kind of field that operations have, some of them unset or zero.</summary>
    private static Event Full => new()
    {
        Name = "won \"big\"\n\0ü", Properties = { ["a"] = "1", ["ü"] = "" }, Timestamp = new DateTimeOffset(2026, 11, 23, 9, 0, 0, 500, TimeSpan.Zero),
    };

    [Fact]
    public async Task a_request_is_a_table_of_its_json_form()
    {
        using var bench = Before("error({ nk.json_encode(payload), 3 })");
        (await Ask(bench, Full)).ShouldBe("""3: {"name":"won \"big\"\n\u0000ü","properties":{"a":"1","ü":""},"timestamp":"2026-11-23T09:00:00.500Z"}""");
        (await Ask(bench, new Event { External = true })).ShouldBe("""3: {"external":true}""");
        (await Ask(bench, new WriteLeaderboardRecordRequest { Record = new() { Score = long.MaxValue, Operator = Operator.Set } }))
            .ShouldBe("""3: {"record":{"operator":2,"score":"9223372036854775807"}}""");
        (await Ask(bench, new UpdateGroupRequest { Name = "", Open = false })).ShouldBe("""3: {"name":"","open":false}""");
        (await Ask(bench, new Empty())).ShouldBe("3: {}");
    }

    [Fact]
    public async Task what_is_returned_takes_the_requests_place_and_nothing_is_merged()
    {
        using var bench = Before("return { name = 'other', properties = {}, timestamp = payload.timestamp }");
        var went = (Event)(await Run(bench, Full)).Value.Request!;
        (went.Name, went.Properties.Count, went.Timestamp).ShouldBe(("other", 0, Full.Timestamp));
    }

    [Fact]
    public async Task a_request_that_is_returned_as_it_came_is_the_same()
    {
        using var bench = Before("return payload");
        ((Event)(await Run(bench, Full)).Value.Request!).ShouldBeEquivalentTo(Full);
    }

    [Theory]
    [InlineData("payload.nonsense = 1 return payload")]
    [InlineData("payload.name = 5 return payload")]
    [InlineData("payload.properties = 'x' return payload")]
    [InlineData("payload.timestamp = 'yesterday' return payload")]
    [InlineData("payload.name = 0/0 return payload")]
    [InlineData("payload.external = 'true' return payload")]
    [InlineData("payload.self = payload return payload")]
    [InlineData("return 7")]
    [InlineData("return false")]
    [InlineData("return 'text'")]
    [InlineData("return { 1, 2 }")]
    [InlineData("return print")]
    public async Task what_is_no_such_request_is_an_error_with_a_line_in_the_log(string body)
    {
        using var bench = Before(body);
        (await Ask(bench, Full)).ShouldBe(Unreadable);
        bench.Log.Lines.ShouldContain(line => line.StartsWith("Error: The function of main before Event returned", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("payload.user_ids = {} return payload", Unreadable)]
    [InlineData("payload.user_ids = nil return payload", "")]
    [InlineData("payload.user_ids[3] = 'x' return payload", Unreadable)]
    public async Task a_list_that_was_emptied_is_no_list(string body, string expected)
    {
        using var bench = Before(body, "KickGroupUsers");
        (await Ask(bench, new KickGroupUsersRequest { UserIds = { "a" } }, "KickGroupUsers")).ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("return nil")]
    [InlineData("return payload, nil")]
    public async Task nothing_disables_the_operation(string body)
    {
        using var bench = Before(body);
        (await Run(bench, Full)).Value.Request.ShouldBeNull();
        (await Run(bench, new Empty())).Value.Request.ShouldBeOfType<Empty>();
    }

    [Theory]
    [InlineData("return 7")]
    [InlineData("return { nonsense = 1 }")]
    public async Task a_request_without_fields_goes_on_whatever_is_returned(string body)
    {
        using var bench = Before(body);
        (await Run(bench, new Empty())).Value.Request.ShouldBeOfType<Empty>();
    }

    [Theory]
    [InlineData("error({ 'not today', 9 })", "9: not today")]
    [InlineData("error({ 'mine', 1001 })", "1001: mine")]
    [InlineData("error({ 'odd', 0 })", "0: odd")]
    [InlineData("error({ 'odd', -1 })", "-1: odd")]
    [InlineData("error({ 'odd', 'x' })", "13: odd")]
    [InlineData("error({ 'only text' })", "13: only text")]
    [InlineData("error('text')", "13: text")]
    [InlineData("local x = nil return x.y", "13: attempt to index a nil value (local 'x')")]
    [InlineData("while true do end", "13: script ended: instruction budget spent")]
    public async Task an_error_refuses_with_its_text_and_the_code_that_was_chosen(string body, string expected)
    {
        using var bench = Before(body, settings: ModuleBench.Defaults with { Instructions = 1_000_000 });
        for (var again = 0; again < 3; again++) (await Ask(bench, Full)).ShouldBe(expected);
    }

    [Fact]
    public async Task a_context_tells_of_the_player_and_of_nobody_before_sign_in()
    {
        using var bench = Before("error({ nk.json_encode(context), 3 })");
        (await Ask(bench, Full)).ShouldBe("3: " +
            """
            {"client_ip":"10.0.0.1","client_port":"5000","env":{"season":"3"},"execution_mode":"before","headers":{},
            "node":"node1","query_params":{},"trace_id":"t-1","user_id":"u-1","user_session_exp":77,
            "username":"ann","vars":{"build":"42"},"version":"9.9"}
            """.ReplaceLineEndings(""));
        (await Ask(bench, Full, caller: new() { Source = Source.Client }))
            .ShouldBe("""3: {"env":{"season":"3"},"execution_mode":"before","headers":{},"node":"node1","query_params":{},"version":"9.9"}""");
    }

    [Fact]
    public async Task what_runs_after_sees_answer_and_request()
    {
        using var bench = Bench("nk.register_req_after(function(context, out, into) nk.logger_info(context.execution_mode .. nk.json_encode({ out, into })) end, 'event')");
        var hooks = HooksOf(bench);
        (await hooks.RunAfter("Event", new Event { Name = "won" }, new LeaderboardRecord { Score = 5, MaxNumScore = 2 }, Ann, CancellationToken.None)).ShouldBeTrue();
        bench.Log.Lines.ShouldContain("""Information: after[{"max_num_score":2,"score":"5"},{"name":"won"}]""");
        (await hooks.RunAfter("Event", new Empty(), new Empty(), Ann, CancellationToken.None)).ShouldBeTrue();
        bench.Log.Lines.ShouldContain("Information: after[{},{}]");
    }

    [Theory]
    [InlineData("error('broken')")]
    [InlineData("while true do end")]
    public async Task an_error_after_is_logged_and_counted(string body)
    {
        using var bench = Bench($"nk.register_req_after(function() {body} end, 'Event')", ModuleBench.Defaults with { Instructions = 1_000_000 });
        (await HooksOf(bench).RunAfter("Event", Full, new Empty(), Ann, CancellationToken.None)).ShouldBeFalse();
        bench.Log.Lines.ShouldContain(line => line.StartsWith("Error: Function after Event failed: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task the_last_registration_wins_whatever_its_case_and_unknown_names_are_taken()
    {
        using var bench = Bench("""
            for i = 1, 2 do nk.register_req_before(function() error({ 'v' .. i, 3 }) end, i == 1 and 'Event' or 'eVENT') end
            nk.register_req_before(print, 'NoSuchThing')
            nk.register_req_after(print, 'MatchCreate')
            """);
        (await Ask(bench, Full)).ShouldBe("3: v2");
        var hooks = HooksOf(bench);
        hooks.Before.Order().ShouldBe(["Event", "NoSuchThing"]);
        hooks.After.ShouldBe(["MatchCreate"]);
        (await hooks.RunBefore("Other", Full, Ann, CancellationToken.None)).Value.Request.ShouldNotBeNull();
        (await hooks.RunAfter("Other", Full, new Empty(), Ann, CancellationToken.None)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("GetAccount", "GetAccount")]
    [InlineData("get_account", "GetAccount")]
    [InlineData("getaccount", "GetAccount")]
    [InlineData("getAccount", "GetAccount")]
    [InlineData("AUTHENTICATE_device", "AuthenticateDevice")]
    [InlineData("authenticate", "AuthenticateDevice AuthenticateEmail")]
    public void our_own_registration_takes_names_of_operations_in_any_spelling(string name, string expected)
    {
        using var bench = Bench($"nk.register_before('{name}', print) require('kaos').register_after('{name}', print)");
        var hooks = HooksOf(bench);
        string.Join(' ', hooks.Before.Order()).ShouldBe(expected);
        string.Join(' ', hooks.After.Order()).ShouldBe(expected);
        MessagesOf(bench).HasBefore(expected).ShouldBeFalse();
    }

    [Theory]
    [InlineData("MatchDataSend")]
    [InlineData("match_data_send")]
    public void and_names_of_realtime_messages(string name)
    {
        using var bench = Bench($"nk.register_before('{name}', print) nk.register_after('{name}', print)");
        (MessagesOf(bench).HasBefore("MatchDataSend"), MessagesOf(bench).HasAfter("MatchDataSend")).ShouldBe((true, true));
        HooksOf(bench).Before.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("nk.register_before('get_acount', print)", "(expects the name of an operation or realtime message, \"get_acount\" is none; is it GetAccount?)")]
    [InlineData("nk.register_after('AuthenticateDevise', print)", "\"AuthenticateDevise\" is none; is it AuthenticateDevice or AuthenticateEmail?)")]
    [InlineData("nk.register_before('match_join_', print) nk.register_before('macth_join', print)", "\"macth_join\" is none; is it MatchJoin")]
    [InlineData("nk.register_before('rpc', print)", "\"rpc\" is none")]
    [InlineData("nk.register_before('something else entirely', print)", "\"something else entirely\" is none)")]
    [InlineData("nk.register_before('', print)", "bad argument #1 to register_before (expects the name of an operation or realtime message)")]
    [InlineData("nk.register_before(print, 'GetAccount')", "bad argument #1 to register_before (string expected, got function)")]
    [InlineData("nk.register_after('GetAccount')", "bad argument #2 to register_after (expects function)")]
    [InlineData("nk.register_req_before('GetAccount', print)", "bad argument #1 to register_req_before (expects function)")]
    [InlineData("nk.register_req_after(print, '')", "bad argument #2 to register_req_after (expects method name)")]
    [InlineData("nk.register_rt_before(print, '')", "bad argument #2 to register_rt_before (expects message name)")]
    public void a_wrong_registration_stops_the_start_and_says_what_may_be_meant(string source, string reason)
    {
        var refusal = Should.Throw<ModulesRefusedException>(() => Bench(source)).Message;
        refusal.ShouldContain(reason);
    }

    [Fact]
    public void names_are_there_once_the_modules_are_loaded()
    {
        using var bench = ModuleBench.Unloaded("require('nakama').register_req_before(print, 'GetAccount')");
        var hooks = HooksOf(bench);
        var told = new List<string>();
        hooks.WhenChanged(() => told.AddRange(hooks.Before));
        hooks.Before.ShouldBeEmpty();
        bench.Host.Load();
        told.ShouldBe(["GetAccount"]);
    }

    [Fact]
    public async Task the_example_of_the_page_does_what_it_says()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, "docs", "reference", "modules.md"));
        var example = page[page.IndexOf("## Functions around operations", StringComparison.Ordinal)..].Split("```lua")[1].Split("```")[0];
        using var bench = ModuleBench.Of(example);
        var request = new AuthenticateDeviceRequest { Account = new() { Id = "device-1" }, Username = "ann" };
        (await Ask(bench, request, "AuthenticateDevice")).ShouldBe("3: That name is too short");
        request.Username = "anna";
        var went = (AuthenticateDeviceRequest)(await Run(bench, request, "AuthenticateDevice")).Value.Request!;
        (went.Username, went.Account!.Id, went.Account.Vars["region"]).ShouldBe(("anna", "device-1", "eu"));
        HooksOf(bench).After.ShouldBe(["AuthenticateDevice"]);
        (await HooksOf(bench).RunAfter("AuthenticateDevice", request, new Session(), Ann, CancellationToken.None)).ShouldBeTrue();
    }

    [Fact]
    public async Task registering_in_a_call_does_nothing()
    {
        using var bench = ModuleBench.OfFunction("nk.register_req_before(print, 'Event') nk.register_before('no_such_name', print) return 'ok'");
        (await bench.Say()).ShouldBe("ok");
        HooksOf(bench).Before.ShouldBeEmpty();
    }

    private static ModuleBench Before(string body, string operation = "Event", ScriptSettings? settings = null) =>
        Bench($"nk.register_req_before(function(context, payload) {body} end, '{operation}')", settings);

    private static ModuleBench Bench(string source, ScriptSettings? settings = null) => ModuleBench.Of(
        new Dictionary<string, string> { ["main"] = "local nk = require('nakama')\n" + source }, new ServiceCollection().AddSingleton(Names).BuildServiceProvider(), settings);

    private static ModuleOperationHooks HooksOf(ModuleBench bench) => new(bench.Host, bench.Settings, bench.Server, TimeProvider.System);

    /// <summary>Who is connected is only asked for when a message comes.</summary>
    private static ModuleRealtimeHooks MessagesOf(ModuleBench bench) => new(bench.Host, bench.Settings, bench.Server, sessions: null!, TimeProvider.System);

    private static ValueTask<Answer<HookedRequest>> Run(ModuleBench bench, object request, string operation = "Event", Caller? caller = null) =>
        HooksOf(bench).RunBefore(operation, request, caller ?? Ann, CancellationToken.None);

    /// <summary>The refusal as "code: text", or nothing when the request goes on.</summary>
    private static async Task<string> Ask(ModuleBench bench, object request, string operation = "Event", Caller? caller = null)
    {
        var answer = await Run(bench, request, operation, caller);
        return answer.Fault is { } fault ? $"{(int)fault.Code}: {fault.Message}" : "";
    }
}
