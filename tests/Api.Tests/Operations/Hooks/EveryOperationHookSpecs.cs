using System.Buffers;
using System.Text.Json.Nodes;
using Grpc.Core;
using Grpc.Net.Client;
using KaosNet.Api.Operations;
using KaosNet.Protocol;
using KaosNet.Protocol.Api;
using KaosNet.Store;

namespace KaosNet.Api.Tests.Operations.Hooks;

/// <summary>
/// Functions before and after every operation of the reference's table (parity hooks.tsv): what a Lua module registers is called with the right message, over HTTP, on
/// the real server.
/// </summary>
public sealed class EveryOperationHookSpecs(HookedByLua server) : IClassFixture<HookedByLua>
{
    static readonly OperationRegistry Registry = OperationRegistry.Of(Features.All);

    /// <summary>The operations that functions stand around in the reference.</summary>
    static readonly string[] Table =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Operations", "Parity", "hooks.tsv")).Skip(1).Select(line => line.Split('\t'))
            .Where(cells => cells is [_, "api", not "-", ..]).Select(cells => cells[0]),
    ];

    public static TheoryData<string> Names => [.. Table.Where(name => Registry.Find(name) is not null)];

    public static TheoryData<string> NamesWithFields => [.. Names.Select(row => row.Data).Where(name => Registry.Find(name)!.RequestType != typeof(Empty))];

    [Fact]
    public void every_row_of_the_table_has_its_operation_or_is_known_to_be_missing()
    {
        Table.Length.ShouldBe(83);
        Table.Where(name => Registry.Find(name) is null).Order().ShouldBe(ParityTableSpecs.NotYet.Order());
        Registry.All.Where(operation => !operation.TakesHooks).Select(operation => operation.Name).Order().ShouldBe(["Healthcheck", "RpcFunc"]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task what_runs_before_sees_all_fields_and_may_refuse(string name)
    {
        var operation = Registry.Find(name)!;
        var player = await server.SignUp();
        await server.Plan(name, "refuse");
        var (status, answer) = await server.Ask(operation, player, Sample.Request(operation));
        (status, (int?)answer["code"]).ShouldBe((403, 7), answer.ToJsonString());

        var told = JsonNode.Parse((string)answer["message"]!)!;
        ShouldBeSame(told["request"], Sample.Expected(operation));
        var context = told["context"]!;
        ((string?)context["execution_mode"]).ShouldBe("before");
        ((string?)context["user_id"]).ShouldBe(operation.Access is Access.ServerKey ? null : player.UserId);
    }

    [Theory]
    [MemberData(nameof(NamesWithFields))]
    public async Task nothing_disables_what_takes_something(string name)
    {
        var operation = Registry.Find(name)!;
        await server.Plan(name, "nothing");
        var (status, answer) = await server.Ask(operation, server.Player, Sample.Request(operation));
        (status, (int?)answer["code"], (string?)answer["message"]).ShouldBe((404, 5, "Requested resource was not found."));
        (await server.Seen()).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task what_runs_before_puts_another_request_in_place_and_what_runs_after_sees_it_with_its_answer(string name)
    {
        var operation = Registry.Find(name)!;
        var player = await server.SignUp();
        var good = await new GoodRequests(server, player, await server.SignUp()).Of(name);
        await server.Plan(name, "put", good);
        var (status, answer) = await server.Ask(operation, player, Sample.Request(operation));
        var seen = await server.Seen();
        if (name.StartsWith("Import", StringComparison.Ordinal))
        {
            // No friends can be imported in this version; that the token was seen to shows in the text.
            (status, seen).ShouldBe((400, null));
            ((string?)answer["message"]).ShouldEndWith(" authentication is not configured.");
            return;
        }

        status.ShouldBe(200, answer.ToJsonString());
        seen.ShouldNotBeNull();
        ((string?)seen["name"]).ShouldBe(name);
        ShouldBeSame(seen["into"], good);
        ShouldBeSame(seen["out"], answer);
        ShouldBeCalledBy(operation, player, answer, seen["context"]!);
    }

    [Theory]
    [InlineData("GetAccount", 200)]
    [InlineData("DeleteAccount", 200)]
    [InlineData("GetMatchmakerStats", 200)]
    public async Task what_takes_nothing_goes_on_whatever_is_returned(string name, int expected)
    {
        foreach (var mode in (string[])["nothing", "nonsense"])
        {
            var player = await server.SignUp();
            await server.Plan(name, mode);
            (await server.Ask(Registry.Find(name)!, player, new HttpRequestMessage(new(Registry.Find(name)!.Bindings[0].Method), Registry.Find(name)!.Bindings[0].Path)))
                .Status.ShouldBe(expected);
            (await server.Seen()).ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task over_grpc_the_same_functions_run()
    {
        var player = await server.SignUp();
        using var channel = GrpcChannel.ForAddress(new UriBuilder(server.Game.Client.BaseAddress!) { Port = server.Game.Client.BaseAddress!.Port - 1 }.Uri);

        await server.Plan("UpdateAccount", "refuse");
        var refusal = await Should.ThrowAsync<RpcException>(Update());
        refusal.StatusCode.ShouldBe(StatusCode.PermissionDenied);
        ((string?)JsonNode.Parse(refusal.Status.Detail)!["request"]!["display_name"]).ShouldBe("Ann");

        await server.Plan("UpdateAccount", "put", new JsonObject { ["display_name"] = "Ann of the Hill" });
        await Update();
        ((string?)(await server.Seen())!["into"]!["display_name"]).ShouldBe("Ann of the Hill");
        var account = await GameServer.Json(await server.Game.Send("GET", "/v2/account", player.Token));
        account.GetProperty("user").GetProperty("display_name").GetString().ShouldBe("Ann of the Hill");

        async Task Update()
        {
            var method = new Method<UpdateAccountRequest, Empty>(
                MethodType.Unary, "nakama.api.Nakama", "UpdateAccount", Messages<UpdateAccountRequest>(), Messages<Empty>());
            var headers = new Metadata { { "authorization", "Bearer " + player.Token } };
            await channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(headers), new UpdateAccountRequest { DisplayName = "Ann" });
        }
    }

    [Fact]
    public async Task what_a_function_changes_is_by_its_module_for_the_player()
    {
        await server.Plan("AuthenticateCustom", "gift");
        var (status, answer) = await server.Ask(
            Registry.Find("AuthenticateCustom")!, server.Player, new(HttpMethod.Post, "/v2/account/authenticate/custom") { Content = new StringContent($$"""{"id":"{{Guid.NewGuid()}}"}""") });
        status.ShouldBe(200, answer.ToJsonString());
        var user = TestPlayer.Claims((string)answer["token"]!).GetProperty("uid").GetString();
        var database = server.Game.Get<Database>();
        await using var reading = database.General.CreateCommand(
            $"select concat_ws(' ', type, user_name, headers ->> 'source', headers ->> 'operation', causation_id) from {database.Schema}.mt_events where stream_id = 'wallet-{user}'");
        ((string?)await reading.ExecuteScalarAsync()).ShouldBe("wallet_booked walk script wallet_update api authenticatecustom");
    }

    [Fact]
    public async Task an_error_after_is_nothing_to_the_caller()
    {
        var player = await server.SignUp();
        await server.Plan("GetAccount", "fall");
        (await server.Ask(Registry.Find("GetAccount")!, player, new(HttpMethod.Get, "/v2/account"))).Status.ShouldBe(200);
        (await server.Seen()).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("loop", "script ended: instruction budget spent")]
    [InlineData("odd", "odd")]
    [InlineData("nonsense", "Could not complete runtime Before function.")]
    public async Task a_function_that_goes_wrong_is_that_calls_failure(string mode, string text)
    {
        var player = await server.SignUp();
        const string Change = """{"lang_tag":"de"}""";
        await server.Plan("UpdateAccount", mode);
        var (status, answer) = await server.Ask(Registry.Find("UpdateAccount")!, player, new(HttpMethod.Put, "/v2/account") { Content = new StringContent(Change) });
        (status, (int?)answer["code"], (string?)answer["message"]).ShouldBe((500, 13, text));
        await server.Plan("", "");
        (await server.Ask(Registry.Find("UpdateAccount")!, player, new(HttpMethod.Put, "/v2/account") { Content = new StringContent(Change) })).Status.ShouldBe(200);
    }

    static Marshaller<T> Messages<T>()
        where T : class => new(
        message =>
        {
            var buffer = new ArrayBufferWriter<byte>();
            ProtobufCodec.Serialize(buffer, message);
            return buffer.WrittenSpan.ToArray();
        },
        bytes => ProtobufCodec.Deserialize<T>(new ReadOnlySequence<byte>(bytes)));

    /// <summary>After a sign-in the context is that of the new session.</summary>
    static void ShouldBeCalledBy(Operation operation, TestPlayer player, JsonNode answer, JsonNode context)
    {
        ((string?)context["execution_mode"]).ShouldBe("after");
        if (operation.Access is not Access.ServerKey)
        {
            ((string?)context["user_id"], (string?)context["username"]).ShouldBe((player.UserId, player.Username));
            return;
        }

        var claims = TestPlayer.Claims((string)answer["token"]!);
        ((string?)context["user_id"], (string?)context["username"]).ShouldBe((claims.GetProperty("uid").GetString(), claims.GetProperty("usn").GetString()));
        ((long?)context["user_session_exp"]).ShouldBe(claims.GetProperty("exp").GetInt64());
        ((string?)context["vars"]!["build"]).ShouldBe(GoodRequests.Build);
    }

    static void ShouldBeSame(JsonNode? seen, JsonNode expected) =>
        JsonNode.DeepEquals(seen, expected).ShouldBeTrue($"seen {seen?.ToJsonString()}, expected {expected.ToJsonString()}");
}
