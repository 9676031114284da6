using KaosNet.Projections.Accounts;
using KaosNet.Realtime.Chat;
using KaosNet.Realtime.Groups;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Joining;
using KaosNet.Realtime.Matches.Listing;
using KaosNet.Realtime.Matches.Recording;
using KaosNet.Realtime.Matches.Resuming;
using KaosNet.Realtime.Matches.Routing;
using KaosNet.Realtime.Matches.Ticking;
using KaosNet.Realtime.Matchmaking;
using KaosNet.Realtime.Notifications;
using KaosNet.Realtime.Parties;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Purchases;
using KaosNet.Realtime.Purchases.Validating;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Sessions.Messages;
using KaosNet.Realtime.Statuses;
using KaosNet.Store.Journal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime;

/// <summary>Everything realtime as services. The host brings the settings, the journal, scripts and match tokens.</summary>
public static class RealtimeServices
{
    /// <summary>
    /// Adds sessions, presence, matches and the matchmaker. Needs from elsewhere: <see cref="NodeName"/>, <see cref="SocketSettings"/>, <see cref="MatchSettings"/>,
    /// TimeProvider, the journal, <see cref="Scripts.IRpcFunctions"/>, <see cref="Scripts.IScriptHooks"/>, <see cref="IMatchScripts"/> and
    /// <see cref="IMatchTokens"/>.
    /// </summary>
    public static IServiceCollection AddRealtime(this IServiceCollection services)
    {
        services.AddSingleton<RealtimeMeter>();
        services.AddSingleton<SocketTraffic>();
        services.AddSingleton<IMessageRouter, MessageRouter>();
        services.AddSingleton<SessionServer>();
        services.AddSingleton<SocketServer>();

        services.AddStreams();
        services.AddSingleton<IOnlinePlayers, OnlinePlayers>();
        services.AddSingleton<IPlayerSockets, PlayerSockets>();
        services.AddSingleton<IStreamAnnouncer, StatusAnnouncer>();
        services.AddSingleton<IStreamAnnouncer, ChannelAnnouncer>();
        services.AddSingleton<IStreamAnnouncer, MatchAnnouncer>();
        services.AddSingleton<IStreamAnnouncer, GameStreamAnnouncer>();

        services.AddParties();

        services.AddSingleton<MatchMetrics>();
        services.AddSingleton(MatchRun.New());
        services.AddSingleton<MatchRecorder>();
        services.AddSingleton<IMatchAudience, MatchAudience>();
        services.AddSingleton<ITickLoop>(provider =>
        {
            var settings = provider.GetRequiredService<MatchSettings>();
            return new TickLoop(
                provider.GetRequiredService<TimeProvider>(), settings.Workers, settings.SpareWorkers, provider.GetRequiredService<ILogger<TickLoop>>());
        });
        services.AddSingleton<MatchIndex>();
        services.AddSingleton<MatchListing>();
        services.AddSingleton<MatchHost>();
        services.TryAddSingleton(ClusterMatches.Alone);
        services.AddSingleton<GameMatches>();
        services.AddSingleton<IMatches>(provider => provider.GetRequiredService<GameMatches>());
        services.AddMatchmaker();
        return services;
    }

    /// <summary>Has matches outlive their server. Needs the database beside what <see cref="AddRealtime"/> needs.</summary>
    public static IServiceCollection AddMatchResuming(this IServiceCollection services) => services
        .AddSingleton<IMatchArchive, StoredMatches>()
        .AddSingleton<IMatchRuns, LockedRuns>()
        .AddSingleton<MatchResumer>()
        .AddHostedService<MatchResumingProcess>();

    /// <summary>Adds streams of presences, what is pushed to them after a commit, and chat on them. Needs the journal, SocketSettings and the meter.</summary>
    public static IServiceCollection AddStreams(this IServiceCollection services)
    {
        services.AddSingleton<SessionRegistry>();
        services.AddSingleton<SessionIds>();
        services.TryAddSingleton(ClusterStreams.Alone);
        services.AddSingleton<PresenceTracker>();
        services.AddSingleton<RemotePresences>();
        services.AddSingleton<StreamRoster>();
        services.AddSingleton<StreamRouter>();
        services.AddSingleton<GameStreams>();
        services.AddSingleton(provider => new PresenceEvents(
            provider.GetServices<IStreamAnnouncer>, provider.GetRequiredService<SocketSettings>(), provider.GetRequiredService<RealtimeMeter>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<PresenceEvents>>()));

        services.AddSingleton<StreamPushes>();
        services.AddSingleton<PushedHere>();
        services.AddSingleton<NotificationPushes>();
        services.AddSingleton<ICommitObserver>(provider => provider.GetRequiredService<NotificationPushes>());
        services.AddSingleton<MessagePushes>();
        services.AddSingleton<ICommitObserver>(provider => provider.GetRequiredService<MessagePushes>());
        services.AddSingleton<ChannelExits>();
        services.AddSingleton<GroupChannelExits>();
        services.AddSingleton<ICommitObserver>(provider => provider.GetRequiredService<GroupChannelExits>());
        services.AddSingleton<ConversationExits>();
        services.AddSingleton<ICommitObserver>(provider => provider.GetRequiredService<ConversationExits>());
        services.AddSingleton<StatusFollows>();
        services.AddSingleton<ChatSender>();
        return services;
    }

    /// <summary>Adds what server code sends notifications with. Needs the read side of notifications beside what <see cref="AddRealtime"/> needs.</summary>
    public static IServiceCollection AddNotificationSending(this IServiceCollection services) => services
        .AddSingleton<NotificationsToAll>()
        .AddHostedService(provider => provider.GetRequiredService<NotificationsToAll>())
        .AddSingleton<NotificationSender>();

    /// <summary>Adds what has stores confirm purchases. Needs <see cref="StoreSettings"/>, TimeProvider and the journal, and for what stores tell by themselves the functions of modules.</summary>
    public static IServiceCollection AddPurchaseValidation(this IServiceCollection services) => services
        .AddSingleton<StoreCalls>()
        .AddSingleton<PurchaseValidation>()
        .AddSingleton<StoreFunctionCaller>()
        .AddSingleton<StoreNotices>();

    /// <summary>Adds what finds channels for players. Needs the read sides of accounts and groups.</summary>
    public static IServiceCollection AddChannelTargets(this IServiceCollection services) => services.AddSingleton<ChannelTargets>();
}
