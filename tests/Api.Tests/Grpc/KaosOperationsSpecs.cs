using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Grpc.Core;
using Grpc.Net.Client;
using KaosNet.Api.Operations;
using KaosNet.Api.Tests.BadInput;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Protocol;
using KaosNet.Store.Journal;

namespace KaosNet.Api.Tests.Grpc;

/// <summary>
/// Every operation under <c>/v2/kaos</c> answers over gRPC what it answers over REST. One story is played over both, step by step, by players and on boards
/// of their own; what only looks is asked over both about the same things.
/// </summary>
public sealed partial class KaosOperationsSpecs(GameServer server) : IClassFixture<GameServer>
{
    static readonly OperationRegistry Registry = OperationRegistry.Of(Features.All);

    const string Divisions = """[{"name":"Gold","group_size":4,"relegated":1},{"name":"Silver","group_size":4,"promoted":1}]""";

    /// <summary>Operation, who asks, the request, and what of the answer later steps go by. Words with a dollar stand for what is of the story's own.</summary>
    static readonly Step[] Story =
    [
        new("UpdateWallets", "server", """{"updates":[{"user_id":"$ann","changeset":{"coins":"10"},"metadata":"{\"for\":\"entry\"}"}],"update_ledger":true}"""),
        new("UpdateWallets", "server", """{"updates":[{"user_id":"$ann","changeset":{"coins":"-11"}}]}"""),
        new("GetWallet", "server", """{"user_id":"$ann"}"""),
        new("ListWalletLedger", "server", """{"user_id":"$ann","limit":10}""", "$item", "items", "0", "id"),
        new("ReverseWalletLedgerItem", "server", """{"user_id":"$ann","item_id":"$item","author":"mod","reason":"by mistake"}"""),

        new("ListEvents", "server", """{"from":"start","user":"$ann","limit":2}"""),
        new("ListEvents", "server", """{"from":"yesterday"}"""),
        new("CreateEventSubscription", "server", """{"name":"s-name","url":"http://127.0.0.1:9/","from":"now","slices":["bracket"],"user":"$ann","attempts":1,"secret":"sixteen characters"}"""),
        new("PauseEventSubscription", "server", """{"name":"s-name"}"""),
        new("ChangeEventSubscription", "server", """{"name":"s-name","url":"http://127.0.0.1:9/more","types":["bracket_created"],"batch_size":7}"""),
        new("GetEventSubscription", "server", """{"name":"nobodys"}"""),
        new("GetEventSubscription", "server", """{"name":"s-name"}"""),
        new("ListEventSubscriptions", "server", "{}"),
        new("ListDeadLetters", "server", """{"name":"s-name","limit":5}"""),
        new("ReplayDeadLetter", "server", """{"name":"s-name","id":"1"}"""),
        new("DeleteDeadLetter", "server", """{"name":"s-name","id":"1"}"""),
        new("ResumeEventSubscription", "server", """{"name":"s-name"}"""),
        new("DeleteEventSubscription", "server", """{"name":"s-name"}"""),

        new("ListScoreSubmissions", "server", """{"leaderboard_id":"$board","owner_id":"$ann"}"""),
        new("ListLeaderboardRanks", "ann", """{"leaderboard_id":"$board","owner_ids":["$ann"]}"""),
        new("ListLeaderboardRecordsAt", "server", """{"leaderboard_id":"$board","at":"$moment","limit":1}"""),
        new("GetLeaderboardRecordAt", "server", """{"leaderboard_id":"$board","owner_id":"$ann","version":"1"}"""),
        new("Disqualify", "server", """{"author":"mod","reason":"speed hack","leaderboard_id":"$board","expiry":"0","owner_id":"$ann","submission":"2"}""", "$disqualification", "id"),
        new("GetDisqualification", "server", """{"disqualification_id":"$disqualification","limit":10}"""),
        new("ListDisqualifications", "server", """{"limit":1}"""),
        new("UndoDisqualification", "server", """{"disqualification_id":"$disqualification","author":"boss","reason":"was lag"}"""),
        new("GetDisqualification", "server", """{"disqualification_id":"$nobody"}"""),

        new("PreviewUndo", "server", """{"event":"1000000000"}"""),
        new("Undo", "server", """{"event":"1","author":"boss"}"""),
        new("GetUndo", "server", """{"undo_id":"$nobody"}"""),
        new("ListUndos", "server", """{"limit":1}"""),

        new("GetAccountAt", "server", """{"user_id":"$ann","version":"1"}"""),
        new("GetWalletAt", "server", """{"user_id":"$ann","at":"$moment"}"""),
        new("GetGroupAt", "server", """{"id":"$nobody"}"""),
        new("GetNotificationAt", "server", """{"id":"$nobody"}"""),
        new("GetChannelMessageAt", "server", """{"id":"$nobody"}"""),
        new("GetMatchAt", "server", """{"id":"$nobody"}"""),
        new("GetStorageObjectAt", "server", """{"collection":"saves","key":"one","user_id":"$ann"}"""),
        new("GetFriendshipAt", "server", """{"user_id":"$ann","friend_id":"$bob"}"""),
        new("ListFriendsAt", "server", """{"user_id":"$ann"}"""),
        new("ExportUser", "server", """{"user_id":"$ann"}"""),

        new("CreateLeague", "server", $$"""{"id":"$league","title":"Ladder","rules":{"divisions":{{Divisions}},"operator":2,"inactive":1},"metadata":"{\"a\":1}"}"""),
        new("CreateLeague", "server", """{"id":"$league-2","rules":{"divisions":[]}}"""),
        new("UpdateLeague", "server", """{"league_id":"$league","title":"The Ladder"}"""),
        new("GetLeague", "ann", """{"league_id":"$league"}"""),
        new("GetLeagueAt", "server", """{"id":"$league"}"""),
        new("ListLeagues", "ann", """{"limit":10}"""),
        new("JoinLeague", "ann", """{"league_id":"$league"}"""),
        new("GetLeaguePlace", "ann", """{"league_id":"$league"}"""),
        new("WriteLeagueScore", "ann", """{"league_id":"$league","record":{"score":"50","subscore":"1","metadata":"{\"with\":\"sword\"}"}}"""),
        new("AddLeagueMember", "server", """{"league_id":"$league","user_id":"$bob"}"""),
        new("WriteLeagueMemberScore", "server", """{"league_id":"$league","user_id":"$bob","record":{"score":"70"}}"""),
        new("ListLeagueStandings", "ann", """{"league_id":"$league"}"""),
        new("ListLeagueGroups", "ann", """{"league_id":"$league","season":1}"""),
        new("ListLeagueSeasons", "ann", """{"league_id":"$league"}"""),
        new("PauseLeague", "server", """{"league_id":"$league"}"""),
        new("WriteLeagueScore", "ann", """{"league_id":"$league","record":{"score":"60"}}"""),
        new("ResumeLeague", "server", """{"league_id":"$league"}"""),
        new("MoveLeagueMember", "server", """{"league_id":"$league","user_id":"$bob","division":1}"""),
        new("RemoveLeagueMember", "server", """{"league_id":"$league","user_id":"$bob"}"""),
        new("LeaveLeague", "ann", """{"league_id":"$league"}"""),
        new("ListLeagueResults", "ann", """{"league_id":"$league"}"""),
        new("EndLeagueSeason", "server", """{"league_id":"$league"}"""),
        new("DeleteLeague", "server", """{"league_id":"$league"}"""),

        new("CreateBracket", "server", """
            {"rules":{"format":"single_elimination","title":"Cup","open_entry":true,"self_report":true,"best_of":3,"check_in_seconds":3600}}
            """, "$bracket", "id"),
        new("JoinBracket", "ann", """{"bracket_id":"$bracket"}"""),
        new("LeaveBracket", "ann", """{"bracket_id":"$bracket"}"""),
        new("JoinBracket", "ann", """{"bracket_id":"$bracket"}"""),
        new("AddBracketEntrants", "server", """{"bracket_id":"$bracket","user_ids":["$bob"]}"""),
        new("StartBracket", "server", """{"bracket_id":"$bracket","seeding":"entry"}"""),
        new("CheckInToBracket", "ann", """{"bracket_id":"$bracket"}"""),
        new("ClaimBracketResult", "ann", """{"bracket_id":"$bracket","pairing":1,"result":{"first_score":2}}"""),
        new("GetBracket", "ann", """{"bracket_id":"$bracket"}"""),
        new("GetBracketAt", "server", """{"id":"$bracket"}"""),
        new("ListBrackets", "ann", """{"limit":10}"""),
        new("ReportBracketResult", "server", """{"bracket_id":"$bracket","pairing":1,"result":{"first_score":2,"second_score":1}}"""),
        new("CorrectBracketResult", "server", """{"bracket_id":"$bracket","pairing":1,"result":{"first_score":1,"second_score":2},"reason":"misread"}"""),
        new("WithdrawBracketEntrant", "server", """{"bracket_id":"$bracket","user_id":"$bob","reason":"asked to"}"""),
        new("CancelBracket", "server", """{"bracket_id":"$bracket","reason":"rain"}"""),
        new("CancelBracket", "server", """{"bracket_id":"$nobody","reason":"rain"}"""),

        new("ForgetUser", "server", """{"user_id":"$bob","author":"mod","reason":"asked to","dry_run":true}"""),
        new("GetForgottenUser", "server", """{"user_id":"$nobody"}"""),
    ];

