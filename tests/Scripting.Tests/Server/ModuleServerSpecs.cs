using KaosNet.Modules.Utilities;
using KaosNet.Realtime;
using KaosNet.Realtime.Purchases;
using KaosNet.Scripting.Server;
using KaosNet.Scripting.Tests.Nk;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Scripting.Tests.Server;

/// <summary>Files, settings, figures, Satori and purchases from modules.</summary>
public sealed class ModuleServerSpecs
{
    private const string Ann = "00000000-0000-4000-8000-000000000001";

    [Fact]
    public async Task files_of_the_modules_folder_can_be_read()
    {
        var settings = ModuleBench.Defaults;
        Directory.CreateDirectory(Path.Combine(settings.Path, "data"));
        await File.WriteAllBytesAsync(Path.Combine(settings.Path, "data/levels.bin"), [1, 0, 255, 10], TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(settings.Path, "empty.txt"), "", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(Path.Combine(settings.Path, "inside"), "data/levels.bin");
        using var services = new ServiceCollection().AddSingleton(settings).BuildServiceProvider();
        using var bench = ModuleBench.OfFunction(
            "return nk.json_encode({ nk.base16_encode(nk.file_read('data/levels.bin')), #nk.file_read('empty.txt'), #nk.file_read('data/../inside') })", services, settings);
        (await bench.Say()).ShouldBe("""["0100ff0a",0,4]""");
    }

    [Fact]
    public async Task nothing_outside_of_the_modules_folder_can_be_read()
    {
        var settings = ModuleBench.Defaults;
        var outside = TestFolder.Create("secret");
        await File.WriteAllTextAsync(Path.Combine(outside, "key.txt"), "secret", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(Path.Combine(settings.Path, "link.txt"), Path.Combine(outside, "key.txt"));
        Directory.CreateSymbolicLink(Path.Combine(settings.Path, "folder"), outside);
        File.CreateSymbolicLink(Path.Combine(settings.Path, "again"), "folder/key.txt");
        File.CreateSymbolicLink(Path.Combine(settings.Path, "endless"), "endless");
        using var services = new ServiceCollection().AddSingleton(settings).BuildServiceProvider();
        using var bench = ModuleBench.OfFunction("return (select(2, pcall(nk.file_read, payload)))", services, settings);
        const string refusal = "failed to open file: expects a path within the folder of the modules";
        foreach (var path in new[]
        {
            $"../{Path.GetFileName(outside)}/key.txt", "../../etc/hostname", "data/../../x", "..", ".", "link.txt", "folder/key.txt", "again",
            $"../{Path.GetFileName(settings.Path)}x/key.txt",
        })
            (await bench.Say(payload: path)).ShouldBe(refusal, path);
        (await bench.Say(payload: Path.Combine(outside, "key.txt"))).ShouldEndWith("no such file");
        (await bench.Say(payload: "absent.txt")).ShouldBe("failed to open file: absent.txt: no such file");
        (await bench.Say(payload: "endless")).ShouldBe("failed to open file: endless cannot be read");
        (await bench.Say(payload: "a\0b")).ShouldEndWith("cannot be read");
        (await bench.Say(payload: "")).ShouldBe("bad argument #1 to file_read (expects relative path string)");
    }

    [Fact]
    public async Task settings_are_shown_with_their_keys()
    {
        var config = new ServerConfig
        {
            Name = "kaos1", ShutdownGraceSec = 5, Session = new() { EncryptionKey = "key", TokenExpirySec = 60, SingleMatch = true }, Socket = new() { ServerKey = "s", Port = 7350 },
            Runtime = new() { Env = ["season=3"], HttpKey = "h" }, Iap = new() { Apple = new() { SharedPassword = "apple" } }, Logger = new() { Level = "info" },
        };
        using var services = new ServiceCollection().AddSingleton(config).BuildServiceProvider();
        using var bench = ModuleBench.OfFunction(
            """
            local c = nk.get_config()
            return nk.json_encode({ c.name, c.shutdown_grace_sec, c.logger.level, c.session.encryption_key, c.session.token_expiry_sec, c.session.single_match, c.session.single_socket,
              c.socket.server_key, c.socket.port, c.runtime.env[1], c.runtime.http_key, c.iap.apple.shared_password, c.social.steam.app_id, c.google_auth.credentials_json, c.satori.url })
            """,
            services);
        (await bench.Say()).ShouldBe("""["kaos1",5,"info","key",60,true,false,"s",7350,"season=3","h","apple",0,"",""]""");
    }

    [Fact]
    public async Task figures_are_handed_on()
    {
        var written = new Written();
        using var services = new ServiceCollection().AddSingleton<IModuleMetrics>(written).BuildServiceProvider();
        using var bench = ModuleBench.OfFunction(
            """
            nk.metrics_counter_add('shots', { weapon = 'bow', map = 'x' }, 3)
            nk.metrics_gauge_set('queue', nil, 2.5)
            nk.metrics_timer_record('turn', {}, 1500000)
            return nk.json_encode({ (select(2, pcall(nk.metrics_counter_add, '', {}, 1))), (select(2, pcall(nk.metrics_counter_add, 'x', 'y', 1))), (select(2, pcall(nk.metrics_gauge_set, 'x', { a = 1 }, 1))),
              (select(2, pcall(nk.metrics_timer_record, 'x', {}))) })
            """,
            services);
        (await bench.Say()).ShouldBe(
            """["bad argument #1 to metrics_counter_add (expects name string)","bad argument #2 to metrics_counter_add (table expected, got string)",""" + '"' +
            """bad argument #2 to metrics_gauge_set (expects keys and values to be strings)","bad argument #3 to metrics_timer_record (number expected, got nil)"]""");
        written.Lines.ShouldBe(["add shots map=x weapon=bow 3", "set queue  2.5", "record turn  1.5"]);
    }

    [Fact]
    public async Task satori_is_not_set_up()
    {
        using var bench = ModuleBench.OfFunction(
            """
            local satori = nk.get_satori()
            local calls = { authenticate = { 'ann', {}, { team = 'red' } }, identity_delete = { 'ann' }, properties_get = { 'ann' }, properties_update = { 'ann', { custom = { a = 'b' }, recompute = true } },
              events_publish = { 'ann', { { name = 'won', value = '1', metadata = { map = 'x' }, timestamp = 1 } } }, server_events_publish = { { { name = 'x', identity_id = 'ann', session_id = 's' } } },
              experiments_list = { 'ann', { 'e' } }, flags_list = {}, flags_overrides_list = { 'ann', {}, { 'l' } }, live_events_list = { 'ann', nil, nil, 1, 1, 0, 0 }, live_event_join = { 'ann', 'e' },
              messages_list = { 'ann', 10 }, message_update = { 'ann', 'm', 1 }, message_delete = { 'ann', 'm' } }
            local count, wrong = 0, {}
            for name, f in pairs(satori) do
              count = count + 1
              local text = select(2, pcall(f, unpack(calls[name], 1, 7)))
              if text ~= 'satori configuration is invalid' then wrong[#wrong + 1] = name .. ': ' .. tostring(text) end
            end
            return count .. table.concat(wrong, '; ') .. tostring(nk.get_satori().flags_list == satori.flags_list)
            """);
        (await bench.Say()).ShouldBe("14true");
        using var services = new ServiceCollection().BuildServiceProvider();
        using var script = new JavaScriptBench(services);
        script.Run("const s = nk.getSatori(); return [Object.keys(s).length, error_of(() => s.flagsList()), error_of(() => s.eventsPublish('ann', [{ name: 'x' }])), s === nk.getSatori()];")
            .ShouldBe("""[14,"satori configuration is invalid","satori configuration is invalid",true]""");
    }

    [Fact]
    public async Task no_store_is_set_up()
    {
        await using var services = StoresOfNobody.BuildServiceProvider();
        using var bench = ModuleBench.OfFunction(
            $$"""
            local ann = '{{Ann}}'
            local function error_of(f, ...) return (select(2, pcall(f, ...))) end
            return table.concat({ error_of(nk.purchase_validate_apple, ann, 'r'), error_of(nk.purchase_validate_google, ann, 'r', false, 'me', ''), error_of(nk.purchase_validate_huawei, ann, 's', 'r'),
              error_of(nk.purchase_validate_facebook_instant, ann, 'r'), error_of(nk.purchase_validate_samsung, ann, 'not one'), error_of(nk.subscription_validate_apple, ann, 'r'),
              error_of(nk.subscription_validate_google, ann, 'r'),
              error_of(nk.purchase_validate_apple, 'x', 'r'), error_of(nk.purchase_validate_apple, ann, ''), error_of(nk.purchases_list, ann, 101) }, '\n')
            """,
            services);
        (await bench.Say()).Split('\n').ShouldBe(
        [
            "error validating Apple receipt: Apple IAP is not configured.", "error validating Google receipt: Google IAP is not configured.",
            "error validating Huawei receipt: Huawei IAP is not configured.", "error validating Facebook Instant receipt: Facebook Instant IAP is not configured.",
            "error validating Samsung receipt: Purchase ID is malformed.", "error validating Apple receipt: Apple IAP is not configured.",
            "error validating Google receipt: Google IAP is not configured.",
            "bad argument #1 to purchase_validate_apple (expects user ID to be a valid identifier)", "bad argument #2 to purchase_validate_apple (expects receipt)",
            "bad argument #2 to purchases_list (expects a limit 1-100)",
        ]);
    }

    /// <summary>Stores of a game that has set none up.</summary>
    internal static IServiceCollection StoresOfNobody => new ServiceCollection()
        .AddLogging().AddSingleton(TimeProvider.System).AddSingleton<IJournal, MemoryJournal>().AddSingleton(new StoreSettings()).AddPurchaseValidation();

    private sealed class Written : IModuleMetrics
    {
        public List<string> Lines { get; } = [];

        public void Add(string name, IReadOnlyDictionary<string, string> tags, long delta) => Lines.Add($"add {name} {Text(tags)} {delta}");

        public void Set(string name, IReadOnlyDictionary<string, string> tags, double value) =>
            Lines.Add($"set {name} {Text(tags)} {value.ToString(System.Globalization.CultureInfo.InvariantCulture)}");

        public void Record(string name, IReadOnlyDictionary<string, string> tags, TimeSpan took) =>
            Lines.Add($"record {name} {Text(tags)} {took.TotalMilliseconds.ToString(System.Globalization.CultureInfo.InvariantCulture)}");

        private static string Text(IReadOnlyDictionary<string, string> tags) =>
            string.Join(' ', tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"));
    }
}
