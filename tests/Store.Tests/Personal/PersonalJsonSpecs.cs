using KaosNet.Domain.Kernel;
using KaosNet.Store.Personal;

namespace KaosNet.Store.Tests.Personal;

/// <summary>What stands in an event for what nobody can read any more, whatever its record looks like.</summary>
public sealed class PersonalJsonSpecs
{
    [Fact]
    public void members_of_a_type_itself_are_none_of_its_records()
    {
        PersonalJson.Placeholders(typeof(Letter)).ToJsonString().ShouldBe("""{"text":"","greeting":{"words":"hello"}}""");
        PersonalJson.Holds(typeof(Letter)).ShouldBeTrue();
        PersonalJson.IsNested(typeof(Letter)).ShouldBeTrue();
        PersonalJson.IsNested(typeof(Greeting)).ShouldBeFalse();
        PersonalJson.Holds(typeof(Stamp)).ShouldBeFalse();
        PersonalJson.Placeholders(typeof(Stamp)).ShouldBeEmpty();
    }

    [Fact]
    public void records_that_lead_back_to_each_other_end_there()
    {
        PersonalJson.Holds(typeof(Parcel)).ShouldBeTrue();
        PersonalJson.Holds(typeof(Box)).ShouldBeTrue();
        PersonalJson.Placeholders(typeof(Parcel)).ToJsonString().ShouldBe("""{"label":"","outside":{}}""");
        PersonalJson.Placeholders(typeof(Box)).ToJsonString().ShouldBe("""{"inside":{"label":""}}""");
    }

    sealed record Letter([property: Personal] string Text, Greeting? Greeting, long Number)
    {
        public static Letter Empty { get; } = new("", Usual, 0);

        public static Greeting Usual => new("hello", null);
    }

    sealed record Greeting([property: Personal("hello")] string Words, [property: Personal] string? Name)
    {
        public static Greeting None => new("", null);
    }

    sealed record Stamp(long Number)
    {
        public static Stamp First => new(1);

        public static Greeting OnIt => Letter.Usual;
    }

    sealed record Parcel([property: Personal] string Label, Box? Outside, Parcel? Beside);

    sealed record Box(Parcel? Inside);
}
