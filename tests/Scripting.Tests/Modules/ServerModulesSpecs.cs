using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.Modules;
using KaosNet.Scripting.Nk;
using KaosNet.Scripting.Nk.Bundles;
using KaosNet.Scripting.Tests.Nk;
using KaosNet.Scripting.Tests.Nk.Bundles;

namespace KaosNet.Scripting.Tests.Modules;

/// <summary>Lua and JavaScript on one server (parity runtime.md section 1).</summary>
public sealed class ServerModulesSpecs : IDisposable
{
    private readonly ModuleBench _lua = ModuleBench.Of("""
        local nk = require('nakama')
        nk.register_rpc(function() return 'lua' end, 'both')
        nk.register_rpc(function() return 'lua' end, 'only_lua')
        nk.register_event(function(context, event) nk.logger_info('lua ' .. event.name) end)
        """);

    private readonly BundleBench _bundle = BundleBench.Of("""
        function answer() { return 'js'; }
        function event(ctx, logger, nk, event) { logger.info('js ' + event.name); }
        function end(ctx, logger) { logger.info('the end'); }
        function InitModule(ctx, logger, nk, initializer) {
          initializer.registerRpc('Both', answer);
          initializer.registerRpc('only_js', answer);
          initializer.registerEvent(event);
          initializer.registerShutdown(end);
          initializer.registerBeforeGetAccount(answer);
        }
        """);

    private readonly ServerModules _modules;

    public ServerModulesSpecs()
    {
        var hooks = new BundleHooks(_bundle.Host, _bundle.Settings, _bundle.Server, null, TimeProvider.System);
        _modules = new(
        [
            new()
            {
                Rpcs = _lua.Host, Events = _lua.Host, Operations = new ModuleOperationHooks(_lua.Host, _lua.Settings, _lua.Server, TimeProvider.System),
                Shutdown = new ModuleShutdown(_lua.Host, _lua.Settings, _lua.Server, TimeProvider.System),
            },
            new()
            {
                Rpcs = _bundle.Host, Events = _bundle.Host, Operations = hooks, Messages = hooks,
                Shutdown = new BundleCallbacks(_bundle.Host, _bundle.Settings, _bundle.Server, TimeProvider.System),
            },
        ]);
    }

    [Theory]
    [InlineData("both", "lua")]
    [InlineData("BOTH", "lua")]
    [InlineData("only_lua", "lua")]
    [InlineData("only_js", "js")]
    [InlineData("nobody", "RPC function not found")]
    public async Task the_first_language_that_has_a_function_is_asked(string id, string answer)
    {
        var none = new Dictionary<string, IReadOnlyList<string>>();
        var said = await _modules.Call(id, "", new RpcRequest(new Caller { Source = Source.Client }, none, none), CancellationToken.None);
        (said.Fault?.Message ?? said.Value).ShouldBe(answer);
        _modules.Knows(id).ShouldBe(id != "nobody");
    }

    [Fact]
    public async Task events_reach_all_languages_and_the_servers_end_the_one_that_has_a_function()
    {
        await _modules.Take(new("won", new Dictionary<string, string>(), null, IsExternal: false, new Caller { Source = Source.Client }), CancellationToken.None);
        _lua.Log.Lines.ShouldContain("Information: lua won");
        _bundle.Log.Lines.ShouldContain("Information: js won");
        await _modules.ShutDown(CancellationToken.None);
        _bundle.Log.Lines.ShouldContain("Information: the end");
        ((IOperationHooks)_modules).Before.ShouldBe(["GetAccount"]);
        _modules.HasMatched.ShouldBeFalse();
    }

    public void Dispose()
    {
        _lua.Dispose();
        _bundle.Dispose();
    }
}
