using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Scripts;
using KaosNet.Tests.Support;

namespace KaosNet.Scripting.Tests.CSharp;

/// <summary>What callers of C# functions get, and what the functions know of them (parity runtime.md sections 5 and 7).</summary>
public sealed class CSharpFunctionSpecs
{
    private const string Ann = "00000000-0000-4000-8000-000000000001";

    [Fact]
    public async Task a_function_is_called_by_its_id_in_any_case()
    {
        using var bench = await CSharpBench.Of("""
            setup.Rpc("Echo", (context, payload) => payload);
            setup.Rpc("nothing", (context, payload) => null);
            setup.Rpc("later", async (context, payload) => { await Task.Yield(); return payload + "!"; });
            """);
        (await bench.Say("eCHO", "hi")).ShouldBe("hi");
        (await bench.Say("nothing", "hi")).ShouldBe("");
        (await bench.Say("later", "hi")).ShouldBe("hi!");
        (await bench.Say("other")).ShouldBe("5: RPC function not found");
        bench.Functions.Knows("echo").ShouldBeTrue();
        bench.Functions.Knows("other").ShouldBeFalse();
    }

    [Fact]
    public async Task a_function_knows_its_caller()
    {
        using var bench = await CSharpBench.Of("""
            setup.Rpc("f", (context, payload) => string.Join(" ", context.Mode, context.UserId, context.Username, context.Vars["v"], context.SessionExpiry?.ToUnixTimeSeconds(),
                context.SessionId, context.Language, context.ClientIp, context.ClientPort, context.TraceId, context.Headers["H"][0], context.QueryParameters["q"][1],
                context.Env["season"], context.Node, context.Version, setup.Name));
            setup.Rpc("nobody", (context, payload) => $"{context.UserId}{context.SessionExpiry}{context.Vars.Count}{context.Headers.Count}");
            """);
        var caller = new Caller
        {
            Source = Source.Client, UserId = Ann, Username = "ann", Vars = new Dictionary<string, string> { ["v"] = "7" }, SessionExpiry = 99, SessionId = "s1",
            ClientAddress = "10.0.0.1", ClientPort = "5", Correlation = "t1",
        };
        var request = new RpcRequest(caller, new Dictionary<string, IReadOnlyList<string>> { ["H"] = ["a"] }, new Dictionary<string, IReadOnlyList<string>> { ["q"] = ["1", "2"] }, "de");
        (await bench.Say(request: request)).ShouldBe($"rpc {Ann} ann 7 99 s1 de 10.0.0.1 5 t1 a 2 3 node1 9.9 main");
        (await bench.Say("nobody")).ShouldBe("00");
    }

    [Fact]
    public async Task a_refusal_reaches_the_caller_and_a_fault_the_log()
    {
        using var bench = await CSharpBench.Of("""
            setup.Rpc("refuse", (context, payload) => throw new RefusedException(KaosNet.Modules.StatusCode.PermissionDenied, "not you"));
            setup.Rpc("fail", (context, payload) => throw new InvalidOperationException("secret"));
            """);
        (await bench.Say("refuse")).ShouldBe("7: not you");
        bench.Log.Lines.ShouldNotContain(line => line.StartsWith("Error"));
        (await bench.Say("fail")).ShouldBe("13: internal error");
        bench.Log.Lines.ShouldContain("Error: RPC function fail of main failed: secret; request r1");
    }

    [Fact]
    public async Task a_function_may_speak_json()
    {
        using var bench = await CSharpBench.Of(
            """setup.JsonRpc<Question, Reply>("f", (context, question) => new(new Reply(question.PlayerName.ToUpperInvariant(), question.Scores.Sum())));""",
            "public sealed record Question(string PlayerName, int[] Scores); public sealed record Reply(string LoudName, int Sum);");
        (await bench.Say(payload: """{"player_name":"ann","scores":[1,2]}""")).ShouldBe("""{"loud_name":"ANN","sum":3}""");
        (await bench.Say(payload: "[")).ShouldBe("3: the payload is not what this function expects");
        (await bench.Say(payload: "null")).ShouldBe("3: expects a JSON payload");
    }

