using System.Text.Json.Nodes;
using KaosNet.Api.Tests.Sockets;

namespace KaosNet.Api.Tests.Parties;

/// <summary>One server for all specs of parties; each player is new.</summary>
public sealed class PartyTable : IAsyncLifetime
{
    SocketsUnderTest? _server;
    int _players;

    public SocketsUnderTest Server => _server ?? throw new InvalidOperationException("The server has not been started.");

    public async ValueTask InitializeAsync() => _server = await SocketsUnderTest.Start();

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    /// <summary>A new player with a socket.</summary>
    public async Task<Partier> Player(string query = "")
    {
        var name = "player" + Interlocked.Increment(ref _players);
        return new(await Server.Open(name, query), name);
    }
}

/// <summary>A player at a party.</summary>
public sealed class Partier(TestSocket socket, string name) : IAsyncDisposable
{
    public TestSocket Socket { get; } = socket;

    public string Name { get; } = name;

    public string UserId { get; } = SocketsUnderTest.UserIdOf(name);

    public string PartyId { get; private set; } = "";

    /// <summary>As others name this player.</summary>
    public string Presence => $$""" "presence":{"user_id":"{{UserId}}","session_id":"{{Socket.SessionId}}","username":"{{Name}}"} """;

    public async Task<JsonObject> Create(string fields)
    {
        var answer = await Socket.Ask($$""" "party_create":{{{fields}}} """);
        Meet(answer["party"]!.AsObject());
        await ReceiveOwnJoin();
        return answer["party"]!.AsObject();
    }

    /// <summary>Joins, and waits until everything is told that the joiner is told of it.</summary>
    public async Task<JsonObject> Join(string partyId)
    {
        (await Ask("party_join", partyId)).ShouldBeAck();
        return await ReceiveOwnJoin();
    }

    public Task<JsonObject> Ask(string request, string partyId, string fields = "") =>
        Socket.Ask($$""" "{{request}}":{"party_id":"{{partyId}}"{{(fields.Length > 0 ? "," + fields : "")}}} """);

    /// <summary>The next push, whatever it is, with what stands in it.</summary>
    public async Task<(string Kind, JsonObject Body)> Next()
    {
        var push = await Socket.Receive();
        var (kind, body) = push.Single();
        return (kind, body!.AsObject());
    }

    public async Task<JsonObject> Receive(string kind) => (await Socket.Receive(kind))[kind]!.AsObject();

    public async Task<JsonObject> ReceiveOwnJoin()
    {
        var party = await Receive("party");
        Meet(party);
        Names((await Receive("party_presence_event"))["joins"]).ShouldBe([Name]);
        return party;
    }

    public async Task ShouldHearOf(string change, params string[] names) => Names((await Receive("party_presence_event"))[change]).ShouldBe(names);

    /// <summary>Nothing came before what is sent now.</summary>
    public async Task ShouldHearNothing()
    {
        await Socket.Send("""{"ping":{}}""");
        (await Socket.Receive()).ToJsonString().ShouldBe("""{"pong":{}}""");
    }

    public static string[] Names(JsonNode? presences) => [.. presences?.AsArray().Select(presence => (string)presence!["username"]!) ?? []];

    public ValueTask DisposeAsync() => Socket.DisposeAsync();

    void Meet(JsonObject party)
    {
        PartyId = (string)party["party_id"]!;
        Socket.SessionId = (string)party["self"]!["session_id"]!;
    }
}

static class PartyAnswers
{
    public static void ShouldBeAck(this JsonObject answer) => answer.ToJsonString().ShouldBe("""{"cid":"1"}""");

    public static void ShouldBeRefused(this JsonObject answer, string text, int code = 3)
    {
        var error = answer["error"] ?? throw new InvalidOperationException(answer.ToJsonString());
        (((int?)error["code"] ?? 0), (string)error["message"]!).ShouldBe((code, text));
    }
}
