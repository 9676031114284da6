using KaosNet.Api.Configuration;
using KaosNet.Api.Metrics;
using KaosNet.Modules.Utilities;
using KaosNet.Scripting.Server;
using KaosNet.Store.Postgres;

namespace KaosNet.Api.Scripting;

/// <summary>What modules' own functions need of the server beside the game: other services, files, memory, figures, a database, settings.</summary>
static class ModuleServices
{
    public static void AddModuleServices(this IServiceCollection services)
    {
        services.AddSingleton<BcryptTurns>();
        services.AddSingleton(provider => new HttpCalls(HttpOf(provider.GetRequiredService<KaosSettings>().Runtime)));
        services.AddSingleton(provider => new SqlDatabase(SqlOf(provider.GetRequiredService<KaosSettings>().Runtime)));
        services.AddSingleton(provider => new LocalCache(CacheOf(provider.GetRequiredService<KaosSettings>().Runtime), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => ConfigOf(provider.GetRequiredService<KaosSettings>()));
        services.AddSingleton(provider => MetricsOf(provider.GetRequiredService<KaosSettings>().Metrics, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IModuleMetrics>(provider => provider.GetRequiredService<ModuleMetrics>());
        services.AddSingleton<IMetricSource>(provider => provider.GetRequiredService<ModuleMetrics>());
    }

    /// <summary>What modules are shown of the settings.</summary>
    public static ServerConfig ConfigOf(KaosSettings settings)
    {
        var (session, socket, iap) = (settings.Session, settings.Socket, settings.Iap);
        // Settings without effect yet are looked up by their keys: showing them is none.
        string Text(string key) => Setting.Find(key)!.TextIn(settings);
        return new()
        {
            Name = settings.Name,
            ShutdownGraceSec = settings.ShutdownGraceSec,
            Logger = new() { Level = settings.Logger.Level },
            Session = new()
            {
                EncryptionKey = session.EncryptionKey, TokenExpirySec = session.TokenExpirySec, RefreshEncryptionKey = session.RefreshEncryptionKey,
                RefreshTokenExpirySec = session.RefreshTokenExpirySec, SingleSocket = session.SingleSocket, SingleMatch = session.SingleMatch,
                SingleParty = session.SingleParty, SingleSession = session.SingleSession,
            },
            Socket = new() { ServerKey = socket.ServerKey, Port = socket.Port, Address = socket.Address, Protocol = socket.Protocol },
            Social = new()
            {
                Steam = new() { PublisherKey = Text("social.steam.publisher_key"), AppId = (int)Setting.Find("social.steam.app_id")!.ValueIn(settings) },
                FacebookInstantGame = new() { AppSecret = Text("social.facebook_instant_game.app_secret") },
                FacebookLimitedLogin = new() { AppId = Text("social.facebook_limited_login.app_id") },
                Apple = new() { BundleId = Text("social.apple.bundle_id") },
            },
            Runtime = new() { Env = settings.Runtime.Env, HttpKey = settings.Runtime.HttpKey },
            Iap = new()
            {
                Apple = new() { SharedPassword = iap.Apple.SharedPassword, NotificationsEndpointId = iap.Apple.NotificationsEndpointId },
                Google = new()
                {
                    ClientEmail = iap.Google.ClientEmail, PrivateKey = iap.Google.PrivateKey, NotificationsEndpointId = iap.Google.NotificationsEndpointId,
                },
                Huawei = new() { PublicKey = iap.Huawei.PublicKey, ClientId = iap.Huawei.ClientId, ClientSecret = iap.Huawei.ClientSecret },
                FacebookInstant = new() { AppSecret = iap.FacebookInstant.AppSecret },
                Samsung = new() { PackageName = iap.Samsung.PackageName },
            },
            GoogleAuth = new() { CredentialsJson = Text("google_auth.credentials_json") },
            Satori = new()
            {
                Url = Text("satori.url"), ApiKeyName = Text("satori.api_key_name"), ApiKey = Text("satori.api_key"), SigningKey = Text("satori.signing_key"),
            },
        };
    }

    /// <summary>The rules of calls of other services.</summary>
    public static HttpSettings HttpOf(RuntimeSettings runtime) => new()
    {
        Blocked = [.. runtime.HttpBlockedAddresses.SelectMany(entry => HttpSettings.TryParse(entry, out var networks) ? networks : [])],
        ReplyBytesMax = runtime.HttpMaxReplyBytes,
        CallsMax = runtime.HttpMaxCalls,
        TimeMax = TimeSpan.FromMilliseconds(runtime.HttpMaxTimeoutMs),
    };

    static SqlSettings SqlOf(RuntimeSettings runtime) => new()
    {
        ConnectionString = runtime.SqlAddress.Length == 0 ? null : DatabaseAddress.ToConnectionString(runtime.SqlAddress),
        ConnectionsMax = runtime.SqlMaxConnections,
        TimeMax = TimeSpan.FromMilliseconds(runtime.SqlTimeoutMs),
    };

    static LocalCacheSettings CacheOf(RuntimeSettings runtime) => new() { EntriesMax = runtime.LocalcacheMaxEntries, BytesMax = (long)runtime.LocalcacheMaxMb << 20 };

    static ModuleMetrics MetricsOf(MetricsSettings metrics, TimeProvider time) => new(metrics.CustomPrefix, metrics.CustomScopeLimit, time);
}
