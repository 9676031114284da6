using System.Text;
using CsCheck;

namespace KaosNet.Scripting.Tests.Lua;

/// <summary>Our string searches against the native ones of an untouched Lua.</summary>
public class LuaPatternSpecs
{
    private const string Show = """
        local function show(...)
          local out = {}
          for i = 1, select('#', ...) do
            local v = select(i, ...)
            out[i] = type(v) .. ':' .. tostring(v):gsub('^.-:%d+: ', '')
          end
          return table.concat(out, '|')
        end
        local function try(f, ...)
          local function finish(ok, ...) if ok then return show(...) end return 'problem' end
          return finish(pcall(f, ...))
        end
        """;

    private static readonly string[] Expressions =
    [
        "('abc'):find('b', 1)", "('aaab'):find('a-b')", "('a+b'):find('+', 1, true)", "('abc123'):match('%a+()')",
        "('abc'):match('(a)(b)(c)')", "('xxxxx'):gsub('x', {x = 'y'})", "('abc'):gsub('%w', {a = 1, b = 'B'})",
        "('abc'):gsub('.', function(c) if c == 'b' then return '[' .. c .. ']' end end)", "('abc def'):gsub('%w+', '%0 %0', 1)",
        "('aaa'):gsub('^a', 'x')", "('aaa'):gsub('^a', function() return 'x' end)", "('hello'):gsub('', '.')", "('hello world'):gsub('o*', 'x')",
        "('hello world'):gsub('o*', function(o) return '<' .. o .. '>' end)", "('a.b.c'):gsub('%.', '%%')",
        "('path/to/file.lua'):match('([^/]+)%.lua$')", "('[test]'):gsub('[%[%]]', '')", "('a]b'):match('[]]')", "('a^b'):match('[%^]')",
        "('2024-01-02'):gsub('(%d+)-(%d+)-(%d+)', '%3/%2/%1')", "('f(g(x))'):find('%b()')", "('THE (quick) fox'):find('%((%a+)%)')",
        "('THE (quick) fox'):find('%f[%a]%a+%f[%A]')", "('foo.bar'):find('.', 4, true)", "('a\\0b'):find('\\0')",
        "('%a'):match('%%a')", "('abc'):match('.-')", "('abc'):match('.-$')", "('abc'):find('c', -1)", "('abc'):find('', 4)", "('abc'):find('', 5)",
        "('abc'):match('b', -100)", "('abab'):match('(ab)%1')", "('aa'):find('()a%1')", "('abc'):gsub('()', '%1')", "('abc'):gsub('b', '%1')",
        "('abc'):gsub('(a)(b)', '%2%1%0')", "(123):rep(2):gsub(1, 2)", "('x'):find('[a-]')", "('-'):find('[a-]')", "('x'):gsub('x*', '-')",
        "('key = value'):match('^(%w+)%s*=%s*(%w+)$')", "('  trim  '):match('^%s*(.-)%s*$')", "('a,b,,c'):gsub(',', ';', 2)", "('abc'):gsub('b', false)",
        "('abc'):gsub('%w', '%')", "('abc'):find('(')", "('abc'):find('%')", "('abc'):find('[a')", "('abc'):match('%1')", "('abc'):find('%f')", "('abc'):find('())')",
        "('abc'):gsub('b', function() return {} end)", "('x'):rep(300):match(('(x)'):rep(33))", "('\\xe9t\\xe9'):match('[\\x80-\\xff]')",
    ];

    [Fact]
    public void a_search_finds_what_the_native_one_finds()
    {
        using var ours = new ScriptWorld();
        using var native = new KeraLua.Lua();
        foreach (var expression in Expressions)
        {
            var script = $"{Show} return try(function() return {expression} end)";
            ours.Eval(script).ShouldBe(Native(native, script), expression);
        }
    }

    [Fact]
    public void random_searches_find_what_the_native_ones_find()
    {
        using var ours = new ScriptWorld();
        using var native = new KeraLua.Lua();
        var piece = Any("a", "b", ".", "%a", "%d", "[ab]", "[^a]", "[a-c]", "%w", "%s", "(", ")", "()", "(a)", "(.-)", "%1", "%b()", "%f[%w]", "^", "$", "%", "[", "]", "-");
        var suffix = Any("", "", "", "*", "+", "-", "?");
        var pattern = Gen.Select(piece, suffix).Select(pair => pair.Item1 + pair.Item2).Array[0, 6].Select(string.Concat);
        var text = Any('a', 'b', 'c', '1', ' ', '(', ')').Array[0, 12].Select(letters => new string(letters));
        Gen.Select(pattern, text).Sample(
            (wanted, subject) =>
            {
                var script = $$"""
                    {{Show}}
                    local s, p = '{{subject}}', '{{wanted}}'
                    local function all() local out = {} for a, b in s:gmatch(p) do out[#out + 1] = tostring(a) .. tostring(b) end return table.concat(out, ',') end
                    return try(s.find, s, p) .. ';' .. try(s.match, s, p, 2) .. ';' .. try(s.gsub, s, p, '<%0>') .. ';' .. try(s.gsub, s, p, '%1', 2)
                      .. ';' .. try(s.gsub, s, p, string.upper) .. ';' .. try(all)
                    """;
                ours.Eval(script).ShouldBe(Native(native, script));
            },
            iter: 3000, threads: 1);
    }

    private static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    private static string Native(KeraLua.Lua lua, string script)
    {
        lua.SetTop(0);
        lua.LoadString(script).ShouldBe(KeraLua.LuaStatus.OK);
        lua.PCall(0, 1, 0).ShouldBe(KeraLua.LuaStatus.OK);
        return Encoding.UTF8.GetString(lua.ToBuffer(-1));
    }
}
