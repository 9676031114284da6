using KaosNet.Modules.Utilities;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.Server;
using KaosNet.Scripting.Tests.Server;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Scripting.Tests.CSharp;

/// <summary>What C# modules have beside the game: other services, a database of the game's own, files, figures, settings, stores.</summary>
public sealed class CSharpServiceSpecs(PostgresFixture postgres, HttpFunctionsSpecs.StandIn stand) : IClassFixture<PostgresFixture>, IClassFixture<HttpFunctionsSpecs.StandIn>
{
    [Fact]
    public async Task all_of_it_can_be_called()
    {
        var figures = new Figures();
        await using var services = ModuleServerSpecs.StoresOfNobody
            .AddSingleton(_ => new HttpCalls(new()))
            .AddSingleton(_ => new SqlDatabase(new() { ConnectionString = postgres.ConnectionString, ConnectionsMax = 1, TimeMax = TimeSpan.FromMinutes(1) }))
            .AddSingleton(new ServerConfig { Name = "kaos1" })
            .AddSingleton<IModuleMetrics>(figures)
            .BuildServiceProvider();
        using var bench = await CSharpBench.Of(
            $$$"""
            setup.Rpc("http", async (context, payload) =>
            {
                var reply = await context.Nk.Http.Request("{{{stand.Address}}}/echo", "post", new Dictionary<string, string> { ["X-Game"] = "kaos" }, "hi"u8.ToArray(), 60_000);
                return $"{reply.Code} {string.Join('+', reply.Headers["X-Many"])} {Encoding.UTF8.GetString(reply.Body)}";
            });
            setup.Rpc("sql", async (context, payload) =>
            {
                var row = (await context.Nk.Sql.Query("select $1::int as one, 'x' as two, null as three, array[1, 2] as four", [1]))[0];
                return $"{row["one"]} {row["two"]} {row["three"] is null} {((IEnumerable<object>)row["four"]).Count()} {(await context.Nk.Sql.Exec("select 1")).RowsAffected}";
            });
            setup.Rpc("rest", async (context, payload) =>
            {
                await context.Nk.Metrics.CounterAdd("shots", new Dictionary<string, string> { ["map"] = "x" }, 2);
                return (await context.Nk.Server.GetConfig()).Name;
            });
            setup.Rpc("satori", async (context, payload) => (await context.Nk.Satori.FlagsList("ann", [], [])).Count.ToString());
            setup.Rpc("store", async (context, payload) => (await context.Nk.Purchases.ValidateApple(Guid.NewGuid(), "r")).ToString());
            """,
            services: services);
        (await bench.Say("http")).ShouldBe("200 one+two POST /echo kaos  hi");
        (await bench.Say("sql")).ShouldBe("1 x True 2 0");
        (await bench.Say("rest")).ShouldBe("kaos1");
        figures.Line.ShouldBe("shots map=x 2");
        (await bench.Say("satori")).ShouldContain("satori configuration is invalid");
        (await bench.Say("store")).ShouldContain("Apple IAP is not configured.");
    }

    [Fact]
    public async Task files_are_those_of_the_modules_folder()
    {
        using var bench = new CSharpBench(new ServiceCollection().AddSingleton<ScriptSettings>(provider => new() { Path = provider.GetRequiredService<Folder>().Path, Node = "", Version = "" })
            .AddSingleton<Folder>().BuildServiceProvider());
        bench.Server.Get<Folder>().Path = bench.Folder;
        await File.WriteAllTextAsync(Path.Combine(bench.Folder, "levels.txt"), "three", TestContext.Current.CancellationToken);
        bench.With("main", """setup.Rpc("f", async (context, payload) => Encoding.UTF8.GetString(await context.Nk.Server.FileRead(payload)));""");
        await bench.Modules.Load(TestContext.Current.CancellationToken);
        (await bench.Say(payload: "levels.txt")).ShouldBe("three");
        (await bench.Say(payload: "../x")).ShouldContain("expects a path within the folder of the modules");
    }

    [Fact]
    public async Task what_stores_tell_has_its_functions()
    {
        using var bench = await CSharpBench.Of("""
            setup.OnPurchaseNotificationApple((context, told) => { context.Logger.LogInformation(told.Purchase.ProductId); return default; });
            setup.OnPurchaseNotificationGoogle((context, told) => default);
            setup.OnSubscriptionNotificationApple((context, told) => { context.Logger.LogInformation(told.Subscription.ProductId + told.NotificationType); return default; });
            setup.OnSubscriptionNotificationGoogle((context, told) => default);
            """);
        bench.Modules.Functions.StoreNotifications.Keys.Order().ShouldBe(Enum.GetValues<StoreNotification>().Order());
    }

    private sealed class Folder
    {
        public string Path { get; set; } = "";
    }

    private sealed class Figures : IModuleMetrics
    {
        public string Line { get; private set; } = "";

        public void Add(string name, IReadOnlyDictionary<string, string> tags, long delta) => Line = $"{name} {string.Join(' ', tags.Select(tag => $"{tag.Key}={tag.Value}"))} {delta}";

        public void Set(string name, IReadOnlyDictionary<string, string> tags, double value) => throw new NotSupportedException();

        public void Record(string name, IReadOnlyDictionary<string, string> tags, TimeSpan took) => throw new NotSupportedException();
    }
}
