using System.Text;
using CsCheck;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Tests.Lua;

public class DeterminismSpecs
{
    private static readonly LuaStateOptions Match = new() { Deterministic = true, Seed = 42 };

    [Theory]
    [InlineData("local out = {} for k in pairs({b = 1, a = 2, [10] = 3, [2] = 4, [true] = 5, [false] = 6, [1.5] = 7, B = 8}) do out[#out + 1] = tostring(k) end return table.concat(out, ' ')", "1.5 2 10 B a b false true")]
    [InlineData("local t, out = {c = 1, a = 2, b = 3, 9}, {} local k = next(t) while k do out[#out + 1] = k t[k] = nil k = next(t, k) end return table.concat(out, ' '), next(t)", "1 a b c,nil")]
    [InlineData("local t, out = {c = 1, a = 2, b = 3}, {} for k in pairs(t) do out[#out + 1] = k t.b = nil end return table.concat(out, ' ')", "a c")]
    [InlineData("local t, n = {1, 2, 3, 4}, 0 for k, v in pairs(t) do t[k] = nil n = n + v end return n, #t", "10,0")]
    [InlineData("return next({}), next({x = 1}), pcall(next, nil)", "nil,x,false,bad argument #1 to 'next' (table expected, got nil)")]
    [InlineData("return next({c = 1, a = 2}, 'b')", "c,1")]
    [InlineData("local a, b = {}, {} return tostring(a) == tostring(a), tostring(a) ~= tostring(b), tostring({})", "true,true,table: 0x00000003")]
    [InlineData("return pcall(string.format, '%p', {})", "false,invalid conversion '%p' to 'format'")]
    [InlineData("return pcall(pairs, {[{}] = 1, [{}] = 2})", "false,a match cannot walk a table with several tables as keys")]
    [InlineData("return os.time(), os.clock(), os.date('%Y'), collectgarbage('count')", "1700000000,1700000000.5,2023,0")]
    [InlineData("local t = {} for i = 1, 300 do t[i] = {k = i % 3, i = i} end table.sort(t, function(a, b) return a.k < b.k end) for i = 2, 300 do if t[i].k == t[i-1].k and t[i].i < t[i-1].i then return 'unstable' end end return t[1].i, t[300].i", "3,299")]
    [InlineData("local t = {} for i = 1, 1000 do t[i] = (i * 7919) % 1009 end table.sort(t) for i = 2, 1000 do if t[i] < t[i-1] then return 'unsorted' end end return #t", "1000")]
    public void a_match_world_repeats_itself(string script, string expected)
    {
        using var world = new ScriptWorld(Match);
        world.State.Clock = 1_700_000_000.5;
        world.Eval(script).ShouldBe(expected);
    }

    [Fact]
    public void the_seed_decides_all_randomness()
    {
        const string Draw = "local out = {} for i = 1, 5 do out[i] = math.random(1000) end math.randomseed() out[6] = math.random() return table.concat(out, ' ')";
        using var one = new ScriptWorld(Match);
        using var same = new ScriptWorld(Match);
        using var other = new ScriptWorld(Match with { Seed = 43 });
        var drawn = one.Eval(Draw);
        same.Eval(Draw).ShouldBe(drawn);
        other.Eval(Draw).ShouldNotBe(drawn);
    }

    [Fact]
    public void pairs_goes_in_order_whatever_was_put_in_and_taken_out() => Gen.Select(
        Gen.OneOf(Gen.Int[-20, 40].Select(number => number.ToString()), Gen.String[Gen.Char['a', 'f'], 1, 3].Select(text => $"'{text}'")).Array[0, 40],
        Gen.Int[1, 4]).Sample(
        (keys, removeEach) =>
        {
            var script = new StringBuilder("local t, n = {}, 0 ");
            for (var at = 0; at < keys.Length; at++) script.Append($"t[{keys[at]}] = {(at % (removeEach + 1) == 0 ? "nil" : at.ToString())} ");
            script.Append("""
                local walked, stepped = {}, {}
                for k, v in pairs(t) do walked[#walked + 1] = tostring(k) .. ':' .. v end
                local k, v = next(t)
                while k ~= nil do stepped[#stepped + 1] = tostring(k) .. ':' .. v k, v = next(t, k) end
                return table.concat(walked, ' '), table.concat(stepped, ' ')
                """);

            var expected = new Dictionary<string, int>();
            for (var at = 0; at < keys.Length; at++)
            {
                if (at % (removeEach + 1) == 0) expected.Remove(keys[at]);
                else expected[keys[at]] = at;
            }

            var order = string.Join(' ', expected
                .OrderBy(entry => entry.Key.StartsWith('\'') ? 1 : 0)
                .ThenBy(entry => int.TryParse(entry.Key, out var number) ? number : 0)
                .ThenBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => $"{entry.Key.Trim('\'')}:{entry.Value}"));

            using var one = new ScriptWorld(Match);
            using var other = new ScriptWorld(Match);
            one.Eval(script.ToString()).ShouldBe(order + "," + order);
            other.Eval(script.ToString()).ShouldBe(order + "," + order);
        },
        iter: 100, threads: 1);
}