    [Fact]
    public async Task every_operation_of_ours_answers_over_grpc_as_over_rest()
    {
        Registry.All.Where(operation => operation.Bindings[0].Path.StartsWith("/v2/kaos/", StringComparison.Ordinal)).Select(operation => operation.Name)
            .Except(Story.Select(step => step.Operation)).ShouldBeEmpty("all are in the story");

        var (rest, grpc) = (await Open("rest"), await Open("grpc"));
        using var channel = GrpcChannel.ForAddress(new UriBuilder(server.Client.BaseAddress!) { Port = server.Client.BaseAddress!.Port - 1 }.Uri);
        foreach (var step in Story)
        {
            var operation = Registry.Find(step.Operation)!;
            var overRest = await Rest(operation, step.Who, rest, rest.Fill(step.Request));
            var over = operation.Bindings[0].Method == "GET" ? rest : grpc;
            var overGrpc = await Grpc(channel.CreateCallInvoker(), operation, step.Who, over, over.Fill(step.Request));
            over.Told(overGrpc).ShouldBe(rest.Told(overRest), step.Operation + " " + step.Request);

            if (step.Keep is null) continue;
            rest.Keep(step.Keep, overRest, step.Path);
            // What is looked at is the other's until now.
            grpc.Keep(step.Keep, over == grpc ? overGrpc : await Rest(operation, step.Who, grpc, grpc.Fill(step.Request)), step.Path);
        }
    }