    [Fact]
    public async Task a_function_that_heeds_its_time_and_one_that_does_not_both_end_for_their_callers()
    {
        using var bench = await CSharpBench.Of("""
            setup.Rpc("heeds", async (context, payload) => { await Task.Delay(-1, context.Cancel); return ""; });
            setup.Rpc("ignores", async (context, payload) => { await Task.Delay(-1, CancellationToken.None); return ""; });
            """);
        foreach (var id in (string[])["heeds", "ignores"])
        {
            var answer = bench.Say(id);
            await Eventually.Is(() =>
            {
                bench.Time.Advance(bench.Settings.CSharpCallTime);
                return answer.IsCompleted;
            });
            (await answer).ShouldBe("4: the function took too long");
        }
    }

    [Fact]
    public async Task a_caller_that_went_away_ends_a_call_that_heeds_it()
    {
        using var bench = await CSharpBench.Of("""setup.Rpc("f", async (context, payload) => { await Task.Delay(-1, context.Cancel); return ""; });""");
        using var gone = new CancellationTokenSource();
        var call = bench.Functions.Call("f", "", new RpcRequest(new Caller { Source = Source.Client }, Empty, Empty), gone.Token).AsTask();
        await gone.CancelAsync();
        (await call).Fault.ShouldBe(new Fault(FaultCode.Canceled, "context canceled"));
    }

    [Fact]
    public async Task what_only_computes_needs_no_server()
    {
        using var bench = await CSharpBench.Of("""setup.Rpc("f", (context, payload) => context.Nk.Codecs.Md5Hash("a"u8));""");
        (await bench.Say()).ShouldBe("0cc175b9c0f1b6a831c399e269772661");
    }

    [Fact]
    public async Task the_log_of_a_module_is_the_servers()
    {
        using var bench = await CSharpBench.Of("""
            setup.Logger.LogInformation("loading {Name}", setup.Name);
            setup.Rpc("f", (context, payload) => { context.Logger.LogWarning("careful"); return ""; });
            """);
        await bench.Say();
        bench.Log.Lines.ShouldContain("Information: loading main");
        bench.Log.Lines.ShouldContain("Warning: careful");
    }

    [Fact]
    public async Task events_go_to_all_functions_for_their_kind()
    {
        using var bench = await CSharpBench.Of("""
            setup.OnEvent((context, happened) => { context.Logger.LogInformation("one {Name} {Mode} {At}", happened.Name, context.Mode, happened.Timestamp?.ToUnixTimeSeconds()); return default; });
            setup.OnEvent((context, happened) => throw new InvalidOperationException("broken"));
            setup.OnEvent((context, happened) => { context.Logger.LogInformation("three {Value} {External}", happened.Properties["k"], happened.IsExternal); return default; });
            setup.OnSessionEnd((context, happened) => { context.Logger.LogInformation("end {Session} {Language}", context.SessionId, context.Language); return default; });
            """);
        var caller = new Caller { Source = Source.Client, SessionId = "s1" };
        bench.Functions.Takes(EventKind.Reported).ShouldBeTrue();
        bench.Functions.Takes(EventKind.SessionStart).ShouldBeFalse();
        await bench.Functions.Take(new("cup", new Dictionary<string, string> { ["k"] = "v" }, 5, true, caller), CancellationToken.None);
        await bench.Functions.Take(new("session_end", new Dictionary<string, string>(), 5, false, caller) { Kind = EventKind.SessionEnd, Language = "de" }, CancellationToken.None);
        bench.Log.Lines.ShouldContain("Information: one cup event 5");
        bench.Log.Lines.ShouldContain("Error: Function for the event cup of main failed: broken; request ");
        bench.Log.Lines.ShouldContain("Information: three v True");
        bench.Log.Lines.ShouldContain("Information: end s1 de");
    }

    [Fact]
    public async Task the_servers_end_is_told_to_one_function()
    {
        using var bench = await CSharpBench.Of("""
            setup.OnShutdown(context => { context.Logger.LogInformation("first"); return default; });
            setup.OnShutdown(context => { context.Logger.LogInformation("bye in {Mode}", context.Mode); return default; });
            """);
        bench.Functions.Has.ShouldBeTrue();
        await bench.Functions.ShutDown(CancellationToken.None);
        bench.Log.Lines.ShouldContain("Information: bye in shutdown");
        bench.Log.Lines.ShouldNotContain("Information: first");
    }

    private static readonly Dictionary<string, IReadOnlyList<string>> Empty = [];
}
