using System.Net.Sockets;
using System.Text;
using KaosNet.Api.Operations;

namespace KaosNet.Api.Tests.Operations;

/// <summary>What is no refusal: bugs, deadlines, clients that vanish.</summary>
public class FailureSpecs
{
    [Fact]
    public async Task a_bug_is_answered_with_nothing_leaked_and_an_id_for_the_log()
    {
        await using var front = await FrontUnderTest.Start();
        using var response = await front.Send("GET", "/v2/user");
        await Task.FromResult(response).ShouldBeFault(500, 13, "Internal server error.");
        Guid.TryParse(response.Header("X-Request-Id"), out _).ShouldBeTrue();
    }

    [Fact]
    public async Task a_request_past_its_deadline_is_answered_even_when_its_handler_does_not_listen()
    {
        await using var front = await FrontUnderTest.Start(new FrontSettings { IdleTimeout = TimeSpan.FromMilliseconds(600) });
        await front.Send("GET", "/v2/group").ShouldBeFault(504, 4, "context deadline exceeded");
    }

    [Fact]
    public async Task a_body_that_does_not_come_is_not_waited_for_without_end()
    {
        await using var front = await FrontUnderTest.Start(new FrontSettings { ReadTimeout = TimeSpan.FromMilliseconds(300) });
        using var socket = new TcpClient();
        await socket.ConnectAsync(front.Address.Host, front.Address.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync("PUT /v2/account HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"u8.ToArray());
        var buffer = new byte[4096];
        var read = await stream.ReadAsync(buffer);
        Encoding.ASCII.GetString(buffer, 0, read).ShouldStartWith("HTTP/1.1 400 ");
    }

    [Fact]
    public async Task a_client_that_vanishes_cancels_its_request()
    {
        await using var front = await FrontUnderTest.Start();
        using (var patience = new CancellationTokenSource())
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/v2/group");
            request.Headers.Add("Authorization", "Bearer token-ann");
            var sending = front.Client.SendAsync(request, patience.Token);
            await patience.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => sending);
        }
        await front.Send("GET", "/healthcheck").ShouldBe(200, "{}");
    }
}
