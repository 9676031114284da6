using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;
using KaosNet.Realtime.Matches;
using KaosNet.Scripting.Modules;
using KaosNet.Scripting.Nk;
using KaosNet.Scripting.Recording;
using KaosNet.Scripting.Tests.Modules;
using KaosNet.Scripting.Tests.Nk;
using KaosNet.Scripting.Tests.Nk.Bundles;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Scripting.Tests.Recording;

/// <summary>Calls of modules are recorded, and run again with other modules without effect.</summary>
public sealed class RecordingSpecs : IAsyncDisposable
{
    private static readonly Dictionary<string, IReadOnlyList<string>> Nothing = [];
    private static readonly Caller Ann = new() { Source = Source.Client, UserId = "00000000-0000-4000-8000-000000000001", Username = "ann", Vars = new Dictionary<string, string> { ["v"] = "1" } };

    private const string Lua = """
        local nk = require('nakama')
        nk.leaderboard_create('set up while loading', false)
        nk.register_rpc(function(context, payload)
          if payload == 'fail' then error({ 'no', 9 }) end
          local said = nk.match_signal('m', payload)
          return context.username .. said .. #nk.uuid_v4() .. nk.time()
        end, 'f')
        nk.register_req_before(function(context, request) request.username = request.username .. 'x' return request end, 'UpdateAccount')
        nk.register_req_after(function(context, response, request) nk.match_signal('after', request.username) end, 'UpdateAccount')
        """;

    private readonly PaperJournal _journal = new();
    private readonly LinesLog _log = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddSingleton<IMatches>(new GatedMatches()).BuildServiceProvider();
    private readonly List<IDisposable> _held = [];

    [Fact]
    public async Task calls_go_again_as_they_went_and_other_modules_are_told_apart()
    {
        var (modules, recorder) = Serving(Lua.Replace("nk.leaderboard_create('set up while loading', false)", "", StringComparison.Ordinal), 100);
        (await modules.Call("f", "hello", new(Ann, Nothing, Nothing), CancellationToken.None)).Value.ShouldStartWith("ann36");
        (await modules.Call("F", "fail", new(Ann, Nothing, Nothing), CancellationToken.None)).Fault!.Message.ShouldBe("no");
        var request = new UpdateAccountRequest { Username = "bob" };
        var hooked = (await modules.RunBefore("UpdateAccount", request, Ann, CancellationToken.None)).Value;
        (await modules.RunAfter("UpdateAccount", hooked.Request!, new Empty(), Ann, CancellationToken.None)).ShouldBeTrue();
        await recorder.Flush();
        var calls = _journal.Calls();
        calls.Select(call => (call.Kind, call.Name)).ShouldBe([(CallKind.Rpc, "f"), (CallKind.Rpc, "F"), (CallKind.Before, "UpdateAccount"), (CallKind.After, "UpdateAccount")]);
        calls[0].Questions.Select(question => question.Function).ShouldBe(["match_signal", "uuid_v4", "time"]);

        foreach (var outcome in await Dry(Lua, calls)) outcome.IsChanged.ShouldBeFalse(outcome.Now.ToString());
        var other = await Dry(
            Lua.Replace("'fail'", "'other'", StringComparison.Ordinal).Replace("'after', request.username", "'after', 'y'", StringComparison.Ordinal)
                .Replace(".. 'x'", ".. 'z'", StringComparison.Ordinal), calls);
        other.Select(outcome => outcome.IsChanged).ShouldBe([false, true, true, true]);
        other[1].New.ShouldBe(["match_signal[\"m\",\"fail\"]"]);
        other[1].Now.Code.ShouldNotBe(9);
        other[2].Now.Answer.ShouldBe("""{"username":"bobz"}""");
        other[3].New.ShouldBe(["match_signal[\"after\",\"y\"]"]);
        other[3].Missing.ShouldBe(["match_signal[\"after\",\"bobx\"]"]);
        (await Dry("", calls)).Select(outcome => outcome.Now.ToString()).ShouldBe(
            ["error 5: RPC function not found", "error 5: RPC function not found", """{"username":"bob"}""", "done"]);
    }