    async Task<World> Open(string name)
    {
        var (ann, bob) = (await server.SignUp("ann-" + name), await server.SignUp("bob-" + name));
        var board = "board-" + name;
        var script = new Caller { Source = Source.Script, Actor = "main.lua", Operation = "Spec" };
        (await server.Get<IJournal>().Execute(new CreateLeaderboard(board) { EnableRanks = true }, script)).Fault.ShouldBeNull();
        foreach (var (player, score) in new[] { (ann, 120), (ann, 9000), (bob, 300) })
            (await server.Send("POST", "/v2/leaderboard/" + board, player.Token, $$"""{"score":"{{score}}"}""")).EnsureSuccessStatusCode();
        return new(ann, bob, new()
        {
            ["$ann"] = ann.UserId, ["$bob"] = bob.UserId, ["$board"] = board, ["$league"] = "league-" + name, ["$moment"] = $"{server.Time.GetUtcNow():O}".Replace("+00:00", "Z"),
            ["$nobody"] = Guid.Empty.ToString()[..^1] + "1", ["-name"] = "-" + name,
        });
    }

    /// <summary>The answer's body, or code and text of a refusal.</summary>
    async Task<string> Rest(Operation operation, string who, World world, string request)
    {
        using var read = JsonDocument.Parse(request);
        var fields = read.RootElement;
        using var sent = new BadRequests(
            operation, field => fields.TryGetProperty(field.Name, out var value) ? value.GetRawText() : null, new("story", "")).Request();
        // Messages within messages are given as they are, not field by field.
        if (operation.Bindings[0].Body is BodySource.Whole) sent.Content = new StringContent(request, Encoding.UTF8, "application/json");
        if (operation.Bindings[0] is { Body: BodySource.Field, BodyField: { } body }) sent.Content = new StringContent(fields.GetProperty(body).GetRawText(), Encoding.UTF8, "application/json");
        sent.Headers.TryAddWithoutValidation("Authorization", world.Credential(who));
        using var response = await server.Client.SendAsync(sent);
        var text = await response.Content.ReadAsStringAsync();
        if (response.IsSuccessStatusCode) return text;
        var refusal = JsonSerializer.Deserialize<JsonElement>(text);
        return $"{refusal.GetProperty("code").GetInt32()} {refusal.GetProperty("message").GetString()}";
    }

