using System.Text;
using System.Text.Json.Nodes;
using KaosNet.Api.Configuration;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Replay;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Api.Tests.Sockets;

public class AuthoritativeMatchSpecs : IAsyncLifetime
{
    readonly EchoScripts _scripts = new();
    SocketsUnderTest _server = null!;
    string _match = "";

    public async ValueTask InitializeAsync()
    {
        _server = await SocketsUnderTest.Start(
            session: new SessionSettings { SingleSocket = true, SingleMatch = true }, with: services => services.AddSingleton<IMatchScripts>(_scripts));
        _match = (await _server.Get<IMatches>().Create("echo", "{}")).Value;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task joining_tells_label_and_members()
    {
        await using var ann = await _server.Open("ann");
        await using var bob = await _server.Open("bob");
        var first = (await Join(ann))["match"]!.AsObject();
        first.Select(field => field.Key).ShouldBe(["match_id", "authoritative", "label", "self"]);
        ((string?)first["match_id"], (bool?)first["authoritative"], (string?)first["label"]).ShouldBe((_match, true, "open"));

        var second = (await Join(bob))["match"]!;
        ((int?)second["size"], (string?)second["presences"]![0]!["username"]).ShouldBe((1, "ann"));
        while (Names((await ann.Receive("match_presence_event"))["match_presence_event"]!["joins"]) is not ["bob"])
        {
        }

        Names((await Join(bob))["match"]!["presences"]).ShouldBe(["ann", "bob"]);
    }

    [Fact]
    public async Task a_refusal_carries_the_handlers_reason()
    {
        await using var ann = await _server.Open("ann");
        var envelope = await ann.Ask($$$""" "match_join":{"match_id":"{{{_match}}}","metadata":{"say":"no"}} """);
        ((int?)envelope["error"]!["code"], (string?)envelope["error"]!["message"]).ShouldBe((5, "not today"));
    }

    [Fact]
    public async Task what_the_join_callback_sends_to_all_reaches_the_one_who_joins()
    {
        await using var ann = await _server.Open("ann");
        await Join(ann);
        ((string?)(await ann.Receive("match_data"))["match_data"]!["op_code"]).ShouldBe("41");
    }

    [Fact]
    public async Task data_comes_back_from_the_match()
    {
        await using var ann = await _server.Open("ann");
        await Join(ann);
        await ann.Receive("match_data");
        await Say(ann, "hello");
        var data = (await ann.Receive("match_data"))["match_data"]!.AsObject();
        data.ContainsKey("presence").ShouldBeFalse();
        ((string?)data["op_code"], Encoding.UTF8.GetString(Convert.FromBase64String((string)data["data"]!))).ShouldBe(("42", "ann: hello"));
    }

    [Fact]
    public async Task who_is_kicked_is_out_without_a_word()
    {
        await using var ann = await _server.Open("ann");
        await using var bob = await _server.Open("bob");
        await Join(ann);
        await Join(bob);
        await Say(ann, "kick");
        while (Names((await bob.Receive("match_presence_event"))["match_presence_event"]!["leaves"]) is not ["ann"])
        {
        }

        await Eventually.Is(async () => await SizeOf(_match) == 1);
        await ann.Ask("\"ping\":{}");
    }

    [Fact]
    public async Task a_lost_socket_leaves()
    {
        var ann = await _server.Open("ann");
        await Join(ann);
        ann.Socket.Abort();
        await Eventually.Is(async () => await SizeOf(_match) == 0);
    }

    [Fact]
    public async Task with_single_match_the_next_match_leaves_the_one_before()
    {
        await using var ann = await _server.Open("ann");
        await Join(ann);
        var other = (await _server.Get<IMatches>().Create("echo", "{}")).Value;
        await ann.JoinMatch(other);
        await Eventually.Is(async () => await SizeOf(_match) == 0);
        (await SizeOf(other)).ShouldBe(1);
    }

    [Fact]
    public async Task with_single_match_a_relayed_match_is_left_for_the_next_one_and_the_other_way_round()
    {
        await using var ann = await _server.Open("ann");
        await using var bob = await _server.Open("bob");
        var relayed = await bob.CreateMatch();
        await Join(ann);
        await ann.JoinMatch(relayed);
        await Eventually.Is(async () => await SizeOf(_match) == 0);
        (await SizeOf(relayed)).ShouldBe(2);

        await Join(ann);
        await Eventually.Is(async () => await SizeOf(relayed) == 1);
        // Opening one of one's own leaves nothing.
        await ann.CreateMatch();
        await ann.Ask("\"ping\":{}");
        (await SizeOf(_match)).ShouldBe(1);
    }

    [Fact]
    public async Task data_of_somebody_outside_is_dropped()
    {
        await using var ann = await _server.Open("ann");
        await Say(ann, "outside");
        await Join(ann);
        await Say(ann, "inside");
        string Said(JsonObject envelope) => Encoding.UTF8.GetString(Convert.FromBase64String((string)envelope["match_data"]!["data"]!));
        Said(await ann.Receive("match_data")).ShouldBe("welcome");
        Said(await ann.Receive("match_data")).ShouldBe("ann: inside");
    }

    [Fact]
    public async Task a_failing_match_closes_its_members_sockets_and_its_record_can_be_replayed()
    {
        await using var ann = await _server.Open("ann");
        await Join(ann);
        await Say(ann, "hello");
        await Say(ann, "fail");
        (await ann.Closed()).ShouldBe((1000, "server-side session disconnect"));
        (await SizeOf(_match)).ShouldBeNull();

        MatchKey.TryParse(_match, out var key).ShouldBeTrue();
        var journal = (MemoryJournal)_server.Get<IJournal>();
        IReadOnlyList<object> events = [];
        await Eventually.Is(() => (events = journal.EventsOf(MatchHistory.Stream.Of(key!.Id.ToString()))) is [.., MatchEnded]);
        ((MatchEnded)events[^1]).Ending.ShouldBe(MatchEnding.HandlerFailed);
        var outcome = new MatchReplay(_scripts).Run(key!.Id, (MatchCreated)events[0], events.OfType<MatchInputsRecorded>()).Value;
        outcome.Difference.ShouldBeNull();
        outcome.Ticks.ShouldBe(((MatchEnded)events[^1]).Ticks);
    }

    async Task<int?> SizeOf(string match) => (await _server.Get<IMatches>().Get(match)).Value?.Size;

    Task<JsonObject> Join(TestSocket socket) => socket.Ask($$""" "match_join":{"match_id":"{{_match}}"} """);

    Task Say(TestSocket socket, string words) => socket.Send(
        $$"""{"match_data_send":{"match_id":"{{_match}}","op_code":"1","data":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(words))}}"} }""");

    static string[] Names(JsonNode? presences) => presences is null ? [] : [.. presences.AsArray().Select(presence => (string)presence!["username"]!)];

    /// <summary>Sends back what it is sent, and does as it is told.</summary>
    sealed class EchoScripts : IMatchScripts
    {
        public Answer<OpenedScript> Open(string handler, IMatchHost host) => new OpenedScript(handler == "echo" ? new Echo(host) : null);
    }

    sealed class Echo(IMatchHost host) : IMatchScript
    {
        public string ModuleVersion => "1";

        public Answer<MatchStart> Init(MatchMoment moment, string parameters) => new MatchStart(30, "open");

        public JoinVerdict AttemptJoin(MatchMoment moment, MatchPresence presence, JoinRequest request) =>
            new(StepResult.Continue, !request.Metadata.ContainsKey("say"), "not today");

        public StepResult Join(MatchMoment moment, IReadOnlyList<MatchPresence> presences)
        {
            host.Broadcast(41, "welcome"u8, null, null, true);
            return StepResult.Continue;
        }

        public StepResult Leave(MatchMoment moment, IReadOnlyList<MatchPresence> presences) => StepResult.Continue;

        public StepResult Loop(MatchMoment moment, IReadOnlyList<MatchMessage> messages)
        {
            foreach (var message in messages)
            {
                var words = Encoding.UTF8.GetString(message.Data.Span);
                if (words == "fail") return StepResult.Fail("told to");
                if (words == "kick") host.Kick([message.Sender]);
                else host.Broadcast(42, Encoding.UTF8.GetBytes(message.Sender.Username + ": " + words), null, null, true);
            }

            return StepResult.Continue;
        }

        public StepResult Terminate(MatchMoment moment, int graceSeconds) => StepResult.Continue;

        public SignalVerdict Signal(MatchMoment moment, string data) => new(StepResult.Continue, data);

        public void Dispose()
        {
        }
    }
}
