using KaosNet.Api.Purchases;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using KaosNet.Api.Configuration;
using KaosNet.Api.Logging;
using KaosNet.Api.Operations;
using KaosNet.Api.Pages;
using KaosNet.Api.Sockets;
using KaosNet.Projections;
using KaosNet.Projections.Feed;
using KaosNet.Projections.Kernel;
using KaosNet.Projections.Leaderboards.Ranking;
using KaosNet.Projections.Seals;
using KaosNet.Realtime;
using KaosNet.Realtime.Cluster;
using KaosNet.Realtime.Presence;
using KaosNet.Store;
using KaosNet.Store.Journal;

namespace KaosNet.Api.Hosting;

/// <summary>Puts the web application together: ports, log, and the features' services and endpoints.</summary>
public static class ServerHost
{
    /// <summary>Builds what listens and answers; nothing has started yet.</summary>
    /// <param name="settings">All settings.</param>
    /// <param name="database">The database, which is up.</param>
    /// <param name="log">Where the log goes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="more">Services beyond the features' own, such as a test's.</param>
    public static WebApplication Build(
        KaosSettings settings, ServerDatabase database, ServerLog log, TimeProvider time, Action<IServiceCollection>? more = null)
    {
        // The empty builder: settings come from us alone, not from appsettings.json or ASPNETCORE_ variables.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(ServerHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Listeners.Configure(kestrel, settings));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(settings).AddSingleton(database).AddSingleton(time);
        builder.Services
            .AddKaosStore(database.ConnectionString, ReadModels.All, options: JournalBounds(settings.Journal), masters: database.Masters)
            .AddKaosFeed(Database.DefaultSchema, [.. EventFeed.Handlers(), new LivePushFeedHandler()]);
        // Not the session key itself: what seals one kind of text says nothing about another.
        builder.Services.AddSingleton(new Cursors(HMACSHA256.HashData(Encoding.UTF8.GetBytes(settings.Session.EncryptionKey), "list cursors"u8)));
        builder.Services.AddMatchResuming();
        builder.Services.AddSeals(new()
        {
            Interval = TimeSpan.FromSeconds(settings.Seal.IntervalSec),
            File = settings.Seal.File,
            Url = settings.Seal.Url.Length == 0 ? null : new Uri(settings.Seal.Url, UriKind.Absolute),
        });
        if (settings.Cluster.Enabled) builder.Services.AddSharedCluster(IPAddress.Parse(settings.Cluster.Address), settings.Cluster.Port);
        builder.Services.AddFront(Front.SettingsOf(settings), Features.All);
        builder.Services.AddPages(settings.Runtime);
        more?.Invoke(builder.Services);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(settings.ShutdownGraceSec + 15));

        var app = builder.Build();
        app.Services.GetRequiredService<RankPreload>().Begin();
        app.MapWhen(context => context.Connection.LocalPort == settings.Console.Port, console =>
        {
            console.UseStoreNotices(settings.Iap);
            console.Run(NothingHere);
        });
        app.UseSockets();
        app.UsePages(settings.Runtime);
        app.UseFront();
        return app;
    }

    static JournalOptions JournalBounds(JournalSettings settings) => new()
    {
        Lanes = settings.Lanes,
        WaitingMax = settings.LaneQueueSize,
        BatchMax = settings.BatchSize,
        CachedStatesMax = settings.CacheSize,
        ServerVersion = SettingsHelp.Version,
    };

    static Task NothingHere(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
