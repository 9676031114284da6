using KaosNet.Domain.Kernel;
using KaosNet.Realtime;
using KaosNet.Realtime.Scripts;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Scripting.Tests.Nk;

public class EventFunctionsSpecs
{
    private static readonly Caller Ann = new()
    {
        Source = Source.Client, Actor = "u-1", UserId = "u-1", Username = "ann", Vars = new Dictionary<string, string> { ["build"] = "42" },
        SessionExpiry = 77, ClientAddress = "10.0.0.1", ClientPort = "5000", Correlation = "t-1",
    };

    [Fact]
    public async Task a_registered_function_sees_the_event_and_who_reports_it()
    {
        using var bench = ModuleBench.Of("""
            local nk = require('nakama')
            nk.register_event(function(context, event)
              nk.logger_info(nk.json_encode({ context.execution_mode, context.user_id, context.username, context.vars.build, context.client_ip, context.env.season }))
              nk.logger_info(event.name .. ' ' .. event.properties.level .. ' ' .. tostring(event.timestamp) .. ' ' .. tostring(event.external))
            end)
            """);
        bench.Host.Takes(EventKind.Reported).ShouldBeTrue();
        await bench.Host.Take(new("level_up", new Dictionary<string, string> { ["level"] = "7" }, 1700000000, IsExternal: true, Ann), CancellationToken.None);
        await bench.Host.Take(new("level_up", new Dictionary<string, string> { ["level"] = "8" }, null, IsExternal: false, Ann), CancellationToken.None);
        bench.Log.Lines.ShouldContain("""Information: ["event","u-1","ann","42","10.0.0.1","3"]""");
        bench.Log.Lines.ShouldContain("Information: level_up 7 1700000000 true");
        bench.Log.Lines.ShouldContain("Information: level_up 8 nil false");
    }

    [Fact]
    public async Task sessions_have_functions_of_their_own()
    {
        using var bench = ModuleBench.Of("""
            local nk = require('nakama')
            local function tell(kind)
              return function(context, event)
                nk.logger_info(nk.json_encode({ kind, event.name, event.properties.reason or '-', event.timestamp, context.session_id or '-', context.lang or '-' }))
              end
            end
            nk.register_event_session_start(tell('start'))
            nk.register_event_session_end(tell('end'))
            nk.register_event_session_end(tell('end again'))
            """);
        Enum.GetValues<EventKind>().Select(bench.Host.Takes).ShouldBe([false, true, true]);
        var session = Ann with { SessionId = "s-1" };
        var reason = new Dictionary<string, string> { ["reason"] = "server-side session disconnect" };
        await bench.Host.Take(new("reported", reason, 5, IsExternal: true, session), CancellationToken.None);
        await bench.Host.Take(new("session_start", new Dictionary<string, string>(), 7, false, session) { Kind = EventKind.SessionStart, Language = "de" }, CancellationToken.None);
        await bench.Host.Take(new("session_end", reason, 9, false, session) { Kind = EventKind.SessionEnd, Language = "de" }, CancellationToken.None);
        bench.Log.Lines.Where(line => line.StartsWith("Information: [", StringComparison.Ordinal)).ShouldBe([
            """Information: ["start","session_start","-",7,"s-1","de"]""",
            """Information: ["end","session_end","server-side session disconnect",9,"s-1","de"]""",
            """Information: ["end again","session_end","server-side session disconnect",9,"s-1","de"]""",
        ]);
    }

    [Fact]
    public async Task several_functions_are_called_and_the_failure_of_one_is_logged()
    {
        using var bench = ModuleBench.Of("""
            local nk = require('nakama')
            nk.register_event(function(context, event) error('boom') end)
            nk.register_event(function(context, event) nk.logger_info('second') end)
            """);
        await bench.Host.Take(new("e", new Dictionary<string, string>(), null, IsExternal: true, Ann), CancellationToken.None);
        bench.Log.Lines.ShouldContain(line => line.StartsWith("Error: A function of main failed with event e:", StringComparison.Ordinal) && line.Contains("boom"));
        bench.Log.Lines.ShouldContain("Information: second");
    }

    [Fact]
    public void without_a_function_nobody_takes_events()
    {
        using var bench = ModuleBench.OfFunction("return ''");
        bench.Host.Takes(EventKind.Reported).ShouldBeFalse();
    }

    [Fact]
    public async Task what_a_module_reports_comes_to_the_functions_of_all()
    {
        ModuleBench? bench = null;
        using var services = new ServiceCollection().AddMetrics().AddSingleton<RealtimeMeter>().AddSingleton<IEventFunctions>(_ => bench!.Host)
            .AddSingleton(provider => new EventQueue(
                provider.GetRequiredService<IEventFunctions>(), new(), provider.GetRequiredService<RealtimeMeter>(), TimeProvider.System,
                NullLogger<EventQueue>.Instance))
            .BuildServiceProvider();
        using (bench = ModuleBench.Of("""
            local nk = require('nakama')
            nk.register_rpc(function(context, payload) nk.event('bought', { item = 'hat' }, 5, true) end, 'buy')
            nk.register_event(function(context, event)
              nk.logger_info(context.user_id .. ' ' .. event.name .. ' ' .. event.properties.item .. ' ' .. event.timestamp .. ' ' .. tostring(event.external))
            end)
            """, services))
        {
            var queue = services.GetRequiredService<EventQueue>();
            await queue.StartAsync(CancellationToken.None);
            (await bench.Call("buy", caller: Ann)).Fault.ShouldBeNull();
            await Eventually.Holds(() => bench.Log.Lines.ShouldContain("Information: u-1 bought hat 5 true"));
            await queue.StopAsync(CancellationToken.None);
        }
    }

    [Theory]
    [InlineData("nk.event('')", "13: bad argument #1 to event (expects name string)")]
    [InlineData("nk.event('e', 'x')", "13: bad argument #2 to event (table expected, got string)")]
    [InlineData("nk.event('e', { 1 })", "13: bad argument #2 to event (expects properties to be a table of at most 1000 strings by name)")]
    [InlineData("nk.event('e', { level = 7 })", "13: bad argument #2 to event (expects properties to be a table of at most 1000 strings by name)")]
    [InlineData("nk.event('e', {}, 0)", "13: bad argument #3 to event (expects timestamp to be a number of seconds other than 0)")]
    [InlineData("nk.event('e', {}, 5, 'yes')", "13: bad argument #4 to event (boolean expected, got string)")]
    [InlineData("nk.register_event_session_start('e')", "13: bad argument #1 to register_event_session_start (expects function)")]
    [InlineData("nk.register_event_session_end()", "13: bad argument #1 to register_event_session_end (expects function)")]
    [InlineData("nk.register_event('e')", "13: bad argument #1 to register_event (expects function)")]
    public async Task bad_arguments_are_refused(string body, string expected)
    {
        using var bench = ModuleBench.OfFunction(body);
        (await bench.Say()).ShouldBe(expected);
    }
}
