using KaosNet.Scripting.Nk;

namespace KaosNet.Scripting.Tests.Nk;

/// <summary>The function for the server's end (parity runtime.md section 8).</summary>
public class ShutdownFunctionSpecs
{
    [Fact]
    public async Task the_last_one_registered_is_called_with_a_context_of_its_own()
    {
        using var bench = ModuleBench.Of("""
            local nk = require('nakama')
            nk.register_shutdown(function() error('the first one') end)
            nk.register_shutdown(function(context, ...)
              nk.logger_info(nk.json_encode({ context.execution_mode, context.node, context.version, context.env.season, context.user_id == nil, select('#', ...) }))
            end)
            """);
        await Shutdown(bench).ShutDown(CancellationToken.None);
        bench.Log.Lines.ShouldContain("""Information: ["shutdown","node1","9.9","3",true,0]""");
        bench.Log.Lines.ShouldNotContain(line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task its_error_is_logged_and_without_one_nothing_happens()
    {
        using (var bench = ModuleBench.Of("require('nakama').register_shutdown(function() error('boom') end)"))
        {
            await Shutdown(bench).ShutDown(CancellationToken.None);
            bench.Log.Lines.ShouldContain(line => line.StartsWith("Error: The function of main for the server's end failed: boom", StringComparison.Ordinal));
        }

        using var without = ModuleBench.OfFunction("return ''");
        await Shutdown(without).ShutDown(CancellationToken.None);
        without.Log.Lines.ShouldNotContain(line => line.StartsWith("Error", StringComparison.Ordinal));
        ModuleBench.RefusalOf(new() { ["main"] = "require('nakama').register_shutdown()" }).ShouldContain("expects function");
    }

    [Fact]
    public async Task when_the_grace_is_over_before_a_state_is_free_it_is_not_called()
    {
        using var bench = ModuleBench.Of("require('nakama').register_shutdown(function() require('nakama').logger_info('called') end)");
        await Shutdown(bench).ShutDown(new CancellationToken(canceled: true));
        bench.Log.Lines.ShouldContain(line => line.StartsWith("Warning: The grace was over", StringComparison.Ordinal));
        bench.Log.Lines.ShouldNotContain("Information: called");
    }

    private static ModuleShutdown Shutdown(ModuleBench bench) => new(bench.Host, bench.Settings, bench.Server, TimeProvider.System);
}
