using System.Text.Json.Nodes;
using KaosNet.Api.Operations;

namespace KaosNet.Api.Tests.Operations.Hooks;

/// <summary>Functions in JavaScript before and after every operation of the reference's table, over HTTP, on the real server.</summary>
public sealed class EveryOperationInJavaScriptSpecs(HookedByJavaScript server) : IClassFixture<HookedByJavaScript>
{
    static readonly OperationRegistry Registry = OperationRegistry.Of(Features.All);

    public static TheoryData<string> Names => EveryOperationHookSpecs.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task what_runs_before_may_refuse_or_put_another_request_in_place_and_what_runs_after_sees_both_messages(string name)
    {
        var operation = Registry.Find(name)!;
        var player = await server.SignUp();
        var good = await new GoodRequests(server, player, await server.SignUp()).Of(name);
        await server.Plan(name, "refuse");
        var (status, answer) = await server.Ask(operation, player, Sample.Request(operation));
        (status, (int?)answer["code"]).ShouldBe((403, 7), answer.ToJsonString());
        var told = JsonNode.Parse((string)answer["message"]!)!;
        ((string?)told["context"]!["executionMode"]).ShouldBe("before");
        FlatMessage.Of(told["request"]).ShouldBe(FlatMessage.Of(Sample.Expected(operation)));

        await server.Plan(name, "put", good);
        (status, answer) = await server.Ask(operation, player, Sample.Request(operation));
        var seen = await server.Seen();
        if (name.StartsWith("Import", StringComparison.Ordinal))
        {
            // No friends can be imported in this version; that the token was seen to shows in the text.
            (status, seen).ShouldBe((400, null));
            ((string?)answer["message"]).ShouldEndWith(" authentication is not configured.");
            return;
        }

        status.ShouldBe(200, answer.ToJsonString());
        ((string?)seen!["name"], (string?)seen["context"]!["executionMode"]).ShouldBe((name, "after"));
        FlatMessage.Of(seen["into"]).ShouldBe(FlatMessage.Of(good));
        FlatMessage.Of(seen["out"]).ShouldBe(FlatMessage.Of(answer));
    }
}
