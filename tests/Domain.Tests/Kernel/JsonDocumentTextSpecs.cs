using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Tests.Kernel;

public class JsonDocumentTextSpecs
{
    [Theory]
    [InlineData("{}", "{}")]
    [InlineData(" { } ", "{}")]
    [InlineData("""{"b":1,"a":2}""", """{"a": 2, "b": 1}""")]
    [InlineData("""{"a":1,"b":[1,2]}""", """{"a": 1, "b": [1, 2]}""")]
    [InlineData("""{"bb":1,"a":[ ],"":null}""", """{"": null, "a": [], "bb": 1}""")]
    [InlineData("""{"a":1,"a":{"x":true},"b":2,"a":3}""", """{"a": 3, "b": 2}""")]
    [InlineData("""{"z":{"b":{"d":1,"c":2},"a":0},"y":[{"q":1,"p":2}]}""", """{"y": [{"p": 2, "q": 1}], "z": {"a": 0, "b": {"c": 2, "d": 1}}}""")]
    [InlineData("""{"é":1,"zz":2,"z":3}""", """{"z": 3, "zz": 2, "é": 1}""")]
    [InlineData("""{"\u0061":1,"a":2}""", """{"a": 2}""")]
    [InlineData("""{"a\nb":1,"a b":2}""", """{"a\nb": 1, "a b": 2}""")]
    [InlineData("""["\/\u003c\u001f\u00e9\b\ud83d\ude00"]""", "[\"/<\\u001fé\\b\U0001F600\"]")]
    public void a_document_is_spelled_as_jsonb_spells_it(string text, string canonical) => Canonical(text).ShouldBe(canonical);

    [Theory]
    [InlineData("1.50", "1.50")]
    [InlineData("-0", "0")]
    [InlineData("-0.00", "0.00")]
    [InlineData("1e3", "1000")]
    [InlineData("1.5e1", "15")]
    [InlineData("1.50E1", "15.0")]
    [InlineData("-12.5e-3", "-0.0125")]
    [InlineData("0.05e1", "0.5")]
    [InlineData("0.05e3", "50")]
    [InlineData("0e7", "0")]
    [InlineData("0e-3", "0.000")]
    [InlineData("12345678901234567890123456789.000", "12345678901234567890123456789.000")]
    public void numbers_are_exact_decimals(string text, string canonical) => Canonical(text).ShouldBe(canonical);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{a:1}")]
    [InlineData("""{"a":1,}""")]
    [InlineData("""{"a" 1}""")]
    [InlineData("[1,]")]
    [InlineData("01")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("+1")]
    [InlineData("1e")]
    [InlineData("-")]
    [InlineData("nul")]
    [InlineData("truefalse")]
    [InlineData("NaN")]
    [InlineData("\"a\nb\"")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u12g4\"")]
    [InlineData("\"open")]
    [InlineData("\u00a01")]
    public void what_is_no_json_is_refused(string text) => JsonDocumentText.Canonicalize(text, out _).ShouldBe(JsonFlaw.NotJson);

    [Theory]
    [InlineData("\"\\u0000\"")]
    [InlineData("\"\\ud83d\"")]
    [InlineData("\"\\ude00\\ud83d\"")]
    [InlineData("\"\\ud83dx\"")]
    [InlineData("1e131072")]
    [InlineData("1e-16384")]
    [InlineData("0e-16384")]
    [InlineData("1e99999999999")]
    public void what_no_store_takes_is_refused(string text) => JsonDocumentText.Canonicalize(text, out _).ShouldBe(JsonFlaw.NotStorable);

    [Fact]
    public void half_a_surrogate_pair_is_refused() => JsonDocumentText.Canonicalize("\"" + '\ud83d' + "\"", out _).ShouldBe(JsonFlaw.NotStorable);

    [Fact]
    public void numbers_go_to_the_bounds_of_a_decimal_and_no_further()
    {
        Canonical("1e131071").Length.ShouldBe(131_072);
        Canonical("1e-16383").Length.ShouldBe(16_385);
        JsonDocumentText.Canonicalize("1" + new string('0', 131_072), out _).ShouldBe(JsonFlaw.NotStorable);
    }

    [Fact]
    public void exponents_of_a_whole_document_add_no_more_zeros_than_one_number_may()
    {
        Canonical("[1e73000,1e73000]").Length.ShouldBe(146_006);
        JsonDocumentText.Canonicalize("[1e74000,1e74000]", out _).ShouldBe(JsonFlaw.NotStorable);
    }

    [Fact]
    public void levels_are_bounded()
    {
        static string Nested(int levels) => new string('[', levels) + new string(']', levels);
        Canonical(Nested(JsonDocumentText.DepthMax)).ShouldBe(Nested(JsonDocumentText.DepthMax));
        JsonDocumentText.Canonicalize(Nested(JsonDocumentText.DepthMax + 1), out _).ShouldBe(JsonFlaw.NotStorable);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("\"{}\"")]
    public void an_object_is_not_any_value(string text)
    {
        JsonDocumentText.CanonicalizeObject(text, out var canonical).ShouldBe(JsonFlaw.NotJson);
        canonical.ShouldBe("");
        JsonDocumentText.IsObject(text).ShouldBeFalse();
    }

    static string Canonical(string text)
    {
        JsonDocumentText.Canonicalize(text, out var canonical).ShouldBe(JsonFlaw.None);
        return canonical;
    }
}
