using System.Text;
using CsCheck;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Tests.Lua;

public class LuaJsonSpecs
{
    private static readonly LuaLibrary Json = new LuaLibrary("nk").AddJson();

    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("{1, 2, 3}", "[1,2,3]")]
    [InlineData("{b = 1, a = 2, [true] = 3}", """{"a":2,"b":1,"true":3}""")]
    [InlineData("{1, nil, 3, x = 4}", "[1,null,3]")]
    [InlineData("{[4] = 1}", "[null,null,null,1]")]
    [InlineData("{[0] = 1, [-2] = 2, [1.5] = 3}", """{"-2":2,"0":1,"1.5":3}""")]
    [InlineData("'<a href=\"x\">&</a>'", @"""\u003ca href=\""x\""\u003e\u0026\u003c/a\u003e""")]
    [InlineData("'\\n\\t\\r\\1\\\\/é'", @"""\n\t\r\u0001\\/é""")]
    [InlineData("'\\255x'", "\"\\ufffdx\"")]
    [InlineData("nil", "null")]
    [InlineData("true", "true")]
    [InlineData("3.0", "3")]
    [InlineData("2^53", "9007199254740992")]
    [InlineData("0.1", "0.1")]
    [InlineData("1/3", "0.3333333333333333")]
    [InlineData("1e20", "100000000000000000000")]
    [InlineData("1.5e300", "1.5e+300")]
    [InlineData("1e-7", "1e-7")]
    [InlineData("-0.000001", "-0.000001")]
    [InlineData("print", "\"function: 0x0\"")]
    public void a_value_becomes_json(string value, string expected) => Eval($"return nk.json_encode({value})").ShouldBe(expected);

    [Theory]
    [InlineData("0/0", "cannot encode an infinite number or NaN")]
    [InlineData("{x = math.huge}", "cannot encode an infinite number or NaN")]
    [InlineData("(function() local t = {} t.t = t return t end)()", "value nested too deeply or endlessly to encode")]
    [InlineData("{[1e9] = 1}", "array too long to encode")]
    [InlineData("{[{}] = 1}", "cannot encode a table with such a key")]
    public void what_has_no_json_is_an_error(string value, string problem) =>
        Eval($"return nk.json_encode({value})").ShouldBe("error 13: " + problem);

    [Theory]
    [InlineData("""{"a":[1,2.5,"x",null,true],"b":{}}""", "local v = nk.json_decode(s) return v.a[1], v.a[2], v.a[3], v.a[4], v.a[5], next(v.b)", "1,2.5,x,nil,true,nil")]
    [InlineData("1.0", "return nk.json_decode(s)", "1")]
    [InlineData("\"\\u00e9\\n\"", "return nk.json_decode(s)", "é\n")]
    [InlineData("null", "return nk.json_decode(s)", "nil")]
    [InlineData("12345678901234567890", "return nk.json_decode(s)", "12345678901234567000")]
    public void json_becomes_a_value(string json, string script, string expected) => Eval($"local s = [==[{json}]==] {script}").ShouldBe(expected);

    [Theory]
    [InlineData("{")]
    [InlineData("{} x")]
    [InlineData("nope")]
    public void bad_json_is_an_error(string json) => Eval($"return nk.json_decode([==[{json}]==])").ShouldStartWith("error 13: error decoding JSON");

    [Fact]
    public void depth_is_bounded_in_both_directions()
    {
        Eval("return #nk.json_decode(string.rep('[', 120) .. string.rep(']', 120))").ShouldBe("1");
        Eval("return nk.json_decode(string.rep('[', 10000) .. string.rep(']', 10000))").ShouldStartWith("error 13");
        Eval("local t = {} for i = 1, 200 do t = {x = t} end return nk.json_encode(t)").ShouldStartWith("error 13");
    }

    [Fact]
    public void decoding_and_encoding_again_is_the_identity()
    {
        using var world = new ScriptWorld(null, Json);
        var again = world.Function("local nk, s = require('nk'), ... return nk.json_encode(nk.json_decode(s))");
        var scalar = Gen.OneOf(
            Gen.Long[-(1L << 53), 1L << 53].Select(number => number.ToString()),
            Gen.String[Gen.Char['a', 'z'], 1, 8].Select(text => $"\"{text}\""),
            Gen.Bool.Select(truth => truth ? "true" : "false"));
        var list = scalar.Array[1, 6].Select(items => $"[{string.Join(',', items)}]");
        var record = Gen.Select(Gen.String[Gen.Char['a', 'z'], 1, 4], Gen.OneOf(scalar, list)).Array[0, 6].Select(fields =>
            "{" + string.Join(',', fields.DistinctBy(field => field.Item1).OrderBy(field => field.Item1, StringComparer.Ordinal)
                .Select(field => $"\"{field.Item1}\":{field.Item2}")) + "}");
        Gen.OneOf(scalar, list, record).Sample(
            json =>
            {
                using var run = world.State.Prepare(again);
                run.Values.Push(Encoding.UTF8.GetBytes(json));
                run.Execute(1).ShouldBeNull();
                run.Values.Text(1).ShouldBe(json);
            },
            iter: 500, threads: 1);
    }

    private static string Eval(string script)
    {
        using var world = new ScriptWorld(null, Json);
        return world.Eval("local nk = require('nk') " + script);
    }
}
