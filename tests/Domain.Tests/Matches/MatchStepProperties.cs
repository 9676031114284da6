using System.Text.Json;
using CsCheck;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;

namespace KaosNet.Domain.Tests.Matches;

public class MatchStepProperties
{
    static readonly Gen<string> Text = Gen.String[0, 40];
    static readonly Gen<byte[]> Bytes = Gen.Byte.Array[0, 80];
    static readonly Gen<long> Clock = Gen.Long[0, 4_000_000_000_000];

    // A session has one user, name and node, so they are made from its number.
    static readonly Gen<MatchPresence> Presence = Gen.Int[0, 6].Select(i => new MatchPresence("user" + i, "session" + i, "näme" + i, "node"));

    static readonly Gen<MatchPresence[]> Presences = Gen.Select(Presence, Gen.Enum<PresenceReason>())
        .Select((presence, reason) => presence with { Reason = reason }).Array[0, 5];

    static readonly Gen<MatchMessage[]> Messages =
        Gen.Select(Presence, Gen.Long, Bytes, Gen.Bool, Clock).Select((p, op, data, r, at) => new MatchMessage(p, op, data, r, at)).Array[0, 5];

    static readonly Gen<Dictionary<string, string>> Map = Gen.Dictionary(Text, Text)[0, 4];

    static readonly Gen<JoinRequest> Request =
        Gen.Select(Map, Map, Gen.Long, Text, Text).Select((metadata, vars, expiry, ip, port) => new JoinRequest(metadata, vars, expiry, ip, port));

    static readonly Gen<MatchStep> Step = Gen.OneOf<MatchStep>(
        Clock.Select(at => (MatchStep)new InitStep(at)),
        Gen.Select(Clock, Presence, Request).Select((at, p, r) => (MatchStep)new JoinAttemptStep(at, p, r)),
        Gen.Select(Clock, Presences).Select((at, p) => (MatchStep)new JoinStep(at, p)),
        Gen.Select(Clock, Presences).Select((at, p) => (MatchStep)new LeaveStep(at, p)),
        Gen.Select(Clock, Messages).Select((at, m) => (MatchStep)new LoopStep(at, m)),
        Gen.Select(Clock, Text).Select((at, data) => (MatchStep)new SignalStep(at, data)),
        Gen.Select(Clock, Gen.Int[0, 10_000]).Select((at, grace) => (MatchStep)new TerminateStep(at, grace)),
        Gen.Select(Text, Bytes).Select((function, answer) => (MatchStep)new EffectStep(function, answer, null)),
        Gen.Select(Text, Text).Select((function, text) => (MatchStep)new EffectStep(function, null, Fault.NotFound(text))),
        Gen.ULong.Select(hash => (MatchStep)new HashStep(hash)),
        Gen.Select(Clock, Clock, Text, Presences, Bytes).Select((at, began, label, members, state) => (MatchStep)new CodeChangeStep(at, began, label, members, state)),
        Gen.Int[0, 1_000_000].Select(calls => (MatchStep)new CutStep(calls)));

    [Fact]
    public void what_was_written_is_what_is_read() => Step.List[0, 30].Sample(steps =>
    {
        var writer = new MatchStepWriter();
        foreach (var step in steps) writer.Write(step);
        Spelled(MatchStepReader.Read(writer.Take())).ShouldBe(Spelled(steps));
    });

    [Fact]
    public void the_next_piece_can_be_read_without_the_one_before() => Gen.Select(Step.List[1, 10], Step.List[1, 10]).Sample((first, second) =>
    {
        var writer = new MatchStepWriter();
        foreach (var step in first) writer.Write(step);
        writer.Take();
        foreach (var step in second) writer.Write(step);
        Spelled(MatchStepReader.Read(writer.Take())).ShouldBe(Spelled(second));
    });

    [Fact]
    public void a_damaged_piece_is_refused_and_nothing_worse() => Gen.Select(Step.List[1, 10], Gen.Int[0, 10_000], Gen.Byte).Sample((steps, where, what) =>
    {
        var writer = new MatchStepWriter();
        foreach (var step in steps) writer.Write(step);
        var piece = writer.Take();
        piece[where % piece.Length] = what;
        try { MatchStepReader.Read(piece); }
        catch (FormatException) { }
    });

    static string Spelled(IEnumerable<MatchStep> steps) =>
        string.Join("\n", steps.Select(step => step.GetType().Name + JsonSerializer.Serialize(step, step.GetType(), Options)));

    static readonly JsonSerializerOptions Options = new() { Converters = { new SortedMap(), new Memory() } };

    sealed class Memory : System.Text.Json.Serialization.JsonConverter<ReadOnlyMemory<byte>>
    {
        public override ReadOnlyMemory<byte> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, ReadOnlyMemory<byte> value, JsonSerializerOptions options) => writer.WriteBase64StringValue(value.Span);
    }

    sealed class SortedMap : System.Text.Json.Serialization.JsonConverter<IReadOnlyDictionary<string, string>>
    {
        public override IReadOnlyDictionary<string, string> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.OrderBy(entry => entry.Key, StringComparer.Ordinal).ToArray(), JsonSerializerOptions.Default);
    }
}
