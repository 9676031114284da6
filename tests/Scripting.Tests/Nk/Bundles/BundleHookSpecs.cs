using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.Nk.Bundles;

namespace KaosNet.Scripting.Tests.Nk.Bundles;

/// <summary>Functions of a bundle around operations and realtime messages (parity runtime.md sections 4 and 5).</summary>
public class BundleHookSpecs
{
    private const string Unreadable = "13: Could not complete runtime Before function.";

    private static readonly Caller Ann = new() { Source = Source.Client, Actor = "u-1", UserId = "u-1", Username = "ann", Correlation = "t-1" };

    private static Protocol.Api.Event Full => new() { Name = "won", Properties = { ["a"] = "1" }, Timestamp = new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero) };

    [Theory]
    [InlineData("event", "{\"name\":\"won\",\"timestamp\":\"2026-11-23T09:00:00Z\",\"external\":false,\"properties\":{\"a\":\"1\"}}")]
    [InlineData("empty event", "{\"name\":\"\",\"timestamp\":null,\"external\":false,\"properties\":{}}")]
    [InlineData("group", "{\"groupId\":\"\",\"name\":\"\",\"description\":null,\"langTag\":\"de\",\"avatarUrl\":null,\"open\":null}")]
    [InlineData("record", "{\"leaderboardId\":\"\",\"record\":{\"score\":\"9223372036854775807\",\"subscore\":\"0\",\"metadata\":\"\",\"operator\":2}}")]
    [InlineData("nothing", "null")]
    public async Task a_request_is_an_object_in_which_every_field_is_there(string kind, string json)
    {
        object request = kind switch
        {
            "event" => Full,
            "empty event" => new Protocol.Api.Event(),
            "group" => new UpdateGroupRequest { Name = "", LangTag = "de" },
            "record" => new WriteLeaderboardRecordRequest { Record = new() { Score = long.MaxValue, Operator = Operator.Set } },
            _ => new Empty(),
        };
        using var bench = Before("throw { message: JSON.stringify(data), code: 3 }");
        var said = await Ask(bench, request);
        said.ShouldStartWith("3: ");
        Sorted(said[3..]).ShouldBe(Sorted(json));
    }

    [Theory]
    [InlineData("return data", "")]
    [InlineData("data.name = 'x'; return data", "")]
    [InlineData("return { name: 'x' }", "")]
    [InlineData("return null", "disabled")]
    [InlineData("", "disabled")]
    [InlineData("return 5", Unreadable)]
    [InlineData("return 'text'", Unreadable)]
    [InlineData("return []", Unreadable)]
    [InlineData("return f", Unreadable)]
    [InlineData("data.nonsense = 1; return data", Unreadable)]
    [InlineData("data.name = 5; return data", Unreadable)]
    [InlineData("data.name = NaN; return data", Unreadable)]
    [InlineData("data.self = data; return data", Unreadable)]
    [InlineData("return { get name() { for (;;); } }", Unreadable)]
    [InlineData("throw { message: 'no', code: 7 }", "7: no")]
    [InlineData("throw { message: 'odd', code: 99 }", "99: odd")]
    [InlineData("throw new Error('boom')", "13: Error: boom at f*")]
    [InlineData("for (;;);", "13: script ended: instruction budget spent")]
    public async Task what_a_function_returns_takes_the_requests_place(string body, string answer)
    {
        using var bench = Before(body);
        var said = await Ask(bench, Full);
        if (answer.EndsWith('*')) said.ShouldStartWith(answer[..^1]);
        else said.ShouldBe(answer);
    }

    [Fact]
    public async Task a_request_comes_back_as_it_went_and_in_either_spelling()
    {
        using var bench = Before("return data");
        ((Protocol.Api.Event)(await Run(bench, Full)).Value.Request!).ShouldBeEquivalentTo(Full);
        using var snake = Before("return { group_id: 'g', langTag: 'de', open: false }");
        var went = (UpdateGroupRequest)(await Run(snake, new UpdateGroupRequest())).Value.Request!;
        (went.GroupId, went.LangTag, went.Open).ShouldBe(("g", "de", false));
    }

    [Fact]
    public async Task a_request_without_fields_goes_on_whatever_is_returned()
    {
        using var bench = Before("return null");
        var request = new Empty();
        (await Run(bench, request)).Value.Request.ShouldBeSameAs(request);
    }

    [Fact]
    public async Task the_context_names_the_caller_and_the_side()
    {
        using var bench = Before("throw { message: [ctx.executionMode, ctx.userId, ctx.username, ctx.traceId, 'headers' in ctx].join(), code: 3 }");
        (await Ask(bench, Full)).ShouldBe("3: before,u-1,ann,t-1,false");
    }

    [Fact]
    public async Task after_an_operation_a_function_sees_both_messages_and_its_errors_are_logged()
    {
        using var bench = BundleBench.OfInit(
            "initializer.registerAfterEvent(h);",
            "function h(ctx, logger, nk, out, data) { logger.info('%s %v %s', ctx.executionMode, out, data.name); if (data.external) throw new Error('late'); }");
        (await Hooks(bench).RunAfter("Event", Full, new Empty(), Ann, TestContext.Current.CancellationToken)).ShouldBeTrue();
        bench.Log.Lines.ShouldContain("Information: after null won");
        (await Hooks(bench).RunAfter("Event", new Protocol.Api.Event { External = true }, new Empty(), Ann, TestContext.Current.CancellationToken)).ShouldBeFalse();
        bench.Log.Lines.ShouldContain(line => line.StartsWith("Error: Function after Event failed: Error: late", StringComparison.Ordinal));
    }

    [Fact]
    public async Task around_a_realtime_message_a_function_sees_the_envelope_with_its_cid()
    {
        using var bench = BundleBench.OfInit(
            "initializer.registerRtBefore('PartyCreate', h);",
            "function h(ctx, logger, nk, envelope) { logger.info(JSON.stringify(envelope)); envelope.partyCreate.maxSize = 3; return envelope; }");
        var hooks = Hooks(bench);
        (hooks.HasBefore("PartyCreate"), hooks.HasAfter("PartyCreate"), hooks.HasBefore("PartyJoin")).ShouldBe((true, false, false));
        var answer = await hooks.Before("PartyCreate", new Envelope { Cid = "7", PartyCreate = new() { Open = true, MaxSize = 9 } }, Ann, TestContext.Current.CancellationToken);
        var went = (Envelope)answer.Value.Request!;
        (went.Cid, went.PartyCreate!.MaxSize, went.PartyCreate.Open).ShouldBe(("7", 3, true));
        bench.Log.Lines.ShouldContain(line => line.Contains("\"cid\":\"7\"") && line.Contains("\"partyCreate\":{") && line.Contains("\"maxSize\":9") && !line.Contains("channelJoin"));
    }

    private static string Sorted(string json)
    {
        if (json == "null") return json;
        var node = System.Text.Json.Nodes.JsonNode.Parse(json)!.AsObject();
        return string.Join(" ", node.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{member.Key}={member.Value?.ToJsonString() ?? "null"}"));
    }

    private static BundleHooks Hooks(BundleBench bench) => new(bench.Host, bench.Settings, bench.Server, null, TimeProvider.System);

    private static BundleBench Before(string body) => BundleBench.Of(
        $"function f(ctx, logger, nk, data) {{ {body} }}\nfunction InitModule(ctx, logger, nk, initializer) {{ initializer.registerBeforeEvent(f); }}");

    private static ValueTask<Answer<HookedRequest>> Run(BundleBench bench, object request) =>
        Hooks(bench).RunBefore("Event", request, Ann, TestContext.Current.CancellationToken);

    private static async Task<string> Ask(BundleBench bench, object request)
    {
        var answer = await Run(bench, request);
        return answer.Fault is { } fault ? $"{(int)fault.Code}: {fault.Message}" : answer.Value.Request is null ? "disabled" : "";
    }
}
