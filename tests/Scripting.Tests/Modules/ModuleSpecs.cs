using KaosNet.Scripting.Lua;
using KaosNet.Scripting.Modules;

namespace KaosNet.Scripting.Tests.Modules;

public sealed class ModuleSpecs : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("kaos-modules-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public void every_module_runs_once_in_ascending_order_of_names()
    {
        Write("b.lua", "print(...) local c = require('lib.c') return {c = c}");
        Write("a.lua", "print(...) ");
        Write("lib/c.lua", "print(...) return 'c'");
        var printed = new List<string>();
        var folder = Read();
        folder.Names.ShouldBe(["a", "b", "lib.c"]);
        using var state = new LuaState(new LuaStateOptions { Modules = folder.Modules, Print = printed.Add });
        folder.RunAll(state).ShouldBeNull();
        printed.ShouldBe(["a", "b", "lib.c"]);
        state.Require("b", out var module).ShouldBeNull();
        module.IsNone.ShouldBeFalse();
    }

    [Theory]
    [InlineData("x = = 1", "sub/bad.lua:1: unexpected symbol near '='")]
    [InlineData("\n\nerror('at load')", "sub/bad.lua:3: at load")]
    [InlineData("\nrequire('gone')", "sub/bad.lua:2: module gone not found:\n\tno field package.preload['gone']\n\tno library 'gone'\n\tno module 'gone'")]
    [InlineData("local t = nil\nt.x = 1", "sub/bad.lua:2: attempt to index a nil value (local 't')")]
    public void a_broken_module_says_where(string source, string message)
    {
        Write("sub/bad.lua", source);
        var error = ModuleFolder.Read(_path, out var folder);
        if (error is null)
        {
            using var state = new LuaState(new LuaStateOptions { Modules = folder.Modules });
            error = folder.RunAll(state);
        }

        error!.Message.ShouldBe(message);
    }

    [Fact]
    public async Task a_pool_lends_each_state_to_one_caller_and_replaces_the_spoiled()
    {
        Write("count.lua", "calls = 0 function count() calls = calls + 1 return calls end function spin() while true do end end");
        var folder = Read();
        var options = new LuaStateOptions { Modules = folder.Modules, Instructions = 100_000 };
        ScriptPool.Start(() => new LuaState(options), folder.RunAll, 1, 2, out var pool).ShouldBeNull();
        using var owned = pool!;
        pool!.Count.ShouldBe(1);
        var first = await pool.Rent(default);
        var second = await pool.Rent(default);
        pool.Count.ShouldBe(2);
        first.State.ShouldNotBeSameAs(second.State);
        var third = pool.Rent(default).AsTask();
        third.IsCompleted.ShouldBeFalse();
        using var cancelled = new CancellationTokenSource();
        var fourth = pool.Rent(cancelled.Token).AsTask();
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(fourth);

        Call(first.State, "spin")!.Fault.ShouldBe(ScriptFault.Budget);
        var spoiled = first.State;
        first.Dispose();
        first.Dispose();
        using var lease = await third;
        lease.State.ShouldNotBeSameAs(spoiled);
        second.Dispose();
        pool.Count.ShouldBe(2);
    }

    [Fact]
    public async Task a_retired_pool_serves_who_has_come_and_then_holds_no_state()
    {
        Write("count.lua", "");
        var folder = Read();
        var options = new LuaStateOptions { Modules = folder.Modules };
        ScriptPool.Start(() => new LuaState(options), folder.RunAll, 1, 1, out var pool).ShouldBeNull();
        using var owned = pool!;
        var first = await pool!.Rent(default);
        var waiting = pool.Rent(default).AsTask();
        using var cancelled = new CancellationTokenSource();
        var another = pool.Rent(cancelled.Token).AsTask();
        pool.Retire();
        pool.Count.ShouldBe(1);
        first.Dispose();
        var second = await waiting;
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(another);
        second.Dispose();
        pool.Count.ShouldBe(0);
        // Who looked before it was retired and comes only now.
        var late = await pool.Rent(default);
        late.Dispose();
        pool.Count.ShouldBe(0);
    }

    [Fact]
    public void a_pool_does_not_start_over_a_broken_module()
    {
        Write("bad.lua", "error('no')");
        var folder = Read();
        ScriptPool.Start(() => new LuaState(new LuaStateOptions { Modules = folder.Modules }), folder.RunAll, 1, 2, out var pool)!.Message.ShouldBe("bad.lua:1: no");
        pool.ShouldBeNull();
    }

    private static ScriptError? Call(LuaState state, string global)
    {
        state.Compile(System.Text.Encoding.UTF8.GetBytes($"return {global}()"), "call.lua", out var chunk).ShouldBeNull();
        using var run = state.Prepare(state.Load(chunk!));
        return run.Execute(1);
    }

    private ModuleFolder Read()
    {
        ModuleFolder.Read(_path, out var folder).ShouldBeNull();
        return folder;
    }

    private void Write(string file, string source)
    {
        var full = Path.Combine(_path, file);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, source);
    }
}
