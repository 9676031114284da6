using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Tests.Lua;

public class LuaLimitSpecs
{
    private static readonly LuaStateOptions Tight = new() { Instructions = 200_000, MemoryBytes = 8 << 20, CallTime = null };

    [Theory]
    [InlineData("while true do end")]
    [InlineData("while true do pcall(function() while true do end end) end")]
    [InlineData("local function f() pcall(f) f() end f()")]
    [InlineData("pcall(pcall, pcall, function() while true do end end) while true do end")]
    [InlineData("xpcall(function() while true do end end, function() while true do end end)")]
    [InlineData("while true do xpcall(function() while true do end end, function(e) return e end) end")]
    [InlineData("while true do xpcall(error, function() while true do end end) end")]
    [InlineData("local t = setmetatable({}, {__index = function() while true do end end}) return t.x")]
    [InlineData("local t = setmetatable({}, {__lt = function() while true do end end}) return t < t")]
    [InlineData("local t = setmetatable({}, {__eq = function() while true do end end}) return t == setmetatable({}, getmetatable(t))")]
    [InlineData("return tostring(setmetatable({}, {__tostring = function() while true do end end}))")]
    [InlineData("local t = setmetatable({}, {__close = function() while true do end end}) do local x <close> = t error('a') end")]
    [InlineData("do local x <close> = setmetatable({}, {__close = function() while true do end end}) while true do end end")]
    [InlineData("for i in function() return 1 end do end")]
    [InlineData("table.sort({3, 2, 1}, function() while true do end end)")]
    [InlineData("string.gsub('abc', '.', function() while true do end end)")]
    [InlineData("loadstring('while true do end')()")]
    [InlineData("load(function() return ' ' end)")]
    [InlineData("while true do loadstring('x = 1') end")]
    [InlineData("while true do string.rep('x', 100000) end")]
    [InlineData("string.find(string.rep('a', 3000), string.rep('a*', 20) .. 'b')")]
    [InlineData("string.match(string.rep('a', 3000), string.rep('.-', 10) .. 'b')")]
    [InlineData("string.gsub(string.rep('a', 3000), string.rep('a?', 50) .. 'b', '')")]
    [InlineData("for w in string.gmatch(string.rep('a', 3000), string.rep('%w*', 9) .. 'b') do end")]
    [InlineData("while true do pcall(string.find, string.rep('a', 3000), string.rep('a*', 20) .. 'b') end")]
    [InlineData("::again:: goto again")]
    public void an_endless_script_is_ended(string source)
    {
        using var world = new ScriptWorld(Tight);
        var error = world.Run(source)!;
        error.Fault.ShouldBeOneOf(ScriptFault.Budget, ScriptFault.Memory);
        error.Spoils.ShouldBeTrue();
        world.Eval("return 1").ShouldBe("1");
    }

    [Theory]
    [InlineData("return string.rep('x', 1e9)")]
    [InlineData("return ('x'):rep(1e6):rep(1e6)")]
    [InlineData("local t = {} while true do t[#t + 1] = {} end")]
    [InlineData("local t = {} while true do pcall(function() while true do t[#t + 1] = {} end end) end")]
    [InlineData("local s = 'x' while true do s = s .. s end")]
    [InlineData("local s = 'xxxxxxxxxx' for i = 1, 30 do local t = {} for j = 1, 10 do t[j] = s end s = table.concat(t) end")]
    [InlineData("local t = {} for i = 1, 1e7 do t['k' .. i] = i end")]
    [InlineData("local t = {} for i = 1, 1e7 do t[i] = i end")]
    [InlineData("local s = ('x'):rep(1e6) local n = 0 while true do s = s:gsub('x', 'xx') end")]
    [InlineData("return ('%99s'):rep(1e6):format(1)")]
    public void a_script_that_eats_memory_is_ended_or_refused(string source)
    {
        using var world = new ScriptWorld(Tight with { Instructions = 50_000_000 });
        var error = world.Run(source)!;
        (error.Fault is ScriptFault.Memory or ScriptFault.Budget || error.Message.Contains("too large") || error.Message.Contains("memory")
            || error.Message.Contains("no value")).ShouldBeTrue(error.Message);
        world.State.Memory.Peak.ShouldBeLessThan(20 << 20);
        world.Eval("return 1").ShouldBe("1");
    }

    [Theory]
    [InlineData("local function f() return 1 + f() end f()", "stack overflow")]
    [InlineData("local t = setmetatable({}, {}) getmetatable(t).__index = function(t, k) return t[k] end return t.x", "stack overflow")]
    [InlineData("local function f() return string.gsub('a', 'a', f) end f()", "stack overflow")]
    [InlineData("local function f() return pcall(f) and error(1) end local function g() table.sort({1, 2}, g) end g()", "C stack overflow")]
    [InlineData("return loadstring(string.rep('(', 10000))()", "attempt to call a nil value")]
    [InlineData("local s = '{' for i = 1, 12 do s = s .. s end return loadstring('return ' .. s)()", "attempt to call a nil value")]
    public void deep_recursion_is_an_error(string source, string message)
    {
        using var world = new ScriptWorld(Tight with { Instructions = 5_000_000, MemoryBytes = 128 << 20 });
        world.Run(source)!.Message.ShouldContain(message);
        world.Eval("return 1").ShouldBe("1");
    }

