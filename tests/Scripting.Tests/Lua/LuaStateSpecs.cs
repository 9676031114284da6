using KaosNet.Realtime.Matches.Ticking;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Tests.Lua;

public class LuaStateSpecs
{
    private static readonly LuaLibrary Games = new LuaLibrary("game", "kaos")
        .Add("add", static (ref LuaCall call) => call.Return(call.Integer(1) + call.Integer(2)))
        .Add("greet", static (ref LuaCall call) => call.Return("hello " + call.Text(1)))
        .Add("refuse", static (ref LuaCall call) => call.Fail("no such thing", 5))
        .Add("complain", static (ref LuaCall call) => call.Fail("cannot"))
        .Add("throws", static (ref LuaCall call) => throw new InvalidOperationException("broken inside"))
        .Add("nothing", static (ref LuaCall call) => call.Return())
        .Add("person", static (ref LuaCall call) =>
        {
            call.Stack.PushTable(0, 2);
            call.Stack.SetField("name"u8, "ann");
            call.Stack.SetField("age"u8, 7.0);
            return call.ReturnPushed(1);
        })
        .Add("twice", static (ref LuaCall call) =>
        {
            var function = call.Function(1);
            if (call.Failed) return call.Fail();
            using var run = call.Owner.Prepare(function);
            run.Values.Push(21L);
            if (run.Execute(1) is { } error) return call.Fail(error.Message, error.Code);
            run.Values.TryInteger(1, out var half);
            call.Owner.Release(function);
            return call.Return(half * 2);
        });

    [Theory]
    [InlineData("return 1 + 1", "2")]
    [InlineData("return 'a' .. 1, nil, true, {}", "a1,nil,true,table")]
    [InlineData("return require('game').add(1, 2)", "3")]
    [InlineData("return require('kaos') == require('game')", "true")]
    [InlineData("return require('game').missing", "nil")]
    [InlineData("return require('game').greet('ann')", "hello ann")]
    [InlineData("local p = require('game').person() return p.name, p.age", "ann,7")]
    [InlineData("return require('game').twice(function(x) return x + 1 end)", "44")]
    [InlineData("return require('game').twice(function(x) error({'inner', 9}) end)", "error 9: inner")]
    [InlineData("return pcall(require('game').refuse)", "false,table")]
    [InlineData("local ok, e = pcall(require('game').refuse) return ok, e[1], e[2]", "false,no such thing,5")]
    [InlineData("require('game').refuse() return 1", "error 5: no such thing")]
    [InlineData("require('game').complain() return 1", "error 13: cannot")]
    [InlineData("local ok, e = pcall(function() require('game').complain() return 1 end) return e", "test.lua:1: cannot")]
    [InlineData("require('game').throws() return 1", "error 13: broken inside")]
    [InlineData("require('game').add(1, 'x') return 1", "error 13: bad argument #2 to add (number expected, got string)")]
    [InlineData("require('game').add(1) return 1", "error 13: bad argument #2 to add (number expected, got nil)")]
    [InlineData("require('nowhere')", "error 13: module nowhere not found:\n\tno field package.preload['nowhere']\n\tno library 'nowhere'\n\tno module 'nowhere'")]
    [InlineData("error('plain')", "error 13: plain")]
    [InlineData("error({'told', 3})", "error 3: told")]
    [InlineData("error({'told'})", "error 13: told")]
    [InlineData("error({})", "error 13: table")]
    [InlineData("error()", "error 13: nil")]
    [InlineData("local x = nil; x.y = 1", "error 13: attempt to index a nil value (local 'x')")]
    public void a_script_runs_and_answers(string source, string expected)
    {
        using var world = new ScriptWorld(null, Games);
        world.Eval(source).ShouldBe(expected);
    }

    [Fact]
    public void an_error_from_another_file_keeps_its_position()
    {
        using var world = new ScriptWorld(null, Games);
        world.Run("function helper() error('deep') end", "other.lua").ShouldBeNull();
        world.Run("helper()")!.Message.ShouldBe("other.lua:1: deep");
        world.Run("\n\nerror('mine')")!.Trace!.ShouldContain("test.lua:3");
    }

    [Fact]
    public void a_code_that_the_script_chose_is_marked_so()
    {
        using var world = new ScriptWorld();
        world.Run("error({'a', 3})")!.Chosen.ShouldBeTrue();
        world.Run("error({'a'})")!.Chosen.ShouldBeFalse();
    }

    [Fact]
    public void a_faulty_source_is_an_error_with_its_place()
    {
        using var world = new ScriptWorld();
        world.State.Compile("x = = 2"u8, "bad.lua", out _)!.Message.ShouldBe("bad.lua:1: unexpected symbol near '='");
    }

    [Fact]
    public void states_share_nothing()
    {
        using var one = new ScriptWorld(null, Games);
        using var other = new ScriptWorld(null, Games);
        one.Run("shared = 1; string.len = nil; require('game').add = nil").ShouldBeNull();
        other.Eval("return shared, string.len('abc'), require('game').add(1, 1)").ShouldBe("nil,3,2");
    }

    [Fact]
    public void print_goes_to_the_host()
    {
        using var world = new ScriptWorld();
        world.Run("print('a', 1, 2.0, nil, true)").ShouldBeNull();
        world.Printed.ShouldBe("a\t1\t2\tnil\ttrue\n");
    }

    [Theory]
    [InlineData("return function() end")]
    [InlineData("local a, b, c = 1, 2, 3 return function() return a, b, c end")]
    [InlineData("return rawlen")]
    [InlineData("return { 1, 2, x = {} }")]
    [InlineData("return 'text'")]
    public void looking_where_the_memory_is_finds_lines_and_leaves_the_state_as_it_was(string source)
    {
        using var world = new ScriptWorld();
        var value = Kept(world.State, source);
        var footprint = new MatchFootprint();
        var (count, memory) = (world.State.Values.Count, world.State.Memory.Now);
        world.State.Trace(footprint, [value, LuaReference.None], [value]);
        footprint.Count.ShouldBeGreaterThan(15);
        (world.State.Values.Count, world.State.Memory.Now).ShouldBe((count, memory));
        var first = footprint.Count;
        world.State.Trace(footprint, [value, LuaReference.None], [value]);
        footprint.Count.ShouldBe(first);
    }

    private static LuaReference Kept(LuaState state, string source)
    {
        state.Compile(System.Text.Encoding.UTF8.GetBytes(source), "kept", out var chunk).ShouldBeNull();
        using var run = state.Prepare(state.Load(chunk!));
        run.Execute(1).ShouldBeNull();
        return run.Values.Keep(1);
    }
}
