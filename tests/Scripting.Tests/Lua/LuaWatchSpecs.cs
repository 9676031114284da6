using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Tests.Lua;

/// <summary>Calls with a large budget, whose instructions nobody counts before they are found to be long.</summary>
public class LuaWatchSpecs
{
    private static readonly LuaStateOptions Ample = new() { Instructions = 2_000_000, CallTime = null };

    [Theory]
    [InlineData("while true do end")]
    [InlineData("local function f() return f() end f()")]
    [InlineData("while true do pcall(function() local t = {} for i = 1, 100 do t[i] = {} end end) end")]
    public void an_endless_call_is_ended(string source)
    {
        using var world = new ScriptWorld(Ample);
        world.Run(source)!.Fault.ShouldBe(ScriptFault.Budget);
        world.Eval("return 1").ShouldBe("1");
    }

    [Fact]
    public void a_call_after_a_counted_one_has_its_whole_budget()
    {
        using var world = new ScriptWorld(Ample);
        var loop = world.Function("local n = ... for i = 1, n do end return n");
        for (var round = 0; round < 3; round++)
        {
            using var endless = world.State.Prepare(world.Function("while true do end"));
            endless.Execute()!.Fault.ShouldBe(ScriptFault.Budget);
            using var run = world.State.Prepare(loop);
            run.Values.Push(300_000);
            run.Execute(1).ShouldBeNull();
        }
    }

    [Fact]
    public void a_call_within_a_call_of_another_state_is_ended_and_the_outer_one_goes_on()
    {
        using var inner = new ScriptWorld(Ample);
        var called = inner.Function("while true do end");
        var library = new LuaLibrary("host").Add("call", (ref LuaCall call) =>
        {
            using var run = inner.State.Prepare(called);
            return call.Return(run.Execute()!.Fault.ToString());
        });
        using var outer = new ScriptWorld(Ample, library);
        outer.Eval("return require('host').call()").ShouldBe("Budget");
        outer.Run("require('host').call() while true do end")!.Fault.ShouldBe(ScriptFault.Budget);
    }

    [Fact]
    public void states_that_are_made_ended_and_freed_side_by_side_do_not_disturb_each_other()
    {
        var ends = 0;
        Parallel.For(0, 12, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            using var world = new ScriptWorld(Ample with { Instructions = 1_100_000 });
            if (world.Run("local t = {} while true do pcall(function() t[#t % 50 + 1] = tostring(#t) .. 'x' end) end")!.Fault == ScriptFault.Budget)
                Interlocked.Increment(ref ends);
        });
        ends.ShouldBe(12);
    }
}
