using KaosNet.Domain.Kernel;
using KaosNet.Realtime;
using KaosNet.Realtime.Chat;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Joining;
using KaosNet.Realtime.Matches.Recording;
using KaosNet.Realtime.Matches.Ticking;
using KaosNet.Realtime.Matchmaking;
using KaosNet.Realtime.Parties;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Scripts;
using KaosNet.Realtime.Sessions;
using KaosNet.Scripting;
using KaosNet.Scripting.Matches;
using KaosNet.Scripting.Nk;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KaosNet.Simulation.Tests.Soak;

/// <summary>All of the realtime server but sockets and database, with its clocks turned by hand and real Lua in its matches.</summary>
sealed class SoakedServer : IAsyncDisposable
{
    static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    readonly IHost _host;

    SoakedServer(IHost host) => _host = host;

    public FakeTimeProvider Time => (FakeTimeProvider)Get<TimeProvider>();

    public ManualTickLoop Loop => (ManualTickLoop)Get<ITickLoop>();

    public static async Task<SoakedServer> Open()
    {
        var folder = TestFolder.Create("soak");
        await File.WriteAllTextAsync(Path.Combine(folder, "arena.lua"), Realtime.Playing.Arena.Module);
        var time = new FakeTimeProvider(Start);
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddMetrics().AddSingleton<TimeProvider>(time).AddSingleton(new NodeName("node"));
        // The driver turns an hour in seconds: what would be told in between is not to be dropped for that.
        builder.Services.AddSingleton(new SocketSettings { PresenceEventQueueSize = 100_000 }).AddSingleton(new MatchSettings());
        builder.Services.AddSingleton(new PartySettings()).AddSingleton(new MatchmakerRules { Interval = TimeSpan.FromSeconds(5) });
        builder.Services.AddSingleton<ForgetfulJournal>().AddSingleton<IJournal>(provider => provider.GetRequiredService<ForgetfulJournal>());
        builder.Services.AddSingleton(provider => new WeighedHandlers(HandlersOf(provider, folder))).AddSingleton<IMatchScripts>(provider => provider.GetRequiredService<WeighedHandlers>());
        builder.Services.AddSingleton<IMatchTokens, OpenTokens>().AddSingleton<IScriptHooks, Nothing>().AddSingleton<IRpcFunctions, Nothing>();
        builder.Services.AddSingleton(new Projections.Kernel.Cursors(new byte[32]));
        // Rooms need none of these.
        builder.Services.AddSingleton(new ChannelTargets(null!, null!, null!));
        builder.Services.AddRealtime();
        builder.Services.AddSingleton<ITickLoop>(new ManualTickLoop(Start));
        var host = builder.Build();
        await host.StartAsync();
        return new(host);
    }

    public WeighedHandlers Handlers => Get<WeighedHandlers>();

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Lets time pass for everything at once.</summary>
    public void Pass(TimeSpan time)
    {
        Time.Advance(time);
        Loop.Advance(time);
    }

    /// <summary>How many of each thing there are.</summary>
    public string Counts()
    {
        var tracker = Get<PresenceTracker>();
        return $"{Get<SessionRegistry>().Count} sessions, {tracker.Streams.Count()} streams, {tracker.RelayedMatches.Count()} relayed, {Get<MatchHost>().Count} matches, "
            + $"{Get<PartyHost>().Count} parties, {Get<Matchmaker>().Figures.Tickets} tickets, {Get<ForgetfulJournal>().OpenRecords} records, {Get<MatchRecorder>().BytesWaiting} bytes";
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable) await disposable.DisposeAsync();
    }

    static LuaMatchScripts HandlersOf(IServiceProvider provider, string folder)
    {
        var settings = new ScriptSettings { Path = folder, Node = "node", Env = new Dictionary<string, string>() };
        var modules = new ModuleHost(settings, new NkServer(provider, NullLogger.Instance), TimeProvider.System, NullLogger<ModuleHost>.Instance);
        modules.Read();
        return new(settings, modules, NullLogger<LuaMatchScripts>.Instance);
    }

    /// <summary>Tokens that say what they are for.</summary>
    sealed class OpenTokens : IMatchTokens
    {
        public string Issue(string matchId, TimeSpan lifetime) => matchId;

        public string? MatchIdOf(string token) => token;
    }

    sealed class Nothing : IScriptHooks, IRpcFunctions
    {
        public bool HasBefore(string operation) => false;

        public bool HasAfter(string operation) => false;

        public ValueTask<Answer<HookedRequest>> Before(string operation, object request, Caller caller, CancellationToken cancel) =>
            ValueTask.FromResult<Answer<HookedRequest>>(new HookedRequest(request));

        public ValueTask After(string operation, object request, object response, Caller caller, CancellationToken cancel) => ValueTask.CompletedTask;

        public bool Knows(string id) => false;

        public ValueTask<Answer<string>> Call(string id, string payload, RpcRequest request, CancellationToken cancel) =>
            ValueTask.FromResult<Answer<string>>(Fault.NotFound(id));
    }
}
