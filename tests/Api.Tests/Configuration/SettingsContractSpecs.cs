using KaosNet.Api.Configuration;
using KaosNet.Tests.Support;

namespace KaosNet.Api.Tests.Configuration;

/// <summary>Nakama's table of settings, held key by key against ours.</summary>
public class SettingsContractSpecs
{
    /// <summary>Where ours differs on purpose: without an address the server runs a PostgreSQL of its own.</summary>
    static readonly Dictionary<string, string> DifferentDefaults = new() { ["database.address"] = "[]" };

    /// <summary>Sections that are ours alone.</summary>
    static readonly string[] Ours =
    [
        "database.embedded_port", "database.embedded_shared_buffers_mb", "journal.lanes", "journal.lane_queue_size", "journal.batch_size",
        "journal.cache_size", "leaderboard.callback_delay_ms", "leaderboard.past_ranks_max", "leaderboard.preloaded_ranks_max",
        "runtime.lua_max_instructions", "runtime.lua_max_memory_mb", "runtime.lua_max_call_ms", "runtime.js_max_statements", "runtime.js_max_memory_mb", "runtime.js_max_call_ms", "runtime.csharp_max_call_ms",
        "runtime.http_blocked_addresses", "runtime.http_max_timeout_ms",
        "runtime.http_max_reply_bytes", "runtime.http_max_calls", "runtime.localcache_max_entries", "runtime.localcache_max_mb", "runtime.sql_address",
        "runtime.sql_max_connections", "runtime.sql_timeout_ms",
        "rate_limit.requests_per_sec", "rate_limit.burst", "rate_limit.socket_messages_per_sec", "rate_limit.socket_burst", "socket.rudp_port",
        "match.tick_host", "cluster.enabled", "cluster.address", "cluster.port", "match.resume", "match.rejoin_deadline_ms", "match.resume_deadline_ms", "runtime.pages_path",
        "runtime.watch_ms",
        "runtime.record_calls",
        "runtime.record_calls_mb", "seal.interval_sec", "seal.file", "seal.url",
        "personal.master_key_file", "personal.master_key", "personal.former_master_key_files",
        "iap.apple.bundle_id", "iap.apple.root_certificate_file", "iap.apple.verify_receipt_url", "iap.apple.sandbox_verify_receipt_url", "iap.google.token_url",
        "iap.google.api_url", "iap.huawei.token_url", "iap.huawei.app_touch_order_url", "iap.huawei.order_url", "iap.samsung.api_url",
        "subscription.max_streams", "subscription.heartbeat_sec", "subscription.webhook_timeout_ms",
    ];

    static readonly List<string[]> Table =
        [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Configuration", "config.tsv")).Skip(1).Select(line => line.Split('\t'))];

    public static TheoryData<string, string, string> Rows => [.. Table.Select(row => (row[0], row[1], row[2]))];

    [Theory]
    [MemberData(nameof(Rows))]
    public void a_key_has_its_type_and_default(string key, string type, string preset)
    {
        var setting = Setting.Find(key);
        setting.ShouldNotBeNull();
        setting.Type.ShouldBe(type switch
        {
            "int" => typeof(int),
            "int64" => typeof(long),
            "bool" => typeof(bool),
            "string" => typeof(string),
            _ => typeof(IReadOnlyList<string>),
        });
        setting.DefaultText.ShouldBe(DifferentDefaults.GetValueOrDefault(key, preset == "\"\"" ? "" : preset));
    }

    [Fact]
    public void no_key_is_there_that_nobody_knows() =>
        Setting.All.Select(setting => setting.Key).Except(Table.Select(row => row[0])).ShouldBe(Ours, ignoreOrder: true);

    [Fact]
    public void every_default_may_be_said_aloud()
    {
        foreach (var setting in Setting.All.Where(setting => !setting.IsList && setting.Key != "config"))
        {
            var text = setting.Key == "data_dir" ? "data" : setting.TextIn(new KaosSettings());
            // Empty keys and passwords are a matter of their own.
            if (text.Length > 0) SettingsReader.Read([$"--{setting.Key}={text}"], new Dictionary<string, string>());
        }
    }

    [Fact]
    public void the_reference_page_shows_every_setting()
    {
        var page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "reference", "settings.md"));
        page.ShouldContain(SettingsHelp.Table(), Case.Sensitive, "Run the server with --help=markdown and put its table into docs/reference/settings.md");
    }
}
