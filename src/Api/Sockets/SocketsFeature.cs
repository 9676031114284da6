using KaosNet.Api.Configuration;
using KaosNet.Api.Hosting;
using KaosNet.Api.Operations;
using KaosNet.Api.Sockets.Listening;
using KaosNet.Realtime;
using KaosNet.Realtime.Cluster;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Joining;
using KaosNet.Realtime.Matchmaking;
using KaosNet.Realtime.Scripts;
using KaosNet.Realtime.Sessions.Rudp;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KaosNet.Api.Sockets;

/// <summary>Realtime sockets at <c>/ws</c>, with sessions, presence and matches behind them.</summary>
public sealed class SocketsFeature : IFeature
{
    public IReadOnlyList<Operation> Operations => [];

    public void AddServices(IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton(provider => new NodeName(provider.GetRequiredService<KaosSettings>().Name));
        services.AddSingleton(provider => SocketSettingsOf(provider.GetRequiredService<KaosSettings>()));
        services.AddSingleton(provider => MatchSettingsOf(provider.GetRequiredService<KaosSettings>().Match));
        services.TryAddSingleton(provider => RulesOf(provider.GetRequiredService<KaosSettings>().Matchmaker));
        services.TryAddSingleton<IRpcFunctions, NoModules>();
        services.TryAddSingleton<IScriptHooks, NoModules>();
        services.TryAddSingleton<IMatchScripts, NoModules>();
        services.AddSingleton(provider => new MatchTokens(provider.GetRequiredService<KaosSettings>().Session, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IMatchTokens>(provider => provider.GetRequiredService<MatchTokens>());
        services.AddSingleton(provider => PartySettingsOf(provider.GetRequiredService<KaosSettings>().Party));
        if (services.All(service => service.ServiceType != typeof(ClusterNodes))) services.AddCluster();
        services.AddRealtime();
        services.AddSingleton<SocketEndpoint>();
        services.AddSingleton<IConnectionListenerFactory, ClientTransport>();
        services.AddSingleton(provider => Listeners.Rudp(provider.GetRequiredService<KaosSettings>()));
        services.AddSingleton<IRudpDoor, RudpDoor>();
        services.AddSingleton<RudpServer>();
        services.AddHostedService<RealtimeProcess>();
    }

    static Realtime.Sessions.SocketSettings SocketSettingsOf(KaosSettings settings) => new()
    {
        MaxMessageSizeBytes = (int)Math.Min(settings.Socket.MaxMessageSizeBytes, 64 << 20),
        ReadBufferSizeBytes = settings.Socket.ReadBufferSizeBytes,
        WriteBufferSizeBytes = settings.Socket.WriteBufferSizeBytes,
        OutgoingQueueSize = settings.Socket.OutgoingQueueSize,
        PingPeriod = TimeSpan.FromMilliseconds(settings.Socket.PingPeriodMs),
        PongWait = TimeSpan.FromMilliseconds(settings.Socket.PongWaitMs),
        PingBackoffThreshold = settings.Socket.PingBackoffThreshold,
        MessagesPerSecond = settings.RateLimit.SocketMessagesPerSec,
        MessageBurst = settings.RateLimit.SocketBurst,
        WriteWait = TimeSpan.FromMilliseconds(settings.Socket.WriteWaitMs),
        CloseAckWait = TimeSpan.FromMilliseconds(settings.Socket.CloseAckWaitMs),
        SingleSocket = settings.Session.SingleSocket,
        SingleMatch = settings.Session.SingleMatch,
        SingleParty = settings.Session.SingleParty,
        PresenceEventQueueSize = settings.Tracker.EventQueueSize,
    };

    static Realtime.Parties.PartySettings PartySettingsOf(Configuration.PartySettings settings) => new()
    {
        LabelUpdateInterval = TimeSpan.FromMilliseconds(settings.LabelUpdateIntervalMs),
        IdleCheckInterval = TimeSpan.FromMilliseconds(settings.IdleCheckIntervalMs),
    };

    static MatchmakerRules RulesOf(MatchmakerSettings settings) => new()
    {
        MaxTickets = settings.MaxTickets,
        Interval = TimeSpan.FromSeconds(settings.IntervalSec),
        MaxIntervals = settings.MaxIntervals,
        RevPrecision = settings.RevPrecision,
        RevThreshold = settings.RevThreshold,
    };

    static Realtime.Matches.MatchSettings MatchSettingsOf(Configuration.MatchSettings settings) => new()
    {
        InputQueueSize = settings.InputQueueSize,
        CallQueueSize = settings.CallQueueSize,
        SignalQueueSize = settings.SignalQueueSize,
        JoinAttemptQueueSize = settings.JoinAttemptQueueSize,
        DeferredQueueSize = settings.DeferredQueueSize,
        JoinMarkerDeadline = TimeSpan.FromMilliseconds(settings.JoinMarkerDeadlineMs),
        MaxEmptySeconds = settings.MaxEmptySec,
        LabelUpdateInterval = TimeSpan.FromMilliseconds(settings.LabelUpdateIntervalMs),
        TickHost = settings.TickHost,
        Resumes = settings.Resume,
        RejoinDeadline = TimeSpan.FromMilliseconds(settings.RejoinDeadlineMs),
        ResumeDeadline = TimeSpan.FromMilliseconds(settings.ResumeDeadlineMs),
    };
}

/// <summary>Puts sockets into a web application.</summary>
public static class SocketPipeline
{
    /// <summary>Serves <c>/ws</c>. Before the front, which answers every path it is asked for.</summary>
    public static WebApplication UseSockets(this WebApplication app)
    {
        var endpoint = app.Services.GetRequiredService<SocketEndpoint>();
        app.Use(next => context => endpoint.Handle(context, next));
        return app;
    }
}
