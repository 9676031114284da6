using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;
using KaosNet.Scripting.CSharp;
using KaosNet.Scripting.Modules;
using KaosNet.Scripting.Recording;
using KaosNet.Scripting.Tests.CSharp;
using KaosNet.Scripting.Tests.Nk;
using KaosNet.Scripting.Tests.Server;

namespace KaosNet.Scripting.Tests.Recording;

/// <summary>Calls of C# modules are recorded with what they ask, and run again with other modules without effect.</summary>
public sealed class CSharpRecordingSpecs(TransactionWorld game) : IClassFixture<TransactionWorld>
{
    private const string Functions = """
        setup.OnStart(async context => await context.Nk.Leaderboards.Create("set up while loading"));
        setup.Rpc("f", async (context, payload) =>
        {
            if (payload == "fail") throw new RefusedException(KaosNet.Modules.StatusCode.FailedPrecondition, "no");
            ValueTask<IReadOnlyList<KaosNet.Modules.Storage.StorageAck>> Write(string key) =>
                context.Nk.Storage.Write([new() { Collection = "taped", Key = key, UserId = context.UserId!.Value, Value = new("{\"v\": 1}") }]);
            await context.Nk.Transactions.Run(async () => { await Write("one"); await Write("two"); });
            var several = await Task.WhenAll(new[] { "ann", "nobody" }.Select(name => context.Nk.Users.FindByUsername([name]).AsTask()));
            var hash = context.Nk.Codecs.Sha256Hash(Encoding.UTF8.GetBytes(payload));
            try { await context.Nk.Matches.Signal("no match", payload); }
            catch (RefusedException refused) { return string.Join(" ", several.Select(users => users.Count)) + " " + hash[..4] + " " + refused.Message; }
            return "found";
        });
        setup.Before(Operations.UpdateAccount, (context, request) => new(new UpdateAccountRequest { DisplayName = request.DisplayName + "x" }));
        setup.After(Operations.UpdateAccount, async (context, response, request) => await context.Nk.Users.FindByUsername([request.DisplayName]));
        """;

    private static readonly Dictionary<string, IReadOnlyList<string>> Nothing = [];

    private static readonly Caller Ann = new() { Source = Source.Client, UserId = TransactionWorld.Ann, Username = "ann" };

    [Fact]
    public async Task calls_go_again_as_they_went_and_other_modules_are_told_apart()
    {
        var journal = new PaperJournal();
        var calls = await Record(journal);
        calls.Select(call => (call.Kind, call.Name)).ShouldBe([(CallKind.Rpc, "f"), (CallKind.Rpc, "f"), (CallKind.Before, "UpdateAccount"), (CallKind.After, "UpdateAccount")]);
        calls[0].Outcome.Answer.ShouldStartWith("1 0 ");
        calls[0].Questions.Select(question => question.Function).ShouldBe(["storage_write", "storage_write", "users_get_username", "users_get_username", "match_signal"]);
        calls[1].Outcome.ShouldBe(new RecordedOutcome(null, 9, "no"));
        var version = (await game.Stored("one"), await game.Stored("two"));

        foreach (var outcome in await Dry(Functions, calls)) outcome.IsChanged.ShouldBeFalse(outcome.ToString());
        var other = await Dry(
            Functions.Replace("\"fail\"", "\"other\"", StringComparison.Ordinal).Replace("Write(\"two\")", "Write(\"three\")", StringComparison.Ordinal)
                .Replace("+ \"x\"", "+ \"z\"", StringComparison.Ordinal).Replace("[request.DisplayName]", "[\"y\"]", StringComparison.Ordinal), calls);
        other.Select(outcome => outcome.IsChanged).ShouldBe([true, true, true, true]);
        other[0].New.ShouldHaveSingleItem().ShouldContain("\"three\"");
        other[0].Missing.ShouldContain(question => question.Contains("\"two\"", StringComparison.Ordinal));
        other[1].New.ShouldHaveSingleItem().ShouldStartWith("storage_write");
        other[2].Now.Answer.ShouldBe("""{"display_name":"bobz"}""");
        other[3].New.ShouldHaveSingleItem().ShouldContain("\"y\"");
        (await game.Stored("one"), await game.Stored("two"), await game.Stored("three")).ShouldBe((version.Item1, version.Item2, null), "nothing has an effect");
    }

    private async Task<List<RecordedCall>> Record(PaperJournal journal)
    {
        using var bench = new CSharpBench(game.Services).With("main", Functions);
        bench.Modules.Read();
        var log = new TypedLog<CallRecorder>(bench.Log);
        using var recorder = new CallRecorder(new(100, 1 << 20), () => journal, TimeProvider.System, log);
        var modules = new ServerModules([new() { Rpcs = bench.Functions, Operations = new CSharpHooks(bench.Modules, null) }], recorder);
        await modules.Call("f", "hello", new(Ann, Nothing, Nothing), CancellationToken.None);
        await modules.Call("f", "fail", new(Ann, Nothing, Nothing), CancellationToken.None);
        var hooked = (await modules.RunBefore("UpdateAccount", new UpdateAccountRequest { DisplayName = "bob" }, Ann, CancellationToken.None)).Value;
        (await modules.RunAfter("UpdateAccount", hooked.Request!, new Empty(), Ann, CancellationToken.None)).ShouldBeTrue();
        await recorder.Flush();
        return journal.Calls();
    }

    private static async Task<List<DryOutcome>> Dry(string functions, IReadOnlyList<RecordedCall> calls)
    {
        var settings = ModuleBench.Defaults;
        ModuleSource.Compile(settings.Path, "main", ModuleSource.Module(functions));
        using var dry = new DryRun(settings, []);
        List<DryOutcome> outcomes = [];
        foreach (var call in calls) outcomes.Add(await dry.Run(call, CancellationToken.None));
        return outcomes;
    }
}
