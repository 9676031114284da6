using System.Net.Http.Headers;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;
using KaosNet.Realtime.Scripts;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Api.Tests.Operations;

/// <summary>Section 1.12: server code around operations.</summary>
public sealed class HookSpecs : IAsyncLifetime
{
    const string Score = "/v2/leaderboard/daily";

    readonly Hooks _hooks = new();
    FrontUnderTest _front = null!;

    [Fact]
    public Task a_before_hook_may_replace_the_request()
    {
        _hooks.Load("WriteLeaderboardRecord", _ => Go(new WriteLeaderboardRecordRequest { LeaderboardId = "other", Record = new() { Score = 42 } }));
        return _front.Send("POST", Score, """{"score":1}""").ShouldBe(200, """{"leaderboard_id":"other","owner_id":"id-of-ann","username":"ann","score":"42"}""");
    }

    [Theory]
    [InlineData(7, 403, 7)]
    [InlineData(16, 401, 16)]
    [InlineData(17, 500, 17)]
    [InlineData(1001, 500, 1001)]
    [InlineData(0, 500, 13)]
    [InlineData(-1, 500, 13)]
    public Task a_before_hooks_refusal_keeps_its_code_but_is_never_a_success(int code, int status, int answered)
    {
        _hooks.Load("WriteLeaderboardRecord", _ => new Fault((FaultCode)code, "not today"));
        return _front.Send("POST", Score, """{"score":1}""").ShouldBeFault(status, answered, "not today");
    }

    [Fact]
    public Task a_before_hook_that_answers_nothing_disables_the_operation()
    {
        _hooks.Load("WriteLeaderboardRecord", _ => Go(null));
        return _front.Send("POST", Score, "{}").ShouldBeFault(404, 5, "Requested resource was not found.");
    }

    [Fact]
    public Task an_operation_without_input_can_not_be_disabled_that_way()
    {
        _hooks.Load("GetAccount", _ => Go(null));
        return _front.Send("GET", "/v2/account").ShouldBe(200, """{"user":{"id":"id-of-ann"},"wallet":"{}"}""");
    }

    [Fact]
    public async Task hooks_run_after_authentication()
    {
        var ran = false;
        _hooks.Load("WriteLeaderboardRecord", request =>
        {
            ran = true;
            return Go(request);
        });
        await _front.Send("POST", Score, "{}", player: null).ShouldBeFault(401, 16, "Auth token required");
        ran.ShouldBeFalse();
    }

    [Fact]
    public async Task an_after_hook_sees_request_and_response()
    {
        await _front.Send("POST", Score, """{"score":9}""").ShouldBe(200, """{"leaderboard_id":"daily","owner_id":"id-of-ann","username":"ann","score":"9"}""");
        var seen = _hooks.Seen.ShouldHaveSingleItem();
        ((WriteLeaderboardRecordRequest)seen.Request).Record!.Score.ShouldBe(9);
        ((LeaderboardRecord)seen.Response).Score.ShouldBe(9);
        seen.Caller.UserId.ShouldBe("id-of-ann");
    }

