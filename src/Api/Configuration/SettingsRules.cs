using KaosNet.Api.Purchases;
using KaosNet.Scripting.Server;
using KaosNet.Store.Postgres;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace KaosNet.Api.Configuration;

/// <summary>What one value alone cannot tell: keys that exclude or need each other, and values that are unsafe in production.</summary>
internal static class SettingsRules
{
    const int NameBytesMax = 16;

    /// <summary>Keys and passwords: they must be set, and to something else than everybody's default.</summary>
    static readonly string[] KeysAndPasswords =
    [
        "console.username", "console.password", "console.signing_key", "socket.server_key", "session.encryption_key",
        "session.refresh_encryption_key", "runtime.http_key",
    ];

    /// <summary>Where stores are asked; there is always somewhere.</summary>
    static readonly string[] StoreUrls =
    [
        "iap.apple.verify_receipt_url", "iap.apple.sandbox_verify_receipt_url", "iap.google.token_url", "iap.google.api_url", "iap.huawei.token_url",
        "iap.huawei.app_touch_order_url", "iap.huawei.order_url", "iap.samsung.api_url",
    ];

    /// <summary>Applies what deprecated keys stand for and adds warnings. Refuses settings that contradict themselves.</summary>
    public static KaosSettings Apply(KaosSettings settings, IReadOnlySet<string> given, List<string> warnings)
    {
        settings = WithDeprecated(settings, warnings);
        foreach (var rule in Rules())
        {
            if (rule(settings) is { } wrong) throw new SettingsRefusedException(wrong + ".");
        }

        if (settings.Socket.SslCertificate.Length > 0) warnings.Add("TLS is served directly (socket.ssl_certificate); in production a proxy in front should do that");
        if (given.Contains("limit") && settings.Limit != -1) warnings.Add("limit has no effect here");
        if (settings.Database.Address.Count > 1) warnings.Add("database.address is given several times; the first is used");
        return settings;
    }

    /// <summary>The keys and passwords that everybody knows.</summary>
    public static IReadOnlyList<string> Unchanged(KaosSettings settings) =>
        [.. KeysAndPasswords.Where(key => Setting.Find(key) is { } setting && setting.ValueIn(settings).Equals(setting.Default))];

    static KaosSettings WithDeprecated(KaosSettings settings, List<string> warnings)
    {
        var runtime = settings.Runtime;
        int Replace(int old, int current, string name)
        {
            if (old == 0) return current;
            warnings.Add($"runtime.{name} is deprecated, use runtime.lua_{name}");
            return old;
        }

        runtime = runtime with
        {
            LuaMinCount = Replace(runtime.MinCount, runtime.LuaMinCount, "min_count"),
            LuaMaxCount = Replace(runtime.MaxCount, runtime.LuaMaxCount, "max_count"),
            LuaCallStackSize = Replace(runtime.CallStackSize, runtime.LuaCallStackSize, "call_stack_size"),
            LuaRegistrySize = Replace(runtime.RegistrySize, runtime.LuaRegistrySize, "registry_size"),
            Path = runtime.Path.Length > 0 ? runtime.Path : Path.Combine(settings.DataDir, "modules"),
        };
        if (!runtime.ReadOnlyGlobals)
        {
            warnings.Add("runtime.read_only_globals is deprecated, use runtime.lua_read_only_globals");
            runtime = runtime with { LuaReadOnlyGlobals = false };
        }

        return settings with { Runtime = runtime };
    }

