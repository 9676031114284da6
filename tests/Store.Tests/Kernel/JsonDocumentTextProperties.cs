using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;
using KaosNet.Domain.Kernel;
using KaosNet.Tests.Support;
using Npgsql;

namespace KaosNet.Store.Tests.Kernel;

/// <summary>The canonical text is not a copy of our idea of jsonb but what a real PostgreSQL answers.</summary>
public sealed class JsonDocumentTextProperties(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    static readonly Gen<string> Blanks = Gen.Frequency((6, Gen.Const("")), (1, Word(" ", "\n", "\t", " \r\n ")));

    static readonly Gen<string> Numbers = Gen.Select(
        Word("", "-"),
        Word("0", "7", "10", "900", "123456789012345678901234567890"),
        Word("", "", ".0", ".5", ".0500", ".000", ".123456789000"),
        Gen.Frequency((3, Gen.Const("")), (2, Gen.Int[-30, 30].Select(power => "e" + power.ToString(CultureInfo.InvariantCulture))), (1, Word("E+5", "e00", "e-020", "e131071", "e-16383", "e140000", "e-17000", "e99999999999"))),
        (sign, whole, fraction, exponent) => sign + whole + fraction + exponent);

    static readonly Gen<string> Strings = Gen.OneOf(
            Word("a", "b", "zz", "Z", "é", "ü", "語", "\U0001F600", "\uFFFD", "\uE000", " ", "", "/", "<", "\u007f", "\u00a0"),
            Word("\\n", "\\\"", "\\\\", "\\/", "\\b", "\\f", "\\t", "\\u0001", "\\u0061", "\\u00E9", "\\u005c", "\\u0022", "\\u2028", "\\ud83d\\ude00"),
            Gen.Frequency((30, Gen.Const("x")), (1, Word("\\u0000", "\\ud83d", "\\ude00", "\\ud83d\\u0061", "\\x", "\u0002", "\n"))))
        .Array[0, 4].Select(parts => "\"" + string.Concat(parts) + "\"");

    static readonly Gen<string> Values = Gen.Recursive<string>((depth, inner) => depth > 4
        ? Gen.OneOf(Numbers, Strings)
        : Gen.Frequency(
            (3, Numbers),
            (3, Strings),
            (1, Word("true", "false", "null", "nul", "True")),
            (2, Gen.Select(inner, Blanks, (value, blanks) => value + blanks).Array[0, 4].Select(values => "[" + string.Join(',', values) + "]")),
            (4, Gen.Select(Strings, Blanks, inner, Blanks, (key, before, value, after) => key + before + ":" + after + value).Array[0, 5]
                .Select(members => "{" + string.Join(',', members) + "}"))));

    /// <summary>Mostly sound, sometimes with a character left out.</summary>
    static readonly Gen<string> Texts = Gen.Select(Blanks, Values, Gen.Frequency((9, Gen.Const(-1)), (1, Gen.Int[0, 40])), (blanks, text, cut) =>
        blanks + (cut >= 0 && cut < text.Length && !char.IsSurrogate(text[cut]) ? text.Remove(cut, 1) : text));

    [Fact]
    public async Task every_text_is_spelled_or_refused_as_postgresql_does()
    {
        await using (var prepare = postgres.Source.CreateCommand("""
            create function spelled(given text) returns text language plpgsql as
            $$ begin return given::jsonb::text; exception when others then return null; end $$
            """))
        {
            await prepare.ExecuteNonQueryAsync();
        }

        await Texts.Array[200].SampleAsync(
            async texts =>
            {
                await using var command = postgres.Source.CreateCommand("select array(select spelled(t) from unnest($1) with ordinality as u(t, n) order by n)");
                command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = texts });
                var spelled = (string?[])(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
                for (var i = 0; i < texts.Length; i++)
                {
                    var flaw = JsonDocumentText.Canonicalize(texts[i], out var canonical);
                    // Two numbers of extreme exponents, each fine, would grow past our bound on a whole document, which PostgreSQL does not have.
                    if (flaw == JsonFlaw.NotStorable && ExponentsOf(texts[i]) > JsonDocumentText.AddedZerosMax - 1000) continue;
                    (flaw == JsonFlaw.None ? canonical : null).ShouldBe(spelled[i], customMessage: texts[i]);
                    if (flaw == JsonFlaw.None) JsonDocumentText.Of(canonical).ShouldBe(canonical);
                }
            },
            iter: 60,
            threads: 1);
    }

    static long ExponentsOf(string text) =>
        Regex.Matches(text, "[eE][+-]?([0-9]+)").Sum(match => Math.Min(1_000_000L, long.Parse(match.Groups[1].ValueSpan[..Math.Min(18, match.Groups[1].Length)], CultureInfo.InvariantCulture)));

    static Gen<string> Word(params string[] words) => Gen.Int[0, words.Length - 1].Select(at => words[at]);
}
