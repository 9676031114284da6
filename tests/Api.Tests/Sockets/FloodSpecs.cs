using System.Text.Json.Nodes;
using KaosNet.Api.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace KaosNet.Api.Tests.Sockets;

/// <summary>Clients that send more than they may: what is too much is refused, the socket stays, and nobody else notices.</summary>
public sealed class FloodSpecs
{
    const int Burst = 5;
    const int Sent = 500;

    readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData("\"ping\":{}")]
    [InlineData("\"match_data_send\":{\"match_id\":\"886313e1-3b8a-5372-9b90-0c9aee199e5d.\",\"op_code\":1}")]
    [InlineData("\"channel_message_send\":{\"channel_id\":\"no\"}")]
    public async Task what_is_too_much_is_refused_and_only_there(string message)
    {
        await using var server = await SocketsUnderTest.Start(with: services => services.AddSingleton<TimeProvider>(_time).AddSingleton(new KaosSettings
        {
            Name = "node1", Socket = new() { RudpPort = 0, OutgoingQueueSize = Sent * 2 }, RateLimit = new() { SocketMessagesPerSec = 1, SocketBurst = Burst },
        }));
        await using var flooding = await server.Open("ann");
        await using var bystander = await server.Open("bob");
        for (var at = 0; at < Sent; at++) await flooding.Send($$"""{"cid":"{{at}}",{{message}}}""");
        (await bystander.Ask("\"ping\":{}")).ToJsonString().ShouldBe("""{"cid":"1","pong":{}}""");

        JsonObject answer;
        var refused = new List<string?>();
        do
        {
            answer = await flooding.Receive();
            if ((string?)answer["error"]?["message"] == "Too many messages.") refused.Add((string?)answer["cid"]);
        }
        while ((string?)answer["cid"] != $"{Sent - 1}");
        refused.ShouldBe(Enumerable.Range(Burst, Sent - Burst).Select(at => at.ToString()));

        _time.Advance(TimeSpan.FromSeconds(1));
        (await flooding.Ask("\"ping\":{}", "after"))["pong"].ShouldNotBeNull();
        (await bystander.Ask("\"ping\":{}", "still")).Count.ShouldBe(2);
    }
}
