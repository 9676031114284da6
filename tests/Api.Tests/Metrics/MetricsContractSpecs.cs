using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using KaosNet.Api.Operations;
using KaosNet.Api.Tests.Operations;
using KaosNet.Api.Tests.Sockets;
using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Scripts;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Api.Tests.Metrics;

/// <summary>Names, types and labels of the reference's table and of the operators' page, against a live server that has seen some traffic.</summary>
public sealed partial class MetricsContractSpecs(MetricsContractSpecs.LiveServer live) : IClassFixture<MetricsContractSpecs.LiveServer>
{
    const string Page = "docs/operate/metrics.md";

    /// <summary>Series that belong to later work, or to nothing that we have, and why.</summary>
    static readonly Dictionary<string, string> NotYet = new()
    {
        ["nakama_javascript_runtimes"] = "JavaScript modules",
        ["nakama_parties"] = "parties",
        ["nakama_storage_index_entry_count"] = "shown once a module declares an index; see StorageIndexSpecs",
        ["nakama_metrics_collection_errors_count"] = "shown once a figure of a module was dropped; see ModuleMetricsSpecs",
        ["nakama_custom_{name}"] = "made by modules; see ModuleMetricsSpecs",
        ["nakama_untagged_grpc_stats_calls"] = "a fault of the reference's gRPC library",
        ["nakama_db_total_wait_count"] = "the driver does not count it; see db_client_connection_npgsql_pending_requests",
        ["nakama_db_total_wait_time_nanos"] = "the driver does not count it",
        ["nakama_db_total_max_idle_closed"] = "the driver does not count it",
        ["nakama_db_total_max_idle_time_closed"] = "the driver does not count it",
        ["nakama_db_total_max_lifetime_closed"] = "the driver does not count it",
        ["tally_internal_counter_cardinality"] = "the reference's metrics library",
        ["tally_internal_gauge_cardinality"] = "the reference's metrics library",
        ["tally_internal_histogram_cardinality"] = "the reference's metrics library",
        ["tally_internal_num_active_scopes"] = "the reference's metrics library",
        ["go_*"] = "the Go runtime; .NET's has its own, dotnet_*",
    };

    /// <summary>What a sound server without modules of its own does not show, and one of specs, which seals nothing by itself.</summary>
    static readonly string[] OnlyOnTrouble =
    [
        "kaos_calls_not_recorded", "kaos_journal_failures", "kaos_match_ticks_skipped", "kaos_seals_failures", "kaos_seals_made",
        "nakama_custom_{name}", "nakama_metrics_collection_errors_count",
    ];

    static readonly Row[] Rows = [.. Read()];

    public static IEnumerable<TheoryDataRow<string>> There => Rows.Where(row => !NotYet.ContainsKey(row.Name)).Select(row => new TheoryDataRow<string>(row.Name));

    [Theory]
    [MemberData(nameof(There))]
    public void a_series_has_the_references_name_type_and_labels(string name)
    {
        if (name == "process_*")
        {
            live.Families.Keys.ShouldContain("process_resident_memory_bytes");
            return;
        }
        var row = Rows.Single(one => one.Name == name);
        var family = live.Families.GetValueOrDefault(name.Replace("{Method}", "AuthenticateDevice")) ?? live.Families[name.Replace("{Method}", "GetAccount")];
        family.Type.ShouldBe(row.Type);
        family.LabelSets.ShouldNotBeEmpty();
        foreach (var labels in family.LabelSets) labels.ShouldBe(row.Labels);
        if (row.Type == "summary") family.Quantiles.ShouldBe(["0.5", "0.75", "0.95", "0.99", "0.999"]);
    }

    [Fact]
    public void what_is_said_to_be_missing_is_in_the_table_and_missing()
    {
        NotYet.Keys.Except(Rows.Select(row => row.Name)).ShouldBeEmpty();
        NotYet.Keys.Intersect(live.Families.Keys).ShouldBeEmpty();
    }

    [Fact]
    public void every_series_carries_the_node() =>
        live.Families.Values.Where(family => family.LabelSets.Exists(labels => labels is not ["node_name", "namespace", ..])).Select(family => family.Name).ShouldBeEmpty();