    static async Task<string> Grpc(CallInvoker invoker, Operation operation, string who, World world, string request)
    {
        var message = Activator.CreateInstance(operation.RequestType)!;
        JsonCodec.Deserialize(Encoding.UTF8.GetBytes(request), message, JsonRules.Rest).ShouldBeNull();
        var method = new Method<object, object>(MethodType.Unary, "nakama.api.Nakama", operation.Name, Messages(operation.RequestType), Messages(operation.ResponseType));
        try
        {
            var answer = await invoker.AsyncUnaryCall(method, null, new CallOptions([new("authorization", world.Credential(who))]), message);
            var json = new ArrayBufferWriter<byte>();
            JsonCodec.Serialize(json, answer);
            return Encoding.UTF8.GetString(json.WrittenSpan);
        }
        catch (RpcException refused)
        {
            return $"{(int)refused.StatusCode} {refused.Status.Detail}";
        }
    }

    static Marshaller<object> Messages(Type type) => new(
        message =>
        {
            var bytes = new ArrayBufferWriter<byte>();
            ProtobufCodec.Serialize(bytes, message);
            return bytes.WrittenSpan.ToArray();
        },
        bytes => ProtobufCodec.Deserialize(type, new ReadOnlySequence<byte>(bytes)));

    sealed record Step(string Operation, string Who, string Request, string? Keep = null, params string[] Path);

    /// <summary>What one of the two stories calls its players and things.</summary>
    sealed partial class World(TestPlayer ann, TestPlayer bob, Dictionary<string, string> names)
    {
        public string Fill(string request) => names.OrderByDescending(name => name.Key.Length).Aggregate(request, (text, name) => text.Replace(name.Key, name.Value, StringComparison.Ordinal)).Trim();

        /// <summary>An answer without what differs from story to story and from call to call.</summary>
        public string Told(string answer)
        {
            foreach (var (name, value) in names.OrderByDescending(name => name.Value.Length)) answer = answer.Replace(value, name, StringComparison.Ordinal);
            return Passing().Replace(Lag().Replace(answer, ""), "~");
        }

        public void Keep(string name, string answer, string[] path) => names[name] = path.Aggregate(
            JsonSerializer.Deserialize<JsonElement>(answer), (json, part) => int.TryParse(part, out var place) ? json[place] : json.GetProperty(part)).GetString()!;

        public string Credential(string who) => who switch
        {
            "ann" => "Bearer " + ann.Token,
            "bob" => "Bearer " + bob.Token,
            _ => "Basic ZGVmYXVsdGh0dHBrZXk6",
        };

        /// <summary>Ids that are made up, times, and places among all events.</summary>
        [GeneratedRegex("""[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|\d{4}-\d\d-\d\dT[0-9:.]+Z|(?<="(position|sequence|cause|correlation|next_cursor|prev_cursor|cursor)":")[^"]+""")]
        private static partial Regex Passing();

        /// <summary>How far a subscription is behind at the moment; left out where it is not.</summary>
        [GeneratedRegex("""\"lag_(events|seconds)\":\"\d+\",""")]
        private static partial Regex Lag();
    }
}