    [Fact]
    public async Task an_after_hook_does_not_run_after_a_refusal()
    {
        await _front.Send("POST", "/v2/friend?ids=a").ShouldBeFault(400, 9, "a");
        _hooks.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task an_after_hooks_failure_does_not_change_the_reply()
    {
        _hooks.AfterFails = true;
        await _front.Send("GET", "/v2/account").ShouldBe(200, """{"user":{"id":"id-of-ann"},"wallet":"{}"}""");
        _hooks.Seen.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task around_signing_in_the_before_hook_sees_nobody_and_the_after_hook_the_player()
    {
        Caller? before = null;
        _hooks.OnBefore = caller => before = caller;
        _hooks.Load("AuthenticateDevice", Go);
        await _front.Send("POST", "/v2/account/authenticate/device?username=bea", """{"id":"d1"}""", player: null, with: request =>
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("defaultkey:"u8))).ShouldBe(200, """{"created":true,"token":"d1/bea"}""");
        before!.UserId.ShouldBe("");
        (_hooks.Seen.Single().Caller.UserId, _hooks.Seen.Single().Caller.Username).ShouldBe(("d1", "bea"));
        _hooks.Seen.Single().Caller.Correlation.ShouldBe(before.Correlation);
    }

    [Fact]
    public Task a_before_hook_that_throws_is_a_failure_of_ours()
    {
        _hooks.Load("GetAccount", _ => throw new InvalidOperationException("a secret of ours"));
        return _front.Send("GET", "/v2/account").ShouldBeFault(500, 13, "Internal server error.");
    }

    [Fact]
    public Task a_before_hook_that_answers_another_kind_of_message_is_a_fault_of_the_function()
    {
        _hooks.Load("WriteLeaderboardRecord", _ => Go(new Empty()));
        return _front.Send("POST", Score, "{}").ShouldBeFault(500, 13, "Could not complete runtime Before function.");
    }

    [Fact]
    public async Task modules_that_load_anew_bring_hooks_and_take_them_away()
    {
        const string Written = """{"leaderboard_id":"daily","owner_id":"id-of-ann","username":"ann","score":"1"}""";
        await _front.Send("POST", Score, """{"score":1}""").ShouldBe(200, Written);
        _hooks.Load("writeLEADERBOARDrecord", _ => new Fault(FaultCode.PermissionDenied, "not today"));
        await _front.Send("POST", Score, """{"score":1}""").ShouldBeFault(403, 7, "not today");
        _hooks.Unload("writeLEADERBOARDrecord");
        await _front.Send("POST", Score, """{"score":1}""").ShouldBe(200, Written);
    }

    [Fact]
    public async Task calls_of_functions_and_the_health_check_take_no_hooks()
    {
        var ran = false;
        foreach (var name in (string[])["Healthcheck", "RpcFunc"])
        {
            _hooks.Load(name, request =>
            {
                ran = true;
                return Go(request);
            });
        }

        await _front.Send("GET", "/healthcheck").ShouldBe(200, "{}");
        await _front.Send("GET", "/v2/rpc/nothing").ShouldBe(404, """{"error":"RPC function not found","code":5,"message":"RPC function not found"}""");
        ran.ShouldBeFalse();
        _hooks.Seen.ShouldBeEmpty();
    }

    public async ValueTask InitializeAsync() => _front = await FrontUnderTest.Start(services: services => services.AddSingleton<IOperationHooks>(_hooks));

    public ValueTask DisposeAsync() => _front.DisposeAsync();

    static Answer<HookedRequest> Go(object? request) => new HookedRequest(request);

    sealed class Hooks : IOperationHooks
    {
        Action? _changed;

        public Dictionary<string, Func<object, Answer<HookedRequest>>> Before { get; } = new(StringComparer.OrdinalIgnoreCase);

        public Action<Caller> OnBefore { get; set; } = _ => { };

        public List<(object Request, object Response, Caller Caller)> Seen { get; } = [];

        public bool AfterFails { get; set; }

        IReadOnlyCollection<string> IOperationHooks.Before => Before.Keys;

        IReadOnlyCollection<string> IOperationHooks.After => ["WriteLeaderboardRecord", "addfriends", "GETACCOUNT", "AuthenticateDevice", "Healthcheck", "RpcFunc"];

        public void WhenChanged(Action act) => _changed += act;

        /// <summary>Puts a function before an operation, as modules do that load anew.</summary>
        public void Load(string operation, Func<object, Answer<HookedRequest>> before)
        {
            Before[operation] = before;
            _changed?.Invoke();
        }

        public void Unload(string operation)
        {
            Before.Remove(operation);
            _changed?.Invoke();
        }

        async ValueTask<Answer<HookedRequest>> IOperationHooks.RunBefore(string operation, object request, Caller caller, CancellationToken cancel)
        {
            await Task.Yield();
            OnBefore(caller);
            return Before[operation](request);
        }

        public ValueTask<bool> RunAfter(string operation, object request, object response, Caller caller, CancellationToken cancel)
        {
            // What is done is done, whether or not the caller waits.
            cancel.CanBeCanceled.ShouldBeFalse();
            Seen.Add((request, response, caller));
            return AfterFails ? throw new InvalidOperationException("the hook broke") : new(true);
        }
    }
}