    [Fact]
    public async Task calls_of_a_bundle_go_again_as_they_went()
    {
        var bundle = BundleBench.OfFunction("return payload + new Date().getTime();");
        _held.Add(bundle);
        var recorder = Recorder(100);
        var modules = new ServerModules([new() { Rpcs = bundle.Host }], recorder);
        await modules.Call("f", "x", new(Ann, Nothing, Nothing), CancellationToken.None);
        await recorder.Flush();
        var call = _journal.Calls().ShouldHaveSingleItem();
        using var dry = new DryRun(bundle.Settings, []);
        (await dry.Run(call, CancellationToken.None)).Now.Answer.ShouldBe($"x{call.At}");
    }

    [Fact]
    public async Task only_a_share_is_recorded_and_nothing_where_it_is_switched_off()
    {
        var (some, recorder) = Serving(Lua.Replace("nk.leaderboard_create('set up while loading', false)", "", StringComparison.Ordinal), 25);
        for (var call = 0; call < 8; call++) await some.Call("f", "fail", new(Ann, Nothing, Nothing), CancellationToken.None);
        await recorder.Flush();
        _journal.Calls().Count.ShouldBe(2);
        _journal.Pieces.Clear();
        var none = Recorder(0);
        none.Begin().ShouldBeNull();
        await none.Flush();
        _journal.Pieces.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_record_has_bounds()
    {
        var (modules, recorder) = Serving("require('nakama').register_rpc(function(c, p) return string.rep('x', 1000) .. p end, 'f')", 100, bytesAnHour: 200);
        await modules.Call("f", new string('y', 300_000), new(Ann, Nothing, Nothing), CancellationToken.None);
        await recorder.Flush();
        _journal.Pieces.ShouldBeEmpty("one call has 128 KB at most");
        await modules.Call("f", "", new(Ann, Nothing, Nothing), CancellationToken.None);
        await recorder.Flush();
        await modules.Call("f", Convert.ToHexString(System.Security.Cryptography.SHA512.HashData([])), new(Ann, Nothing, Nothing), CancellationToken.None);
        await recorder.Flush();
        _journal.Pieces.Count.ShouldBeLessThan(2);
        _log.Lines.Count(line => line.Contains("runtime.record_calls_mb", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void modules_that_cannot_be_loaded_are_refused()
    {
        var settings = ModuleBench.Defaults;
        File.WriteAllText(Path.Combine(settings.Path, "main.lua"), "x =");
        Should.Throw<ModulesRefusedException>(() => new DryRun(settings, []).Dispose()).Message.ShouldContain("main.lua:1: unexpected symbol");
    }

    public ValueTask DisposeAsync()
    {
        foreach (var held in _held) held.Dispose();
        return _services.DisposeAsync();
    }

    private (ServerModules Modules, CallRecorder Recorder) Serving(string lua, int percent, long bytesAnHour = 1 << 20)
    {
        var bench = ModuleBench.Of(lua, _services);
        _held.Add(bench);
        var recorder = Recorder(percent, bytesAnHour);
        var hooks = new ModuleOperationHooks(bench.Host, bench.Settings, bench.Server, TimeProvider.System);
        return (new([new() { Rpcs = bench.Host, Operations = hooks }], recorder), recorder);
    }

    private CallRecorder Recorder(int percent, long bytesAnHour = 1 << 20)
    {
        var recorder = new CallRecorder(new(percent, bytesAnHour), () => _journal, TimeProvider.System, new TypedLog<CallRecorder>(_log));
        _held.Add(recorder);
        return recorder;
    }

    private static async Task<List<DryOutcome>> Dry(string lua, IReadOnlyList<RecordedCall> calls)
    {
        var settings = ModuleBench.Defaults;
        if (lua.Length > 0) await File.WriteAllTextAsync(Path.Combine(settings.Path, "main.lua"), lua);
        using var dry = new DryRun(settings, []);
        List<DryOutcome> outcomes = [];
        foreach (var call in calls) outcomes.Add(await dry.Run(call, CancellationToken.None));
        return outcomes;
    }
}
