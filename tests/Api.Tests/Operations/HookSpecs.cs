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
        _hooks.Before["WriteLeaderboardRecord"] = _ => Go(new WriteLeaderboardRecordRequest { LeaderboardId = "other", Record = new() { Score = 42 } });
        return _front.Send("POST", Score, """{"score":1}""").ShouldBe(200, """{"leaderboard_id":"other","owner_id":"id-of-ann","username":"ann","score":"42"}""");
    }

    [Theory]
    [InlineData(7, 403, 7)]
    [InlineData(16, 401, 16)]
    [InlineData(0, 500, 13)]
    [InlineData(17, 500, 13)]
    [InlineData(-1, 500, 13)]
    public Task a_before_hooks_refusal_keeps_its_code_when_there_is_such_a_code(int code, int status, int answered)
    {
        _hooks.Before["WriteLeaderboardRecord"] = _ => new Fault((FaultCode)code, "not today");
        return _front.Send("POST", Score, """{"score":1}""").ShouldBeFault(status, answered, "not today");
    }

    [Fact]
    public Task a_before_hook_that_answers_nothing_disables_the_operation()
    {
        _hooks.Before["WriteLeaderboardRecord"] = _ => Go(null);
        return _front.Send("POST", Score, "{}").ShouldBeFault(404, 5, "Requested resource was not found.");
    }

    [Fact]
    public Task an_operation_without_input_can_not_be_disabled_that_way()
    {
        _hooks.Before["GetAccount"] = _ => Go(null);
        return _front.Send("GET", "/v2/account").ShouldBe(200, """{"user":{"id":"id-of-ann"},"wallet":"{}"}""");
    }

    [Fact]
    public async Task hooks_run_after_authentication()
    {
        var ran = false;
        _hooks.Before["WriteLeaderboardRecord"] = request =>
        {
            ran = true;
            return Go(request);
        };
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
        _hooks.Before["AuthenticateDevice"] = Go;
        await _front.Send("POST", "/v2/account/authenticate/device?username=bea", """{"id":"d1"}""", player: null, with: request =>
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("defaultkey:"u8))).ShouldBe(200, """{"created":true,"token":"d1/bea"}""");
        before!.UserId.ShouldBe("");
        (_hooks.Seen.Single().Caller.UserId, _hooks.Seen.Single().Caller.Username).ShouldBe(("d1", "bea"));
        _hooks.Seen.Single().Caller.Correlation.ShouldBe(before.Correlation);
    }

    [Fact]
    public Task a_before_hook_that_throws_is_a_failure_of_ours()
    {
        _hooks.Before["GetAccount"] = _ => throw new InvalidOperationException("a secret of ours");
        return _front.Send("GET", "/v2/account").ShouldBeFault(500, 13, "Internal server error.");
    }

    public async ValueTask InitializeAsync() => _front = await FrontUnderTest.Start(services: services => services.AddSingleton<IScriptHooks>(_hooks));

    public ValueTask DisposeAsync() => _front.DisposeAsync();

    static Answer<HookedRequest> Go(object? request) => new HookedRequest(request);

    sealed class Hooks : IScriptHooks
    {
        public Dictionary<string, Func<object, Answer<HookedRequest>>> Before { get; } = [];

        public Action<Caller> OnBefore { get; set; } = _ => { };

        public List<(object Request, object Response, Caller Caller)> Seen { get; } = [];

        public bool AfterFails { get; set; }

        public bool HasBefore(string operation) => Before.ContainsKey(operation);

        public bool HasAfter(string operation) => true;

        async ValueTask<Answer<HookedRequest>> IScriptHooks.Before(string operation, object request, Caller caller, CancellationToken cancel)
        {
            await Task.Yield();
            OnBefore(caller);
            return Before[operation](request);
        }

        public ValueTask After(string operation, object request, object response, Caller caller, CancellationToken cancel)
        {
            Seen.Add((request, response, caller));
            return AfterFails ? throw new InvalidOperationException("the hook broke") : default;
        }
    }
}