    /// <summary>Lua walks through all open calls when it has caught an error. Unpaid, each of these took minutes until its instructions were used up.</summary>
    [Theory]
    [InlineData("local function f() if not pcall(f) then n = n + 1 end f() end f()")]
    [InlineData("local function f() if not xpcall(f, type) then n = n + 1 end f() end f()")]
    [InlineData("deep(function() if not pcall(error) then n = n + 1 end end)")]
    [InlineData("deep(function() if not loadstring('(') then n = n + 1 end end)")]
    [InlineData("deep(function() if not pcall(string.gsub, 'a', 'a', error) then n = n + 1 end end)")]
    [InlineData("deep(function() n = n + 1 getfenv(150000) end)")]
    public void what_deep_recursion_makes_dear_is_paid_for(string source)
    {
        const string Deep = "local function deep(f) local function d(i) if i > 0 then return 1 + d(i - 1) end while true do f() end end d(150000) end n = 0 ";
        using var world = new ScriptWorld(new LuaStateOptions { Instructions = 3_000_000, CallTime = null, Deterministic = true });
        world.Run(Deep + source)!.Fault.ShouldBe(ScriptFault.Budget);
        int.Parse(world.Eval("return n"), System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(1, 5_000);
    }

    [Fact]
    public void at_an_ordinary_depth_catching_an_error_costs_its_instructions_only()
    {
        using var world = new ScriptWorld(Tight);
        world.Eval("local function d(i) if i > 0 then return d(i - 1) + 0 end for n = 1, 5000 do pcall(error) end return 7 end return d(100)").ShouldBe("7");
    }

    /// <summary>Each new value has all others looked through, as there is no room for it before.</summary>
    [Fact]
    public void a_script_at_the_edge_of_its_memory_pays_for_the_looking()
    {
        using var world = new ScriptWorld(Tight with { Instructions = 5_000_000 });
        var error = world.Run("n = 0 local t = {} while collectgarbage('count') < 8100 do t[#t + 1] = {} end while true do n = n + 1 local s = 'y' .. string.rep('x', 900) .. n end")!;
        error.Fault.ShouldBe(ScriptFault.Budget);
        int.Parse(world.Eval("return n"), System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(1, 10_000);
    }

    [Theory]
    [InlineData("string.rep('', 1e15)")]
    [InlineData("string.rep('', 1e15, '')")]
    [InlineData("pcall(table.insert, setmetatable({}, {__len = function() return 1e15 end}), 1, 2)")]
    [InlineData("pcall(table.remove, setmetatable({}, {__len = function() return 1e15 end}), 1)")]
    [InlineData("pcall(table.sort, setmetatable({}, {__len = function() return 2147483640 end}), rawequal)")]
    [InlineData("pcall(table.concat, setmetatable({}, {__index = type}), '', 1, 1e15)")]
    [InlineData("pcall(unpack, {}, 1, 1e15)")]
    [InlineData("string.format('%' .. string.rep('0', 3000) .. 'u', 1.0)")]
    public void native_loops_cannot_be_made_endless(string source)
    {
        using var world = new ScriptWorld(Tight);
        world.Run(source);
        world.Eval("return 1").ShouldBe("1");
    }

    [Fact]
    public void thousands_of_ends_leave_the_process_healthy()
    {
        using var world = new ScriptWorld(Tight with { Instructions = 2000 });
        var loop = world.Function("local t = {} while true do pcall(function() t[#t % 50 + 1] = tostring(#t) .. 'x' end) end");
        for (var round = 0; round < 4_000; round++)
        {
            using var run = world.State.Prepare(loop);
            run.Execute()!.Fault.ShouldBe(ScriptFault.Budget);
        }

        world.Eval("return 1").ShouldBe("1");
        world.State.Memory.Now.ShouldBeLessThan(1 << 20);
    }

    [Theory]
    [InlineData("return io, debug, coroutine, dofile, loadfile, os.execute, os.exit, os.getenv, os.remove, string.dump", "nil,nil,nil,nil,nil,nil,nil,nil,nil,nil")]
    [InlineData("return loadstring('\\27Lua')", "nil,attempt to load a binary chunk")]
    [InlineData("return load(function() local first = not done; done = true; return first and '\\27Lua' or nil end)", "nil,attempt to load a binary chunk")]
    [InlineData("return getmetatable('')", "locked")]
    [InlineData("return pcall(setmetatable, '', {})", "false,bad argument #1 to 'setmetatable' (table expected, got string)")]
    [InlineData("return pcall(require, 'io')", "false,module io not found:\n\tno field package.preload['io']\n\tno library 'io'\n\tno module 'io'")]
    [InlineData("return pcall(require, 'debug')", "false,module debug not found:\n\tno field package.preload['debug']\n\tno library 'debug'\n\tno module 'debug'")]
    [InlineData("return pcall(setmetatable, {}, {__gc = print})", "false,__gc is not supported")]
    [InlineData("return package.loaded.debug, package.loaded.io, _G._G == _G", "nil,nil,true")]
    [InlineData("return getfenv(require) == _G, pcall(setfenv, tostring, {})", "true,false,'setfenv' cannot change environment of given object")]
    public void there_is_no_way_out(string source, string expected)
    {
        using var world = new ScriptWorld(Tight);
        world.Eval(source).ShouldBe(expected);
    }
}
