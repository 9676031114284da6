using KaosNet.Domain.Kernel;
using KaosNet.Realtime;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.Tests.CSharp;
using KaosNet.Scripting.Tests.Nk.Bundles;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Scripting.Tests.Server;

/// <summary>Events that modules in JavaScript and in C# report, and the functions there that take them.</summary>
public sealed class EventApiSpecs
{
    private static readonly Caller Ann = new() { Source = Source.Client, Actor = "u-1", UserId = "00000000-0000-4000-8000-000000000001", Username = "ann" };

    [Fact]
    public async Task what_a_bundle_reports_comes_to_its_function()
    {
        BundleBench? bench = null;
        await using var services = ServicesOf(() => bench!.Host);
        using (bench = BundleBench.OfInit(
            "initializer.registerRpc('buy', buy); initializer.registerEvent(taken);",
            """
            function buy(ctx, logger, nk, payload) { nk.event('bought', { item: 'hat' }, 5, true); nk.event('looked', {}); nk.event('dreamt', {}, -5); }
            function taken(ctx, logger, nk, event) { logger.info('%s %s', ctx.userId, JSON.stringify(event)); }
            """,
            services))
        {
            var queue = services.GetRequiredService<EventQueue>();
            await queue.StartAsync(CancellationToken.None);
            (await bench.Call("buy", request: new RpcRequest(Ann, NoLists, NoLists))).Fault.ShouldBeNull();
            await Eventually.Holds(() =>
            {
                bench.Log.Lines.ShouldContain($$"""Information: {{Ann.UserId}} {"name":"bought","properties":{"item":"hat"},"timestamp":5,"external":true}""");
                // Without a moment it is now.
                bench.Log.Lines.ShouldContain(line => line.Contains("""{"name":"looked","properties":{},"timestamp":1""", StringComparison.Ordinal));
                bench.Log.Lines.ShouldContain(line => line.EndsWith("""{"name":"dreamt","properties":{},"external":false}""", StringComparison.Ordinal));
            });
            await queue.StopAsync(CancellationToken.None);
        }
    }

    [Theory]
    [InlineData("nk.event('', {})", "TypeError: expects name string")]
    [InlineData("nk.event('e')", "TypeError: expects properties to be a table of at most 1000 strings by name")]
    [InlineData("nk.event('e', { level: 7 })", "TypeError: expects properties to be a table of at most 1000 strings by name")]
    [InlineData("nk.event('e', {}, 0)", "TypeError: expects timestamp to be a number of seconds other than 0")]
    [InlineData("nk.event('e', {}, 5, 'yes')", "TypeError: expects boolean")]
    public async Task bad_arguments_are_refused_in_javascript(string call, string refusal)
    {
        using var bench = BundleBench.OfFunction($"try {{ {call}; }} catch (e) {{ return e.name + ': ' + e.message; }}");
        (await bench.Say()).ShouldBe(refusal);
    }

    [Fact]
    public async Task what_a_csharp_module_reports_comes_to_its_function()
    {
        CSharpBench? bench = null;
        await using var services = ServicesOf(() => bench!.Functions);
        using (bench = await CSharpBench.Of(
            """
            setup.Rpc("buy", async (context, payload) => { await context.Nk.Events.Report("bought", new Dictionary<string, string> { ["item"] = "hat" }, 5); return ""; });
            setup.OnEvent((context, happened) =>
            {
                context.Logger.LogInformation("{User} {Name} {Item} {At} {External}", context.Username, happened.Name, happened.Properties["item"],
                    happened.Timestamp?.ToUnixTimeSeconds(), happened.IsExternal);
                return default;
            });
            """,
            services: services))
        {
            var queue = services.GetRequiredService<EventQueue>();
            await queue.StartAsync(CancellationToken.None);
            (await bench.Say("buy", caller: Ann)).ShouldBe("");
            await Eventually.Holds(() => bench.Log.Lines.ShouldContain("Information: ann bought hat 5 False"));
            await queue.StopAsync(CancellationToken.None);
        }
    }

    private static readonly Dictionary<string, IReadOnlyList<string>> NoLists = [];

    private static ServiceProvider ServicesOf(Func<IEventFunctions> functions) => new ServiceCollection().AddMetrics().AddSingleton<RealtimeMeter>()
        .AddSingleton(_ => functions())
        .AddSingleton(provider => new EventQueue(
            provider.GetRequiredService<IEventFunctions>(), new(), provider.GetRequiredService<RealtimeMeter>(), TimeProvider.System, NullLogger<EventQueue>.Instance))
        .BuildServiceProvider();
}
