using CsCheck;
using KaosNet.Store.Chain;
using KaosNet.Tests.Support;
using Npgsql;

namespace KaosNet.Store.Tests.Chain;

/// <summary>The hash of an event as it is written is the hash of what a real PostgreSQL gives back, whatever it holds.</summary>
public sealed class StoredJsonProperties(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    static readonly string[] Words =
    [
        "a", "zz", "é", "語", "\U0001F600", "\uFFFD", " ", "/", "<", "+", "'", "\u007f", "\u0080", "\u00a0", "\u2028", "\\", "\\u0041", "\"", "\": \"", ", ", "\n", "\t\r", "\u0001", "\b\f",
    ];

    static readonly Gen<string> Texts = Gen.OneOf(
            Gen.Int[0, Words.Length - 1].Select(at => Words[at]),
            Gen.String[Gen.Char[' ', '~'], 0, 12])
        .Array[0, 5].Select(string.Concat);

    static readonly Gen<Plain> Plains = Gen.Select(
        Gen.Long, Texts, Texts.Null(), Gen.Guid, Gen.Bool, Gen.DateTimeOffset, Texts.Array[0, 3], Gen.Byte.Array[0, 9],
        (number, text, other, id, isSo, at, list, bytes) => new Plain(number, text, other, id, isSo, at, Kind.TwoWords, list, bytes));

    static readonly Gen<Nested> Nesteds = Gen.Select(
        Plains, Plains.Array[0, 3], Gen.Double, Gen.Decimal, Gen.Dictionary(Texts, Gen.Int)[0, 4],
        (one, more, real, exact, words) => new Nested(one, more, double.IsFinite(real) ? real : -0.0, exact, words));

    [Fact]
    public void what_has_no_fractions_and_no_dictionaries_is_plain()
    {
        StoredJson.IsPlain(StoredJson.Options.GetTypeInfo(typeof(Plain))).ShouldBeTrue();
        StoredJson.IsPlain(StoredJson.Options.GetTypeInfo(typeof(Nested))).ShouldBeFalse();
    }

    [Fact]
    public Task plain_events_are_hashed_as_they_are_read() => Same(Plains, isPlain: true);

    [Fact]
    public Task all_others_are_too() => Same(Nesteds, isPlain: false);

    async Task Same<T>(Gen<T> values, bool isPlain)
    {
        await values.Array[100].SampleAsync(
            async samples =>
            {
                var written = samples.Select(sample => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(sample, StoredJson.Options)).ToArray();
                await using var command = postgres.Source.CreateCommand("select array(select j::text from unnest($1) with ordinality as u(j, n) order by n)");
                command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = written, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Jsonb });
                var stored = (string[])(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
                for (var i = 0; i < written.Length; i++) Hash(content => content.AddWritten(written[i], isPlain)).ShouldBe(Hash(content => content.AddStored(System.Text.Encoding.UTF8.GetBytes(stored[i]))), customMessage: stored[i]);
            },
            iter: 20,
            threads: 1);
    }

    static byte[] Hash(Action<EventContent> add)
    {
        var content = new EventContent();
        content.Begin([], Guid.Empty, 1, 1);
        add(content);
        return content.Hash();
    }

    public enum Kind
    {
        One,
        TwoWords,
    }

    public sealed record Plain(long Number, string Text, string? Other, Guid Id, bool IsSo, DateTimeOffset At, Kind Kind, string[] ListOfTexts, byte[] Bytes);

    public sealed record Nested(Plain One, Plain[] More, double Real, decimal Exact, Dictionary<string, int> Words);
}