    [Fact]
    public void the_operators_page_names_what_there_is_and_nothing_else()
    {
        var there = live.Families.Keys.Where(name => Ours().IsMatch(name)).Select(Templated).Union(OnlyOnTrouble).Order(StringComparer.Ordinal);
        var named = SeriesOnThePage().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, Page))).Select(series => series.Groups["name"].Value).Order(StringComparer.Ordinal);
        named.ShouldBe(there);
    }

    [Fact]
    public void the_operators_page_gives_the_types_that_there_are()
    {
        foreach (Match series in SeriesOnThePage().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, Page))))
        {
            var name = series.Groups["name"].Value;
            if (OnlyOnTrouble.Contains(name)) continue;
            live.Families[name.Replace("{Method}", "GetAccount", StringComparison.Ordinal)].Type.ShouldBe(series.Groups["type"].Value, name);
        }
    }

    /// <summary>A name with the operation's taken out, as the page has it.</summary>
    static string Templated(string name)
    {
        foreach (var operation in OperationNames.Where(operation => Regex.IsMatch(name, $"^nakama_((before|after)_)?{operation}_")))
            return name.Replace(operation, "{Method}", StringComparison.Ordinal);
        return name;
    }

    static readonly string[] OperationNames = [.. OperationRegistry.Of(Features.All).All.Select(operation => operation.Name).Append("WriteLeaderboardRecord").Distinct()];

    static IEnumerable<Row> Read() => File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Metrics", "Parity", "metrics.tsv"))
        .Skip(1)
        .Select(line => line.Split('\t'))
        .Select(cells => new Row(cells[0], cells[1], [.. cells[2].Replace("[,namespace]", ",namespace").Split(',')]));

    [GeneratedRegex("^(nakama|kaos|process)_")]
    private static partial Regex Ours();

    [GeneratedRegex(@"^\| `(?<name>(nakama|kaos|process)_[^`]*)` \| (?<type>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex SeriesOnThePage();

    sealed record Row(string Name, string Type, string[] Labels);

    /// <summary>The real server after a player's first minutes, and a front whose hooks have run.</summary>
    public sealed class LiveServer : IAsyncLifetime
    {
        const string Nodes = "eu";

        internal IReadOnlyDictionary<string, Scrape.Family> Families { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var families = (await AfterPlay()).Families.ToDictionary();
            foreach (var (name, family) in (await AfterHooks()).Families)
                if (name.Contains("before_", StringComparison.Ordinal) || name.Contains("after_", StringComparison.Ordinal)) families.TryAdd(name, family);
            Families = families;
        }

        public ValueTask DisposeAsync() => default;

        static async Task<Scrape> AfterPlay()
        {
            var port = FreePort.Next();
            await using var server = await KaosNet.Tests.Support.GameServer.Start(
                Path.Combine(SourceTree.Root, "modules"), connectionString: null, "--metrics.prometheus_port", port.ToString(), "--metrics.namespace", Nodes,
                "--matchmaker.interval_sec", "1");
            using var client = new HttpClient { BaseAddress = server.Address };
            await client.GetAsync("/healthcheck");
            await client.GetAsync("/v2/account");
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("defaultkey:"u8));
            using var signedIn = await client.PostAsync("/v2/account/authenticate/device", new StringContent("""{"id":"metrics-device-1"}"""));
            var token = JsonDocument.Parse(await signedIn.Content.ReadAsStreamAsync()).RootElement.GetProperty("token").GetString()!;
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            await client.GetAsync("/v2/account");
            for (var write = 0; write < 2; write++)
                await client.PutAsync("/v2/storage", new StringContent("""{"objects":[{"collection":"bag","key":"coins","value":"{}","version":"*"}]}"""));
            await client.PostAsync("/v2/rpc/create_duel", new StringContent("\"\"", Encoding.UTF8, "application/json"));

            var socket = new ClientWebSocket();
            await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{server.Port}/ws?status=true&token={token}"), CancellationToken.None);
            await using var played = new TestSocket(socket);
            await played.Send("""{"cid":"1","rpc":{"id":"create_duel"}}""");
            await played.Receive("rpc");
            using var prometheus = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/metrics") };
            return Scrape.Of(await Eventually.Gives(async () =>
            {
                var text = await prometheus.GetStringAsync("");
                text.ShouldContain("presence_event_process_latency_ms_count");
                text.ShouldContain("kaos_journal_commit_count");
                text.ShouldContain("nakama_matchmaker_process_time_count");
                return text;
            }));
        }

        static async Task<Scrape> AfterHooks()
        {
            var port = FreePort.Next();
            await using var front = await FrontUnderTest.Start(
                new FrontSettings { MetricsPort = port, MetricsNamespace = Nodes }, services => services.AddSingleton<IOperationHooks, PassingHooks>());
            await front.Send("GET", "/v2/account");
            return Scrape.Of(await front.Client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/")));
        }
    }

    sealed class PassingHooks : IOperationHooks
    {
        public IReadOnlyCollection<string> Before => ["GetAccount"];

        public IReadOnlyCollection<string> After => ["GetAccount"];

        public void WhenChanged(Action act)
        {
            // They stay what they are.
        }

        public ValueTask<Answer<HookedRequest>> RunBefore(string operation, object request, Caller caller, CancellationToken cancel) => new(new HookedRequest(request));

        public ValueTask<bool> RunAfter(string operation, object request, object response, Caller caller, CancellationToken cancel) => new(true);
    }
}
