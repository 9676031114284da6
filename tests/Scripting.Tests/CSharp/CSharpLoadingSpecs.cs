using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KaosNet.Modules;
using KaosNet.Tests.Support;

namespace KaosNet.Scripting.Tests.CSharp;

/// <summary>How C# modules come in, are exchanged while calls run, and go.</summary>
public sealed class CSharpLoadingSpecs
{
    private const string Answers = "setup.Rpc(\"f\", (context, payload) => \"{0}\");";

    [Fact]
    public async Task all_assemblies_with_modules_are_loaded_and_the_later_name_wins()
    {
        using var bench = new CSharpBench().With("a", Says("a")).With("b", Says("b") + "setup.Rpc(\"g\", (context, payload) => setup.Name);");
        Directory.CreateDirectory(Path.Combine(bench.Folder, "deep"));
        ModuleSource.Compile(Path.Combine(bench.Folder, "deep"), "c", ModuleSource.Module("setup.Rpc(\"h\", (context, payload) => \"deep\");"));
        await bench.Modules.Load(CancellationToken.None);
        bench.Modules.Names.ShouldBe(["a", "b", "c"]);
        (await bench.Say()).ShouldBe("b");
        (await bench.Say("g")).ShouldBe("b");
        (await bench.Say("h")).ShouldBe("deep");
    }

    [Fact]
    public async Task what_a_build_leaves_lying_about_is_passed_over()
    {
        using var bench = new CSharpBench().With("main", Says("1"));
        ModuleSource.Compile(Path.Combine(bench.Folder, "project", "obj", "ref"), "main", ModuleSource.Module("throw null!;"));
        ModuleSource.Compile(Path.Combine(bench.Folder, "project", "bin"), "main", ModuleSource.Module("throw null!;"));
        // A copy of the interface beside a module must not become a second one.
        File.Copy(typeof(IServerModule).Assembly.Location, Path.Combine(bench.Folder, "KaosNet.Modules.dll"));
        await bench.Modules.Load(CancellationToken.None);
        (await bench.Say()).ShouldBe("1");
    }

    [Fact]
    public async Task a_module_brings_what_it_needs_beside_it()
    {
        using var bench = new CSharpBench();
        var rules = ModuleSource.Compile(bench.Folder, "Rules", "public static class Rules { public static int Twice(int n) => 2 * n; }");
        ModuleSource.Compile(bench.Folder, "main", ModuleSource.Module("setup.Rpc(\"f\", (context, payload) => Rules.Twice(21).ToString());"), rules);
        await bench.Modules.Load(CancellationToken.None);
        bench.Modules.Names.ShouldBe(["main"]);
        (await bench.Say()).ShouldBe("42");
    }

    [Fact]
    public async Task a_broken_module_refuses_the_start_by_its_name()
    {
        using (var bench = new CSharpBench())
        {
            File.WriteAllText(Path.Combine(bench.Folder, "noise.dll"), "this is no assembly");
            (await bench.Refusal()).ShouldStartWith("runtime.path FOLDER: noise.dll: ");
        }

        using (var bench = new CSharpBench().With("main", "throw new InvalidOperationException(\"no luck\");"))
            (await bench.Refusal()).ShouldBe("runtime.path FOLDER: main.dll: InvalidOperationException: no luck");

        using (var bench = new CSharpBench().With("main", "setup.OnStart(context => throw new RefusedException(\"no board\"));"))
            (await bench.Refusal()).ShouldBe("runtime.path FOLDER: main.dll: its start failed: RefusedException: no board");

        using (var bench = new CSharpBench().With("main", "setup.BeforeMessage<Pong2>((context, envelope) => default);", "public sealed class Pong2 { }"))
            (await bench.Refusal()).ShouldBe("runtime.path FOLDER: main.dll: InvalidOperationException: Pong2 is no message that clients send and functions may stand around");

        using (var bench = new CSharpBench().With("main", Says("1")))
        {
            ModuleSource.Compile(Path.Combine(bench.Folder, "two"), "main", ModuleSource.Module(Says("2")));
            (await bench.Refusal()).ShouldBe("runtime.path FOLDER: two/main.dll: a second module named main, beside main.dll");
        }

        using (var bench = new CSharpBench())
        {
            var rules = ModuleSource.Compile(bench.Folder, "Rules", "public class Base { }");
            ModuleSource.Compile(bench.Folder, "main", ModuleSource.Module("new Other();", "public class Other : Base { }"), rules);
            File.Delete(rules);
            (await bench.Refusal()).ShouldContain("main.dll: ");
        }
    }

