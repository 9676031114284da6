using System.Collections.Concurrent;
using System.Net.WebSockets;
using KaosNet.Api.Tests.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KaosNet.Api.Tests.BadInput;

/// <summary>One server and two hands full of players; each socket is a player's of its own.</summary>
public sealed class SocketMessageWorld : IAsyncLifetime, ILoggerProvider, ILogger
{
    readonly ConcurrentQueue<string> _troubles = new();
    GameServer _server = null!;

    /// <summary>What the server logged as an error, or with an exception.</summary>
    public IReadOnlyCollection<string> Troubles => _troubles;

    public string Expired { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        _server = await GameServer.Start(
            settings => settings with
            {
                Session = settings.Session with { TokenExpirySec = 3600, RefreshTokenExpirySec = 7200 },
                Matchmaker = settings.Matchmaker with { MaxTickets = 1000 },
            },
            services => services.AddSingleton<ILoggerProvider>(this));
        Expired = (await SignUp()).Token;
        _server.Time.Advance(TimeSpan.FromHours(2));
    }

    public Task<TestPlayer> SignUp() => _server.SignUp();

    public async Task LogOut(TestPlayer player) => (await _server.Send("POST", "/v2/session/logout", player.Token, $$"""{"token":"{{player.Token}}"}""")).EnsureSuccessStatusCode();

    public async Task<TestSocket> Open(string query = "")
    {
        var player = await _server.SignUp();
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(_server.Client.BaseAddress!) { Scheme = "ws", Path = "/ws", Query = $"token={player.Token}&{query}" }.Uri, CancellationToken.None);
        return new(socket);
    }

    /// <summary>What a plain request for a socket is answered.</summary>
    public async Task<(int Status, string Text)> Knock(string query)
    {
        using var response = await _server.Send("GET", "/ws?" + query);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    ILogger ILoggerProvider.CreateLogger(string categoryName) => this;

    void IDisposable.Dispose()
    {
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel >= LogLevel.Error || exception is not null) _troubles.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");
    }
}
