using System.Runtime.CompilerServices;
using System.Text.Json;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Tests.Catalogue;

/// <summary>
/// Events are for ever: beside this file lies an approved JSON for each shape that one ever had. A new or altered shape fails until its file is written on purpose, by
/// running the tests with <c>KAOS_APPROVE=1</c>; older ones stay and are read in every run (docs/concepts/event-shapes.md).
/// </summary>
public sealed class EventCatalogueSpecs
{
    static readonly EventCorpus Corpus = new(FolderOfThisFile(), EventCatalogue.Default, Environment.GetEnvironmentVariable("KAOS_APPROVE") == "1");

    public static TheoryData<string> EventNames => [.. EventCatalogue.Default.EventTypes.Keys.Order(StringComparer.Ordinal)];

    public static TheoryData<string> Prefixes => [.. EventCatalogue.Default.Kinds.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(EventNames))]
    public void an_event_is_spelled_as_approved(string name) => Corpus.ComplaintOfEvent(name).ShouldBeNull();

    [Fact]
    public void every_shape_that_was_ever_stored_is_read_without_loss() =>
        Corpus.Files.Select(Corpus.ComplaintOfFile).Where(complaint => complaint is not null).ShouldBeEmpty();

    [Fact]
    public void no_stored_shape_is_altered_or_removed() => Corpus.ComplaintOfRegister().ShouldBeNull();

    [Theory]
    [MemberData(nameof(EventNames))]
    public void an_event_reads_back_as_it_was_written(string name)
    {
        var type = EventCatalogue.Default.EventTypes[name];
        for (var seed = 1UL; seed <= 50; seed++) RoundTrips(new Samples(seed).Of(type), type);
    }

    [Theory]
    [MemberData(nameof(EventNames))]
    public void an_event_is_a_sealed_record_named_in_the_past_and_in_lower_snake_case(string name)
    {
        var type = EventCatalogue.Default.EventTypes[name];
        type.IsSealed.ShouldBeTrue();
        name.ShouldMatch("^[a-z][a-z0-9]*(_[a-z0-9]+)*$");
        FloatProperty(type).ShouldBeNull("a number that may stand for money or order must be exact");
    }

    [Theory]
    [MemberData(nameof(Prefixes))]
    public void evolve_never_throws_and_never_forgets_the_state(string prefix)
    {
        var kind = EventCatalogue.Default.Kinds[prefix];
        var events = EventCatalogue.EventsOf(kind).ToArray();
        events.ShouldNotBeEmpty();
        CsCheck.Check.Sample(CsCheck.Gen.ULong, seed =>
        {
            var (samples, dice) = (new Samples(seed), new Dice(seed));
            var at = Specification.Now;
            var state = kind.Initial(IdIn(samples));
            for (var length = dice.Roll(12); length >= 0; length--)
            {
                at = at.AddSeconds(dice.Roll(100_000));
                state = kind.Evolve(state, samples.Of(events[dice.Roll(events.Length)]), at);
                state.ShouldNotBeNull();
                state.ShouldBeAssignableTo(kind.StateType);
            }
        }, iter: 300, threads: 1);
    }

    [Theory]
    [MemberData(nameof(Prefixes))]
    public void a_snapshot_reads_back_as_it_was_written(string prefix)
    {
        var kind = EventCatalogue.Default.Kinds[prefix];
        if (kind.SnapshotEvery > 0) SnapshotRoundTrip.Check(kind);
    }

    [Theory]
    [MemberData(nameof(Prefixes))]
    public void a_kind_of_stream_has_a_plain_prefix(string prefix) => prefix.ShouldMatch("^[a-z]+$");

    static string IdIn(Samples samples) => samples.Of(typeof(Guid)) + "/" + samples.Of(typeof(Guid)) + "/" + samples.Of(typeof(Guid));

    static void RoundTrips(object value, Type type)
    {
        var spelled = JsonSerializer.Serialize(value, type, EventJson.Options);
        JsonSerializer.Serialize(JsonSerializer.Deserialize(spelled, type, EventJson.Options), type, EventJson.Options).ShouldBe(spelled);
    }

    static string? FloatProperty(Type type) =>
        type.GetProperties().FirstOrDefault(property => property.PropertyType == typeof(float) || property.PropertyType == typeof(double))?.Name;

    static string FolderOfThisFile([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
