using System.Diagnostics;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Tests.Lua;

/// <summary>
/// What a state costs. Bytes are asserted; times are printed (run with <c>--show-live-output on</c>, built for release) and only
/// asserted to be of the right order, since machines differ.
/// </summary>
public class LuaFigureSpecs(ITestOutputHelper output)
{
    private const int StateBytesMax = 75_000;

    private static readonly LuaLibrary Game = new LuaLibrary("game")
        .Add("nothing", static (ref LuaCall call) => call.Return())
        .Add("send", static (ref LuaCall call) => call.Return(call.Bytes(1).Length + call.Integer(2) + call.Integer(3)))
        .AddJson();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void a_fresh_state_is_small(bool deterministic)
    {
        using var world = new ScriptWorld(new LuaStateOptions { Deterministic = deterministic }, Game);
        output.WriteLine($"state bytes (deterministic {deterministic}): {world.State.Memory.Now}");
        world.State.Memory.Now.ShouldBeLessThan(StateBytesMax);
    }

    [Fact]
    public void calls_are_cheap()
    {
        const int Rounds = 50_000;
        var options = new LuaStateOptions { Instructions = long.MaxValue, CallTime = null, Deterministic = true };
        using var world = new ScriptWorld(options, Game);
        double Loop(string body) => Time(world, $"local game = require('game') local f = function() end for i = 1, {Rounds} do {body} end") / Rounds;
        var empty = Loop("");
        output.WriteLine($"host call without arguments, ns: {Loop("game.nothing()") - empty:F0}");
        output.WriteLine($"host call with a string and two integers, ns: {Loop("game.send('hello', 1, i)") - empty:F0}");
        output.WriteLine($"script function call, ns: {Loop("f()") - empty:F0}");
        output.WriteLine($"pairs over 10 fields, ns: {Loop("if i % 10 == 0 then for k, v in pairs(FIELDS) do end end") * 10:F0}");
        output.WriteLine($"pairs over 10 items, ns: {Loop("if i % 10 == 0 then for k, v in pairs(ITEMS) do end end") * 10:F0}");
        output.WriteLine($"json_encode of 10 fields, ns: {Loop("if i % 10 == 0 then game.json_encode(FIELDS) end") * 10:F0}");
        output.WriteLine($"json_decode of 10 fields, ns: {Loop("if i % 10 == 0 then game.json_decode(TEXT) end") * 10:F0}");
        output.WriteLine($"string.find of a pattern, ns: {Loop("string.find('hello world', 'wo%a')") - empty:F0}");
        output.WriteLine($"string.format('%d %s'), ns: {Loop("string.format('%d %s', i, 'x')") - empty:F0}");

        var function = world.Function("");
        var start = Spent;
        for (var round = 0; round < Rounds; round++)
        {
            using var run = world.State.Prepare(function);
            run.Values.Push(round);
            run.Execute(0);
        }

        output.WriteLine($"call of an empty function from the host, ns: {(Spent - start).TotalNanoseconds / Rounds:F0}");
        start = Spent;
        for (var round = 0; round < 200; round++) new ScriptWorld(options, Game).Dispose();
        output.WriteLine($"state made and closed, µs: {(Spent - start).TotalMicroseconds / 200:F0}");
        ((Spent - start).TotalMilliseconds / 200).ShouldBeLessThan(50);
    }

    /// <summary>Processor time, since the machine may have other things to do.</summary>
    private static TimeSpan Spent => Process.GetCurrentProcess().TotalProcessorTime;

    private static double Time(ScriptWorld world, string script)
    {
        world.Run("""
            FIELDS, ITEMS = {}, {}
            for i = 1, 10 do FIELDS['field' .. i] = i ITEMS[i] = i end
            TEXT = require('game').json_encode(FIELDS)
            """).ShouldBeNull();
        world.Run(script).ShouldBeNull();
        var start = Spent;
        world.Run(script).ShouldBeNull();
        return (Spent - start).TotalNanoseconds;
    }
}
