namespace KaosNet.Api.Tests.Operations.Hooks;

/// <summary>Functions around every operation in JavaScript.</summary>
public sealed class HookedByJavaScript() : HookedServer("index.js", ModuleOf)
{
    // What a state keeps no other one sees, so what is told to it is in the server's cache.
    const string Head = """
        function plan(ctx, logger, nk, payload) {
          nk.localcachePut("plan", payload);
          nk.localcacheDelete("seen");
          return "";
        }

        function seen(ctx, logger, nk, payload) { return nk.localcacheGet("seen", ""); }

        function before(name, ctx, nk, request) {
          var wanted = JSON.parse(nk.localcacheGet("plan", "{}"));
          if (wanted.name !== name) return request;
          if (wanted.mode === "refuse") throw { message: JSON.stringify({ context: ctx, request: request === undefined ? null : request }), code: 7 };
          return wanted.request || request;
        }

        function after(name, ctx, nk, out, into) {
          if (JSON.parse(nk.localcacheGet("plan", "{}")).name !== name) return;
          nk.localcachePut("seen", JSON.stringify({ name: name, context: ctx, out: out, into: into }));
        }

        """;

    static string ModuleOf(IReadOnlyList<string> names)
    {
        var around = names.Select(name => $$"""
            function before{{name}}(ctx, logger, nk, request) { return before("{{name}}", ctx, nk, request); }
            function after{{name}}(ctx, logger, nk, out, into) { after("{{name}}", ctx, nk, out, into); }
            """);
        var registered = names.Where(name => name is not ("Healthcheck" or "RpcFunc"))
            .Select(name => $"  initializer.registerBefore{name}(before{name}); initializer.registerAfter{name}(after{name});");
        return $$"""
            {{Head}}
            {{string.Join('\n', around)}}
            function InitModule(ctx, logger, nk, initializer) {
              initializer.registerRpc("plan", plan);
              initializer.registerRpc("seen", seen);
            {{string.Join('\n', registered)}}
            }
            """;
    }
}
