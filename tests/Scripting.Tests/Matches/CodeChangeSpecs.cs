using KaosNet.Scripting.Matches;
using KaosNet.Scripting.Tests.Lua;
using static KaosNet.Scripting.Tests.Matches.ChangingGame;

namespace KaosNet.Scripting.Tests.Matches;

/// <summary>Running matches and new code of their handlers, in all languages.</summary>
public sealed class CodeChangeSpecs
{
    public static TheoryData<string> Languages => ChangingGame.Languages;

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task new_code_takes_a_running_match_over_and_both_parts_run_again(string language)
    {
        var (before, after) = (Source(language, 1), Source(language, 10, language switch
        {
            InLua => "state.sum = state.sum + (state.cells[7] == 'x' and 1000 or 0) return state",
            InJavaScript => "state.sum += state.cells[7] === 'x' ? 1000 : 0; return { state };",
            _ => "state.Sum += state.Cells[7] == \"x\" ? 1000 : 0; return state;",
        }));
        await using var game = new ChangingGame(language, before);
        await game.Begin();
        game.Ticks(2);
        await game.Change(after);
        game.Ticks(12);
        game.Seen.Take(5).ShouldBe(["1 1: 1", "1 1: 2", "1 1: 3", "1 10: 1013", "1 10: 1023"]);
        game.Complaints.ShouldBeEmpty();

        var stages = await game.Stages();
        stages.Select(stage => (stage.FromTick, stage.ToTick)).ShouldBe([(0, 3), (3, 14)]);
        game.DifferenceOf(stages[0], before).ShouldBeNull();
        game.DifferenceOf(stages[1], after).ShouldBeNull();
        game.DifferenceOf(stages[0], after)!.ShouldStartWith("tick 1: ");
        game.DifferenceOf(stages[1], before).ShouldBe("tick 3: the match is not taken over: its new code takes no running matches over");
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task a_handler_that_does_not_ask_for_running_matches_leaves_them_with_their_code(string language)
    {
        await using var game = new ChangingGame(language, Source(language, 1));
        await game.Begin();
        game.Ticks(1);
        await game.Change(Source(language, 10));
        game.Ticks(2);
        game.Seen.ShouldBe(["1 1: 1", "1 1: 2", "1 1: 3"]);
        game.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(InLua, "return nil", "its new code does not take it over")]
    [InlineData(InLua, "error('no')", "no")]
    [InlineData(InLua, "while true do end", "script ended: instruction budget spent")]
    [InlineData(InLua, "return state, 1", "match_code_changed returned unexpected extra values")]
    [InlineData(InJavaScript, "return null", "its new code does not take it over")]
    [InlineData(InJavaScript, "throw { message: 'no' }", "no")]
    [InlineData(InJavaScript, "return 5", "matchCodeChanged is expected to return an object with 'state' property")]
    [InlineData(InCSharp, "return null;", "its new code does not take it over")]
    [InlineData(InCSharp, "throw new Exception(\"no\");", "Match code changed failed: Exception: no")]
    public async Task new_code_that_fails_leaves_the_match_with_the_code_that_it_runs_until_the_next_change(string language, string takesOver, string complaint)
    {
        await using var game = new ChangingGame(language, Source(language, 1));
        await game.Begin();
        game.Ticks(1);
        await game.Change(Source(language, 10, takesOver));
        game.Ticks(2);
        game.Complaints.ShouldBe([complaint]);
        await game.Change(Source(language, 100, language switch { InLua => "return state", InJavaScript => "return { state }", _ => "return state;" }));
        game.Ticks(2);
        game.Seen.ShouldBe(["1 1: 1", "1 1: 2", "1 1: 3", "1 1: 4", "1 100: 104"]);
    }

    [Theory]
    [InlineData(InLua, "return { sum = 0, deep = { { f = print } } }, 10, ''", "state.deep[1].f is a function")]
    [InlineData(InLua, "return { sum = 0, o = setmetatable({}, {}) }, 10, ''", "state.o has a metatable")]
    [InlineData(InLua, "return { sum = 0, [{}] = 1 }, 10, ''", "state has a table as a key")]
    [InlineData(InJavaScript, "return { state: { sum: 0, deep: [{ f: () => 1 }] }, tickRate: 10 }", "state.deep[0].f is no plain data")]
    [InlineData(InJavaScript, "return { state: { sum: 0, m: new Map() }, tickRate: 10 }", "state.m is no plain data")]
    [InlineData(InJavaScript, "class C {}; return { state: { sum: 0, c: new C() }, tickRate: 10 }", "state.c is an object of a class")]
    [InlineData(InJavaScript, "var o = {}; return { state: { sum: 0, a: o, b: o }, tickRate: 10 }", "state.b is an object that stands in another place, too")]
    [InlineData(InJavaScript, "return { state: { sum: 0, n: 0 / 0 }, tickRate: 10 }", "state.n is no finite number")]
    [InlineData(InJavaScript, "return { state: { sum: 0, get x() { return 1 } }, tickRate: 10 }", "state.x is no plain data")]
    public async Task a_state_that_is_not_plain_data_stays_where_it_is(string language, string init, string complaint)
    {
        await using var game = new ChangingGame(language, Source(language, 1, init: init));
        await game.Begin();
        await game.Change(Source(language, 10, language == InLua ? "return state" : "return { state }"));
        game.Ticks(2);
        game.Complaints.ShouldBe(["its state is not plain data: " + complaint]);
        game.Seen.ShouldBe(["1 1: 1", "1 1: 2"]);
    }

    [Fact]
    public async Task a_state_in_csharp_that_has_no_json_stays_where_it_is()
    {
        await using var game = new ChangingGame(InCSharp, Source(InCSharp, 1, init: "new Func<int>(() => 1)"));
        await game.Begin();
        await game.Change(Source(InCSharp, 10, "return state;"));
        game.Ticks(2);
        game.Complaints.Single().ShouldStartWith("its state cannot be written as JSON: ");
    }

    [Theory]
    [InlineData("5")]
    [InlineData("'text with \\0 and \\255'")]
    [InlineData("{ 1, 2.0, 2.5, -3, math.mininteger, 1/0, true, false, 'x', '' }")]
    [InlineData("{ [7] = 'x', [2] = 'o', [-1] = 'n', [2.5] = 'f', [true] = 't', [false] = 'f', name = 'n', ['1'] = 'text' }")]
    [InlineData("{ {}, { {} }, { a = { b = { c = {} } } } }")]
    public void a_lua_state_is_the_same_in_the_next_lua_state(string value)
    {
        const string Spells = """
            local function spell(v)
              if type(v) ~= 'table' then return math.type(v) and math.type(v) .. string.format('%q', v) or string.format('%q', v) end
              local parts = {}
              for k, x in pairs(v) do parts[#parts + 1] = spell(k) .. '=' .. spell(x) end
              table.sort(parts)
              return '{' .. table.concat(parts, ',') .. '}'
            end
            return spell(...)
            """;
        Spelled(Spells, value, isHandedOver: true).ShouldBe(Spelled(Spells, value, isHandedOver: false));
    }

    [Fact]
    public void a_table_in_several_places_is_one_table_again()
    {
        const string Value = "(function() local t = { 1 } local all = { t, t, deep = { t } } all.self = all return all end)()";
        Spelled("local s = ... return tostring(s[1] == s[2] and s.deep[1] == s[1] and s.self == s and s[1][1] == 1)", Value, isHandedOver: true).ShouldBe("true");
    }

    /// <summary>What a function makes of a value, in the state that made it or in another that it was handed over to.</summary>
    private static string Spelled(string function, string value, bool isHandedOver)
    {
        using var first = new ScriptWorld();
        using var second = new ScriptWorld();
        using var made = first.State.Prepare(first.Function("return " + value));
        made.Execute().ShouldBeNull();
        var argument = made.Values.Keep(1);
        var there = isHandedOver ? second : first;
        if (isHandedOver)
        {
            LuaPlainState.TryWrite(made.Values, out var written, out var problem).ShouldBeTrue(problem);
            LuaPlainState.Push(second.State.Values, written!);
            argument = second.State.Values.Keep(-1);
            second.State.Values.Pop();
        }

        using var run = there.State.Prepare(there.Function(function));
        run.Values.Push(argument);
        run.Execute().ShouldBeNull();
        return run.Values.Text(1)!;
    }
}