    static IEnumerable<Func<KaosSettings, string?>> Rules() =>
    [
        s => Encoding.UTF8.GetByteCount(s.Name) is < 1 or > NameBytesMax ? $"name must have 1 to {NameBytesMax} bytes" : null,
        s => s.DataDir.Length == 0 ? "data_dir must be set" : null,
        s => s.Runtime.PagesPath.Length > 0 && !Directory.Exists(s.Runtime.PagesPath) ? $"runtime.pages_path: there is no folder {s.Runtime.PagesPath}" : null,
        s => s.Seal.Url.Length > 0 && !(Uri.TryCreate(s.Seal.Url, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")) ? $"seal.url must be an http address, not \"{s.Seal.Url}\"" : null,
        .. StoreUrls.Select(key => (Func<KaosSettings, string?>)(s =>
            Uri.TryCreate(Setting.Find(key)!.TextIn(s), UriKind.Absolute, out var url) && url.Scheme is ("http" or "https") ? null : $"{key} must be an http address")),
        s => s.Iap.Apple.RootCertificateFile is { Length: > 0 } file && PurchasesFeature.Flaw(file) is { } flaw ? $"iap.apple.root_certificate_file: {flaw}" : null,
        s => s.Logger.Level.ToLowerInvariant() is not ("debug" or "info" or "warn" or "error") ? $"logger.level must be debug, info, warn or error, not \"{s.Logger.Level}\"" : null,
        s => s.Logger.Format.ToLowerInvariant() is not ("json" or "stackdriver") ? $"logger.format must be json or stackdriver, not \"{s.Logger.Format}\"" : null,
        s => s.Logger is { Rotation: true, File: "" } ? "logger.rotation needs logger.file" : null,
        .. KeysAndPasswords.Select(key => (Func<KaosSettings, string?>)(s => Setting.Find(key)!.TextIn(s).Length == 0 ? $"{key} must be set" : null)),
        s => !System.Net.IPAddress.TryParse(s.Cluster.Address, out _) ? $"cluster.address must be an IP address, not \"{s.Cluster.Address}\"" : null,
        s => s.Match.TickHost.Length > 0 && !s.Cluster.Enabled ? "match.tick_host needs cluster.enabled" : null,
        s => s.Session.EncryptionKey == s.Session.RefreshEncryptionKey ? "session.encryption_key and session.refresh_encryption_key must differ" : null,
        s => s.Session is { SingleMatch: true, SingleSocket: false } ? "session.single_match needs session.single_socket" : null,
        s => s.Session is { SingleParty: true, SingleSocket: false } ? "session.single_party needs session.single_socket" : null,
        s => s.Socket.PingPeriodMs >= s.Socket.PongWaitMs ? $"socket.ping_period_ms ({s.Socket.PingPeriodMs}) must be below socket.pong_wait_ms ({s.Socket.PongWaitMs})" : null,
        s => s.Socket.Protocol is not ("tcp" or "tcp4" or "tcp6") ? $"socket.protocol must be tcp, tcp4 or tcp6, not \"{s.Socket.Protocol}\"" : null,
        Certificate,
        s => Malformed(s.Socket.ResponseHeaders) is { } entry ? $"socket.response_headers: \"{entry}\" is not key=value" : null,
        s => Malformed(s.Runtime.Env) is { } entry ? $"runtime.env: \"{entry}\" is not key=value" : null,
        s => s.Runtime.LuaMinCount > s.Runtime.LuaMaxCount ? "runtime.lua_min_count must not be above runtime.lua_max_count" : null,
        s => s.Runtime.LuaMaxCount < 1 ? "runtime.lua_max_count must be at least 1" : null,
        s => s.Runtime.JsMinCount > s.Runtime.JsMaxCount ? "runtime.js_min_count must not be above runtime.js_max_count" : null,
        s => s.Runtime.LuaRegistrySize < 128 ? "runtime.registry_size must be at least 128" : null,
        JavaScriptEntrypoint,
        Ports,
        s => s.Database.Address is [var first, ..] ? AddressFault(first) : null,
        SqlAddress,
        s => s.Runtime.HttpBlockedAddresses.FirstOrDefault(entry => !HttpSettings.TryParse(entry, out _)) is { } entry
            ? $"runtime.http_blocked_addresses: \"{entry}\" is neither an address, nor a network, nor \"private\""
            : null,
        s => s.Mfa.StorageEncryptionKey.Length > 0 && Encoding.UTF8.GetByteCount(s.Mfa.StorageEncryptionKey) != 32 ? "mfa.storage_encryption_key must be empty or exactly 32 bytes" : null,
        Satori,
        s => s.GoogleAuth.CredentialsJson.Length > 0 && !IsJsonObject(s.GoogleAuth.CredentialsJson) ? "google_auth.credentials_json is no JSON object" : null,
    ];

    static string? Ports(KaosSettings s)
    {
        var taken = new Dictionary<int, string>();
        (string Name, int Port)[] ports =
        [
            ("socket.port", s.Socket.Port), ("the gRPC port (socket.port - 1)", s.Socket.Port - 1), ("console.port", s.Console.Port),
            ("metrics.prometheus_port", s.Metrics.PrometheusPort), ("database.embedded_port", s.Database.EmbeddedPort),
        ];
        foreach (var (name, port) in ports.Where(entry => entry.Port != 0))
        {
            if (!taken.TryAdd(port, name)) return string.Create(CultureInfo.InvariantCulture, $"{taken[port]} and {name} are both {port}");
        }

        return null;
    }

    static string? Certificate(KaosSettings s)
    {
        if (s.Socket.SslCertificate.Length == 0 != (s.Socket.SslPrivateKey.Length == 0)) return "socket.ssl_certificate and socket.ssl_private_key need each other";
        if (s.Socket.SslCertificate.Length == 0) return null;
        try
        {
            using var certificate = X509Certificate2.CreateFromPemFile(s.Socket.SslCertificate, s.Socket.SslPrivateKey);
            return null;
        }
        catch (Exception unusable) when (unusable is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return $"socket.ssl_certificate with socket.ssl_private_key cannot be loaded: {unusable.Message.TrimEnd('.')}";
        }
    }

    static string? JavaScriptEntrypoint(KaosSettings s)
    {
        if (s.Runtime.JsEntrypoint.Length == 0) return null;
        if (!s.Runtime.JsEntrypoint.EndsWith(".js", StringComparison.Ordinal)) return "runtime.js_entrypoint must end in .js";
        var file = Path.Combine(s.Runtime.Path, s.Runtime.JsEntrypoint);
        return File.Exists(file) ? null : $"runtime.js_entrypoint: there is no file {file}";
    }

    static string? Satori(KaosSettings s)
    {
        string[] needed = [s.Satori.ApiKeyName, s.Satori.ApiKey, s.Satori.SigningKey];
        if (s.Satori.CacheMode is not ("context" or "time")) return $"satori.cache_mode must be context or time, not \"{s.Satori.CacheMode}\"";
        if (s.Satori.Url.Length == 0) return needed.Any(value => value.Length > 0) ? "satori.api_key_name, satori.api_key and satori.signing_key need satori.url" : null;
        if (!Uri.TryCreate(s.Satori.Url, UriKind.Absolute, out _)) return "satori.url is no URL";
        return needed.Any(value => value.Length == 0) ? "satori.url needs satori.api_key_name, satori.api_key and satori.signing_key" : null;
    }

    /// <summary>Modules must not write beside the Journal.</summary>
    static string? SqlAddress(KaosSettings s)
    {
        if (s.Runtime.SqlAddress.Length == 0) return null;
        if (AddressFault(s.Runtime.SqlAddress) is { } wrong) return wrong.Replace("database.address", "runtime.sql_address", StringComparison.Ordinal);
        return s.Database.Address is [var own, ..] && AddressFault(own) is null && DatabaseAddress.AreTheSame(own, s.Runtime.SqlAddress)
            ? "runtime.sql_address must be another database than database.address"
            : null;
    }

    static string? AddressFault(string address)
    {
        try
        {
            DatabaseAddress.ToConnectionString(address);
            return null;
        }
        catch (FormatException refused)
        {
            return refused.Message.TrimEnd('.');
        }
    }

    static string? Malformed(IReadOnlyList<string> pairs) => pairs.FirstOrDefault(pair => pair.IndexOf('=', StringComparison.Ordinal) < 1);

    static bool IsJsonObject(string text)
    {
        try
        {
            using var parsed = JsonDocument.Parse(text);
            return parsed.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
