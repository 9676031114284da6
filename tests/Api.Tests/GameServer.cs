using System.Net;
using System.Text;
using System.Text.Json;
using KaosNet.Api.Configuration;
using KaosNet.Api.Hosting;
using KaosNet.Api.Logging;
using KaosNet.Api.Sessions;
using KaosNet.Store;
using KaosNet.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Api.Tests;

/// <summary>The whole server in this process, on free ports and a database of its own: <c>IClassFixture&lt;GameServer&gt;</c>.</summary>
public sealed class GameServer : IAsyncLifetime
{
    static readonly Lazy<Task<string>> Template = new(MakeTemplate);

    readonly Func<KaosSettings, KaosSettings> _with;
    readonly Action<IServiceCollection>? _more;
    PostgresFixture? _postgres;
    readonly bool _isFirst;
    ServerLog? _log;
    ServerDatabase? _database;
    WebApplication? _app;

    public GameServer()
        : this(settings => settings)
    {
    }

    GameServer(Func<KaosSettings, KaosSettings> with, Action<IServiceCollection>? more = null, GameServer? first = null)
    {
        _with = with;
        _more = more;
        _isFirst = first is null;
        _postgres = first?._postgres;
    }

    public HttpClient Client { get; private set; } = null!;

    /// <summary>The server's clock.</summary>
    public ShiftedTime Time { get; } = new();

    /// <summary>A server with other settings than the defaults, or with more services.</summary>
    public static async Task<GameServer> Start(Func<KaosSettings, KaosSettings> with, Action<IServiceCollection>? more = null)
    {
        var server = new GameServer(with, more);
        await server.InitializeAsync();
        return server;
    }

    /// <summary>A second server of the same game, on this one's database, with other settings if given. It must end before this one does.</summary>
    public async Task<GameServer> StartAnother(Func<KaosSettings, KaosSettings>? with = null)
    {
        var server = new GameServer(with ?? _with, _more, this);
        await server.Begin();
        return server;
    }

    /// <summary>One of the server's services.</summary>
    public T Get<T>()
        where T : notnull => _app!.Services.GetRequiredService<T>();

    public async ValueTask InitializeAsync()
    {
        _postgres = new() { Template = await Template.Value };
        await _postgres.InitializeAsync();
        await Begin();
    }

    /// <summary>Stops the server and starts it again on the same database.</summary>
    public async Task Restart()
    {
        await End();
        await Begin();
    }

    /// <summary>Sends a request with a session token, or without.</summary>
    public Task<HttpResponseMessage> Send(string method, string path, string? token = null, string? body = null) =>
        SendWith(token is null ? null : "Bearer " + token, method, path, body);

    /// <summary>Sends a request as a game does that knows the server key.</summary>
    public Task<HttpResponseMessage> SendAsGame(string method, string path, string? body = null) =>
        SendWith("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("defaultkey:")), method, path, body);

    /// <summary>Sends a request with this Authorization header.</summary>
    public Task<HttpResponseMessage> SendWith(string? authorization, string method, string path, string? body = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return Client.SendAsync(request);
    }

    /// <summary>Signs a new player up with a device id of its own.</summary>
    public async Task<TestPlayer> SignUp(string? username = null)
    {
        var device = $"device-{Guid.NewGuid():n}";
        var query = username is null ? "" : "?username=" + Uri.EscapeDataString(username);
        using var response = await SendAsGame("POST", "/v2/account/authenticate/device" + query, $$"""{"id":"{{device}}"}""");
        return TestPlayer.Of(await Json(response), device);
    }

    /// <summary>The body of an answer that must be 200.</summary>
    public static async Task<JsonElement> Json(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    public async ValueTask DisposeAsync()
    {
        await End();
        if (_isFirst && _postgres is not null) await _postgres.DisposeAsync();
    }

    /// <summary>A database that has its schema, to be copied: that takes a tenth of the time of making one.</summary>
    static async Task<string> MakeTemplate()
    {
        var postgres = new PostgresFixture();
        await postgres.InitializeAsync();
        var settings = new KaosSettings();
        settings = settings with { DataDir = TestFolder.Create("template"), Personal = new() { MasterKey = TestMasterKey.Text }, Database = settings.Database with { Address = [postgres.ConnectionString] } };
        var time = new ShiftedTime();
        await using var log = ServerLog.Open(settings.Logger with { Stdout = false }, readable: false, time);
        await using var database = await ServerDatabase.OpenAsync(settings, NullLoggerFactory.Instance, time, CancellationToken.None);
        await using var app = ServerHost.Build(settings, database, log, time);
        await app.Services.GetRequiredService<StoreSchema>().Apply();
        return postgres.ConnectionString;
    }

    /// <summary>The server's own services but for what makes specs dear: half a second of processor time for each password.</summary>
    void Services(IServiceCollection services)
    {
        services.AddSingleton(new PasswordSettings { Cost = 4 });
        _more?.Invoke(services);
    }

    async Task Begin()
    {
        var port = FreePort.Block(3);
        var settings = _with(new KaosSettings());
        settings = settings with
        {
            DataDir = TestFolder.Create("game"),
            Personal = settings.Personal with { MasterKey = TestMasterKey.Text },
            Socket = settings.Socket with { Port = port, Address = "127.0.0.1" },
            Console = settings.Console with { Port = port - 2, Address = "127.0.0.1" },
            Database = settings.Database with { Address = [_postgres!.ConnectionString] },
            Logger = settings.Logger with { Stdout = false },
            // Nothing happens that a spec did not ask for.
            Seal = settings.Seal with { IntervalSec = 0 },
        };
        _log = ServerLog.Open(settings.Logger, readable: false, Time);
        _database = await ServerDatabase.OpenAsync(settings, NullLoggerFactory.Instance, Time, CancellationToken.None);
        _app = ServerHost.Build(settings, _database, _log, Time, Services);
        await _app.Services.GetRequiredService<StoreSchema>().Apply();
        try
        {
            await _app.StartAsync();
        }
        catch
        {
            // What has not started cannot be stopped: that would hide why.
            await _app.DisposeAsync();
            _app = null;
            throw;
        }

        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    async Task End()
    {
        Client?.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        if (_database is not null) await _database.DisposeAsync();
        if (_log is not null) await _log.DisposeAsync();
    }
}

/// <summary>A player with a session.</summary>
/// <param name="UserId">From the token.</param>
/// <param name="Username">From the token.</param>
/// <param name="Device">The device id that signed in.</param>
/// <param name="Created">Whether this sign-in made the account.</param>
public sealed record TestPlayer(string UserId, string Username, string Token, string RefreshToken, string Device, bool Created)
{
    /// <summary>Reads a Session.</summary>
    public static TestPlayer Of(JsonElement session, string device)
    {
        var token = session.GetProperty("token").GetString()!;
        var claims = Claims(token);
        return new(
            claims.GetProperty("uid").GetString()!, claims.GetProperty("usn").GetString()!, token, session.GetProperty("refresh_token").GetString()!, device,
            session.TryGetProperty("created", out var created) && created.GetBoolean());
    }

    /// <summary>What a token says, unverified, as client libraries read it.</summary>
    public static JsonElement Claims(string token) =>
        JsonSerializer.Deserialize<JsonElement>(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]));
}
