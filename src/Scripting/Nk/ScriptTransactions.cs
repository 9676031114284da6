using System.Text.Json;
using Jint.Native;
using KaosNet.Domain.Kernel;
using KaosNet.Scripting.JavaScript;
using KaosNet.Scripting.Lua;
using KaosNet.Store.Journal.Transactions;

namespace KaosNet.Scripting.Nk;

/// <summary>
/// <c>transaction(function)</c>, of our own: whatever server functions the function calls, their changes are committed together or not at all. By hand, since it calls the
/// module's own function. See docs/reference/transactions.md.
/// </summary>
internal static class ScriptTransactions
{
    private const string Name = "transaction";
    private const string Attempt = "transaction_attempt";
    private const string Nested = "a transaction cannot hold another one";

    /// <summary>How often a function runs, at most, while others change what it was decided from.</summary>
    private const int RunsMax = 10;

    /// <summary>Runs the function in attempts. A script, since errors of the module's own, whatever they are, have to pass as they are.</summary>
    private static readonly string Transaction = $$"""
        local nk = ...
        local type, error, pcall, select, unpack = type, error, pcall, select, unpack
        local function pack(...) return { n = select("#", ...), ... } end
        return function(work)
          if type(work) ~= "function" then error("bad argument #1 to transaction (function expected, got " .. type(work) .. ")", 2) end
          for run = 1, {{RunsMax}} do
            local results
            local done = nk.{{Attempt}}(function()
              results = pack(pcall(work))
              return results[1]
            end, run == {{RunsMax}})
            if not results[1] then error(results[2], 0) end
            if done then return unpack(results, 2, results.n) end
          end
        end
        """;

    public static LuaLibrary AddTransactions(this LuaLibrary library, NkServer server) => library
        .AddScript(Name, Transaction)
        .Add(Attempt, (ref LuaCall call) => TryInLua(ref call, server));

    public static JavaScriptLibrary AddTransactions(this JavaScriptLibrary library, NkServer server) =>
        library.Add(Name, (ref JavaScriptCall call) => RunInJavaScript(ref call, server));

    /// <summary>One attempt: answers whether it is committed; otherwise it is to be made again, if the function has not failed.</summary>
    private static LuaResult TryInLua(ref LuaCall call, NkServer server)
    {
        var work = call.Function(1);
        var isLast = call.OptionalBoolean(2, true);
        if (call.Failed) return call.Fail();
        var scene = ScriptScene.Of(ref call);
        try
        {
            if (FlawOf(scene) is { } flaw) return call.Fail(flaw);
            using var attempt = scene.IsRepeating ? null : server.Get<TransactionRunner>().Begin();
            using var run = call.Owner.Prepare(work);
            if (run.Execute(1) is { } ended) return call.Fail(ended.Message);
            if (!run.Values.Truth(1)) return call.Return(false);
            var answer = Commit(scene, attempt);
            if (answer.IsGranted(out var committed, out var fault) && (committed || !isLast)) return call.Return(committed);
            fault ??= TooManyRaces;
            return call.Fail(fault.Message, (int)fault.Code);
        }
        finally
        {
            call.Owner.Release(work);
        }
    }

    private static JsValue RunInJavaScript(ref JavaScriptCall call, NkServer server)
    {
        var work = call.Function(1);
        if (call.Failed) return call.Fail();
        var scene = ScriptScene.Of(call.Owner.Context);
        if (FlawOf(scene) is { } flaw) return call.Fail(flaw);
        for (var run = 1; run <= RunsMax; run++)
        {
            using var attempt = scene.IsRepeating ? null : server.Get<TransactionRunner>().Begin();
            // What it throws ends the attempt and passes to the script.
            var result = call.Owner.CallWithin(work);
            if (!Commit(scene, attempt).IsGranted(out var committed, out var fault)) return call.Fail(fault.Message, (int)fault.Code);
            if (committed) return result;
        }

        return call.Fail(TooManyRaces.Message, (int)TooManyRaces.Code);
    }

    private static Fault TooManyRaces => new(FaultCode.Aborted, "Others changed what this was decided from too often. Try again.");

    private static string? FlawOf(ScriptScene scene) =>
        scene.Loading is not null || scene.IsLoadingAgain ? "a transaction needs a call: it cannot be made while modules load"
        : JournalTransaction.Current is not null ? Nested
        : null;

    /// <summary>Commits; false when the work is to be done afresh. In a match the outcome is recorded like every other answer.</summary>
    private static Answer<bool> Commit(ScriptScene scene, TransactionAttempt? attempt) =>
        scene.Perform(Name, "[]"u8, async cancel =>
        {
            var (refused, mayBeRepeated) = await attempt!.Commit(cancel);
            return refused is null ? "true"u8.ToArray() : mayBeRepeated ? "false"u8.ToArray() : refused;
        }).As(static json => JsonSerializer.Deserialize<bool>(json));
}
