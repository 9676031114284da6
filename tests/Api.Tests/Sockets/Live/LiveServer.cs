using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Scripts;
using KaosNet.Tests.Support;

namespace KaosNet.Api.Tests.Sockets.Live;

/// <summary>Specs of presence, status, chat and streams share one server.</summary>
[CollectionDefinition(LiveServer.Name)]
public sealed class LiveServerCollection : ICollectionFixture<LiveServer>;

/// <summary>A server with everything behind it, and a module that does as it is told.</summary>
public sealed class LiveServer : IAsyncLifetime
{
    public const string Name = "live server";

    internal const string Module = """
        local nk = require('nakama')

        -- Calls any function of the server.
        nk.register_rpc(function(context, payload)
          local told = nk.json_decode(payload)
          local results = { pcall(nk[told.name], unpack(told.arguments, 1, told.count)) }
          if results[1] then return nk.json_encode(told.all and { unpack(results, 2) } or results[2]) end
          return 'error: ' .. tostring(results[2])
        end, 'call')

        local twists = {
          shout = function(envelope) envelope.status_update.status = 'SHOUT' return envelope end,
          refuse = function() error({ 'not that', 3 }) end,
          fail = function() error('broken') end,
          drop = function() return nil end,
          twist = function(envelope) return { cid = envelope.cid, ping = {} } end,
          spoil = function(envelope) envelope.status_update.nonsense = 1 return envelope end,
          number = function() return 7 end,
          forget = function(envelope) envelope.cid = nil return envelope end,
          context = function(envelope, context)
            envelope.status_update.status = nk.json_encode({ context.execution_mode, context.user_id, context.username, context.session_id, context.lang,
              context.node, context.vars.rank, #context.client_ip > 0, #context.trace_id > 0, context.user_session_exp > 1700000000 })
            return envelope
          end,
        }
        nk.register_rt_before(function(context, envelope)
          local twist = twists[envelope.status_update.status or '']
          return twist and twist(envelope, context) or twist == nil and envelope or nil
        end, 'statusUPDATE')
        nk.register_rt_after(function(context, out, into)
          nk.notification_send(context.user_id, context.execution_mode, { out = out, into = into }, 1)
          error('nobody hears of this')
        end, 'MatchLeave')
        nk.register_rt_before(function() return nil end, 'Rpc')
        nk.register_rt_before(function() return nil end, 'NoSuchMessage')
        nk.register_rt_before(function() return nil end, 'GetAccount')
        """;

    /// <summary>The same server's module in JavaScript.</summary>
    const string Bundle = """
        function echo(ctx, logger, nk, payload) { return JSON.stringify({ payload: payload, user: ctx.username, page: ctx.queryParams && ctx.queryParams.page }); }
        function fail(ctx, logger, nk, payload) { if (payload) { throw { message: payload, code: 3 }; } throw new Error("broken"); }
        function spin() { for (;;) {} }
        function callHere(ctx, logger, nk, payload) {
          const told = JSON.parse(payload);
          try {
            const result = nk[told.name](...told.arguments);
            return JSON.stringify(result === undefined ? null : result);
          } catch (error) {
            return "error: " + error;
          }
        }
        function call() { return "never, as Lua has a function of this name"; }
        function beforePartyCreate(ctx, logger, nk, envelope) {
          if (envelope.partyCreate.maxSize === 77) { throw { message: "not in JavaScript", code: 3 }; }
          if (envelope.partyCreate.maxSize === 78) { envelope.partyCreate.maxSize = 8; }
          return envelope;
        }
        function beforeUpdateAccount(ctx, logger, nk, data) {
          if (data.displayName === "js") { return { displayName: ctx.username.toUpperCase() }; }
          if (data.displayName === "no") { throw { message: "not that", code: 7 }; }
          return data;
        }
        function InitModule(ctx, logger, nk, initializer) {
          initializer.registerRpc("js/Echo", echo);
          initializer.registerRpc("js_fail", fail);
          initializer.registerRpc("js_spin", spin);
          initializer.registerRpc("js_call", callHere);
          initializer.registerRpc("call", call);
          initializer.registerRtBefore("PartyCreate", beforePartyCreate);
          initializer.registerBeforeUpdateAccount(beforeUpdateAccount);
        }
        """;

    static readonly Dictionary<string, IReadOnlyList<string>> Nothing = [];

    public GameServer Game { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var folder = TestFolder.Create("live");
        await File.WriteAllTextAsync(Path.Combine(folder, "live.lua"), Module);
        await File.WriteAllTextAsync(Path.Combine(folder, "index.js"), Bundle);
        Game = await GameServer.Start(settings => settings with { Runtime = settings.Runtime with { Path = folder, JsMinCount = 1, JsMaxStatements = 1_000_000 } });
    }

    /// <summary>Calls a function of modules: its answer as JSON, or <c>error: …</c>.</summary>
    public Task<string> Call(string function, params object?[] arguments) => CallOf(Game, function, arguments);

    /// <summary>As <see cref="Call"/>, of the module in JavaScript.</summary>
    public Task<string> CallInJavaScript(string function, params object?[] arguments) => CallOf(Game, function, arguments, rpc: "js_call");

    /// <summary>As <see cref="Call"/>, with all that the function returns as a list.</summary>
    public Task<string> CallForAll(string function, params object?[] arguments) => CallOf(Game, function, arguments, all: true);

    /// <summary>As <see cref="Call"/>, on a server that has the module.</summary>
    internal static async Task<string> CallOf(GameServer server, string function, object?[] arguments, bool all = false, string rpc = "call")
    {
        var payload = JsonSerializer.Serialize(new { name = function, arguments, count = arguments.Length, all });
        var answer = await server.Get<IRpcFunctions>().Call(rpc, payload, new(new Caller { Source = Source.Server }, Nothing, Nothing), CancellationToken.None);
        return answer.Fault is { } fault ? $"{(int)fault.Code}: {fault.Message}" : answer.Value;
    }

    public ValueTask DisposeAsync() => Game.DisposeAsync();
}
