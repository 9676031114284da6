using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Nakama;

namespace KaosNet.Compat.Tests.Examples;

/// <summary>What became of a call: code 0 and an answer, or the code and text of a refusal.</summary>
public sealed record Reply(int Code, JsonElement Body)
{
    public string Text => Code == 0 ? "" : Body.Word("message");

    public long Number(string name) => Body.GetProperty(name).GetInt64();

    public string Word(string name) => Body.GetProperty(name).GetString()!;
}

/// <summary>A session and a socket of a player, who may have several. Refused calls are answers, so that each is made once and seen as it was.</summary>
public sealed class Device : IAsyncDisposable
{
    readonly HttpClient http;
    readonly ConcurrentQueue<IApiNotification> notices = new();
    readonly ConcurrentQueue<IMatchmakerMatched> matched = new();

    Device(HttpClient http, Client client, ISession session)
    {
        (this.http, Session, Socket) = (http, session, Nakama.Socket.From(client));
        Socket.ReceivedNotification += notices.Enqueue;
        Socket.ReceivedMatchmakerMatched += matched.Enqueue;
    }

    public ISession Session { get; }

    public ISocket Socket { get; }

    public string UserId => Session.UserId;

    public IReadOnlyCollection<IApiNotification> Notices => notices;

    public IReadOnlyCollection<IMatchmakerMatched> Matched => matched;

    public static async Task<Device> SignIn(ExampleServer server, string id, string? name = null)
    {
        var client = new Client("http", "127.0.0.1", server.Port, "defaultkey");
        return new(server.Http, client, await client.AuthenticateDeviceAsync(id, name));
    }

    public async Task<Device> Connected()
    {
        await Socket.ConnectAsync(Session);
        return this;
    }

    public Task<Reply> Call(string function, object? payload = null) => Post($"/v2/rpc/{function}?unwrap", payload ?? new { });

    public Task<Reply> Post(string path, object? body = null) => Send(http, HttpMethod.Post, path, body, Session);

    public Task<Reply> Put(string path, object body) => Send(http, HttpMethod.Put, path, body, Session);

    public Task<Reply> Get(string path) => Send(http, HttpMethod.Get, path, null, Session);

    /// <summary>A call of a server, with the HTTP key.</summary>
    public static Task<Reply> CallAsServer(HttpClient http, string function, object payload) =>
        Send(http, HttpMethod.Post, $"/v2/rpc/{function}?unwrap&http_key=defaulthttpkey", payload, null);

    static async Task<Reply> Send(HttpClient http, HttpMethod method, string path, object? body, ISession? session)
    {
        using var request = new HttpRequestMessage(method, path);
        if (session is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", session.AuthToken);
        if (body is not null) request.Content = new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request);
        var json = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
        return new(answer.IsSuccessStatusCode ? 0 : (int)json.Number("code"), json);
    }

    public async ValueTask DisposeAsync() => await Socket.CloseAsync();
}