    [Fact]
    public async Task a_module_starts_before_the_first_call()
    {
        using var bench = await CSharpBench.Of("""
            var started = "no";
            setup.OnStart(async context => { await Task.Yield(); started = context.Mode; });
            setup.Rpc("f", (context, payload) => started);
            """);
        (await bench.Say()).ShouldBe("run_once");
    }

    [Fact]
    public async Task registering_later_is_an_error()
    {
        using var bench = await CSharpBench.Of("""setup.Rpc("f", (context, payload) => { setup.Rpc("g", (context, payload) => ""); return ""; });""");
        (await bench.Say()).ShouldBe("13: internal error");
        bench.Functions.Knows("g").ShouldBeFalse();
    }

    [Fact]
    public async Task a_changed_module_serves_the_next_call_and_the_old_one_goes()
    {
        using var bench = new CSharpBench().With("swapped", Says("1"), "public sealed record State(int N);").With("stays", "var n = 0; setup.Rpc(\"n\", (context, payload) => (++n).ToString());");
        await bench.Modules.Load(CancellationToken.None);
        (await bench.Say()).ShouldBe("1");
        (await bench.Say("n")).ShouldBe("1");
        var old = ContextOf("swapped");

        await bench.Modules.Reload(CancellationToken.None);
        bench.With("swapped", Says("2"));
        await bench.Modules.Reload(CancellationToken.None);
        (await bench.Say()).ShouldBe("2");
        (await bench.Say("n")).ShouldBe("2", "what has not changed keeps what it remembers");
        await Gone(old);

        File.Delete(Path.Combine(bench.Folder, "swapped.dll"));
        await bench.Modules.Reload(CancellationToken.None);
        (await bench.Say()).ShouldBe("5: RPC function not found");
    }

    [Fact]
    public async Task a_call_that_runs_ends_with_the_code_that_it_began_with()
    {
        var gate = new TaskCompletionSource();
        AppDomain.CurrentDomain.SetData("csharp-gate", gate.Task);
        using var bench = await CSharpBench.Of("""
            setup.Rpc("f", async (context, payload) => { await (Task)AppDomain.CurrentDomain.GetData("csharp-gate")!; return "old " + setup.Unloading.IsCancellationRequested; });
            """);
        var running = bench.Say();
        bench.With("main", Says("new"));
        await bench.Modules.Reload(CancellationToken.None);
        (await bench.Say()).ShouldBe("new");
        gate.SetResult();
        (await running).ShouldBe("old False");
    }

    [Fact]
    public async Task a_module_that_cannot_be_loaded_leaves_the_old_one_in_place()
    {
        using var bench = new CSharpBench().With("main", Says("1")).With("other", "setup.Rpc(\"g\", (context, payload) => \"1\");");
        await bench.Modules.Load(CancellationToken.None);
        bench.With("main", "throw new InvalidOperationException(\"no luck\");").With("other", "setup.Rpc(\"g\", (context, payload) => \"2\");");
        await bench.Modules.Reload(CancellationToken.None);
        (await bench.Say()).ShouldBe("1");
        (await bench.Say("g")).ShouldBe("2");
        bench.Log.Lines.ShouldContain($"Error: runtime.path {bench.Folder}: main.dll: InvalidOperationException: no luck; what was loaded before stays in use");

        bench.With("main", "setup.OnStart(context => throw new RefusedException(\"no board\"));");
        await bench.Modules.Reload(CancellationToken.None);
        (await bench.Say()).ShouldBe("1");

        File.WriteAllText(Path.Combine(bench.Folder, "main.dll"), "half a f");
        await bench.Modules.Reload(CancellationToken.None);
        (await bench.Say()).ShouldBe("1");

        bench.With("main", Says("3"));
        await bench.Modules.Reload(CancellationToken.None);
        (await bench.Say()).ShouldBe("3");
    }

    /// <summary>Until nothing holds a module's types any more.</summary>
    internal static Task Gone(WeakReference context) => Eventually.Is(
        () =>
        {
            // The serializer's own cache of accessors lets go of old ones when it is next asked for new ones.
#pragma warning disable CA1869 // new ones are the point
            JsonSerializer.Serialize(new { context.IsAlive }, new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver() });
#pragma warning restore CA1869
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return !context.IsAlive;
        },
        "the module's types are still held");

    /// <summary>Of the newest of its name. Apart, so that no local of a spec holds it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static WeakReference ContextOf(string name) => new(AssemblyLoadContext.All.Last(context => context.Name == name));

    private static string Says(string text) => Answers.Replace("{0}", text, StringComparison.Ordinal);
}
