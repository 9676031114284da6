using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Tests.Lua;

/// <summary>What of the prelude is loaded late in a match's state: scripts cannot tell.</summary>
public class PreludePieceSpecs
{
    private static readonly LuaStateOptions OfMatch = new() { Deterministic = true, Seed = 1 };

    [Theory]
    [InlineData("return math.pow(2, 3), bit32.band(6, 3), table.getn({1, 2}), ('abc'):gsub('b', 'x')", "8,2,2,axc,1")]
    [InlineData("local found = {} for k in pairs(math) do found[k] = true end return found.cosh, found.floor, found.fmod", "true,true,true")]
    [InlineData("local n = 0 for k in next, bit32 do n = n + 1 end return n", "12")]
    [InlineData("return getmetatable(math) or nil, math.nothing, string.nothing, getmetatable(math)", "nil,nil,nil,nil")]
    [InlineData("setmetatable(math, { __index = function(_, key) return key .. '!' end }) return math.nothing, math.cosh(0)", "nothing!,1")]
    [InlineData("math.pow = function() return 'mine' end return math.cosh(0), math.pow(2, 3)", "1,mine")]
    [InlineData("local load = loadstring return load('return 1 + 1')(), pcall(load, {})", "2,false,bad argument #1 to loadstring (string expected, got table)")]
    [InlineData("local env = { y = 3 } local f = setfenv(function() return y end, env) return f(), getfenv(f) == env, getfenv(1) == _G", "3,true,true")]
    [InlineData("local t = {3, 1, 2} table.sort(t) return table.concat(t, ' '), next({ b = 1, a = 2 })", "1 2 3,a,2")]
    [InlineData("return string.format('%s %d %5.1f', {} ~= nil, 3.0, 2.25), string.format('%d', 7)", "true 3   2.2,7")]
    public void scripts_find_all_of_it(string source, string expected)
    {
        using var world = new ScriptWorld(OfMatch);
        world.Eval(source).ShouldBe(expected);
    }

    [Fact]
    public void what_a_script_does_to_the_globals_does_not_reach_it()
    {
        using var world = new ScriptWorld(OfMatch);
        world.Eval(
            """
            local seen = {}
            for _, name in ipairs({ 'type', 'select', 'error', 'rawget', 'rawlen', 'setmetatable', 'next' }) do
              _G[name] = function(...) seen[#seen + 1] = name end
            end
            string.sub, math.exp, math.tointeger, table.unpack = nil, nil, nil, nil
            local list = { 2, 1 }
            table.sort(list)
            return list[1], ('a-b'):gsub('%-', function() return '+' end), math.cosh(0), bit32.bnot(0), loadstring('return 5')(), #seen
            """).ShouldBe("1,a+b,1,4294967295,5,0");
    }

    [Fact]
    public void a_state_that_uses_little_is_small()
    {
        using var world = new ScriptWorld(OfMatch);
        world.State.Collect();
        world.State.Memory.Now.ShouldBeLessThan(48 << 10);
    }
}
