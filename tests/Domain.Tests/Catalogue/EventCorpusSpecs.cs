using System.Text.Json.Nodes;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Tests.Catalogue;

/// <summary>That the net holds: a parcel's events are released, changed in all the ways in which developers change events, and the corpus says so.</summary>
public sealed class EventCorpusSpecs : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("kaos-corpus-").FullName;

    public EventCorpusSpecs() => Approve<First.ParcelEvent>();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void what_is_released_and_did_not_change_is_fine() => ComplaintsOf<First.ParcelEvent>().ShouldBeEmpty();

    [Fact]
    public void a_new_optional_member_needs_approval_and_the_old_shape_stays()
    {
        ComplaintsOf<Widened.ParcelEvent>().ShouldHaveSingleItem().ShouldStartWith("parcel_weighed changed its shape");
        Approve<Widened.ParcelEvent>();
        ComplaintsOf<Widened.ParcelEvent>().ShouldBeEmpty();
        CorpusOf<Widened.ParcelEvent>().Files.ShouldBe(["parcel_weighed.json", "parcel_weighed.v2.json"]);
    }

    [Fact]
    public void a_member_that_is_removed_is_a_fault_also_when_the_new_shape_is_approved()
    {
        Approve<Narrowed.ParcelEvent>();
        ComplaintsOf<Narrowed.ParcelEvent>().ShouldHaveSingleItem().ShouldStartWith("parcel_weighed.json: by is lost in reading.");
    }

    [Fact]
    public void a_member_that_changes_its_type_is_a_fault_also_when_the_new_shape_is_approved()
    {
        Approve<Retyped.ParcelEvent>();
        ComplaintsOf<Retyped.ParcelEvent>().ShouldHaveSingleItem().ShouldStartWith("parcel_weighed.json cannot be read any more");
    }

    [Fact]
    public void a_renamed_event_is_a_fault_until_it_is_said_what_became_of_it()
    {
        Approve<Renamed.ParcelEvent>();
        ComplaintsOf<Renamed.ParcelEvent>().ShouldHaveSingleItem().ShouldStartWith("parcel_weighed was removed or renamed");
        ComplaintsOf<Renamed.ParcelEvent>(new Upcast("parcel_weighed", "parcel_put_on_scales")).ShouldBeEmpty();
    }

    [Fact]
    public void a_new_shape_under_a_new_name_shows_what_the_old_one_is_read_as()
    {
        var inKilograms = new Upcast("parcel_weighed", "parcel_weighed_2", members => new JsonObject
        {
            ["kilograms"] = (members["grams"]!.GetValue<long>() / 1000).ToString(System.Globalization.CultureInfo.InvariantCulture),
        });
        Approve<Reshaped.ParcelEvent>(inKilograms);
        ComplaintsOf<Reshaped.ParcelEvent>(inKilograms).ShouldBeEmpty();
        JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, "today", "parcel_weighed.json")))!.AsObject().Select(member => member.Key).ShouldBe(["kilograms"]);

        var wrong = inKilograms with { Reshape = _ => new() { ["kilograms"] = "0" } };
        ComplaintsOf<Reshaped.ParcelEvent>(wrong).ShouldHaveSingleItem().ShouldStartWith("parcel_weighed.json is read in another way than before");
    }

    [Fact]
    public void a_released_file_that_is_edited_or_deleted_is_a_fault_also_while_approving()
    {
        var file = Path.Combine(_folder, "parcel_weighed.json");
        var released = File.ReadAllText(file);
        File.WriteAllText(file, released.Replace("grams", "g"));
        CorpusOf<First.ParcelEvent>(isApproving: true).ComplaintOfRegister().ShouldStartWith("parcel_weighed.json was altered");
        File.Delete(file);
        CorpusOf<First.ParcelEvent>(isApproving: true).ComplaintOfRegister().ShouldStartWith("parcel_weighed.json is gone");
    }

    [Fact]
    public void a_fold_that_throws_on_an_old_event_is_a_fault() =>
        ComplaintsOf<First.ParcelEvent>((_, _) => throw new InvalidOperationException("No scales.")).ShouldHaveSingleItem().ShouldContain("No scales.");

    void Approve<TEvent>(params Upcast[] upcasts)
        where TEvent : class
    {
        var corpus = CorpusOf<TEvent>(isApproving: true, upcasts: upcasts);
        foreach (var name in NamesOf<TEvent>()) corpus.ComplaintOfEvent(name).ShouldBeNull();
        foreach (var file in corpus.Files) corpus.ComplaintOfFile(file);
    }

    List<string> ComplaintsOf<TEvent>(params Upcast[] upcasts)
        where TEvent : class => ComplaintsOf<TEvent>((state, _) => state, upcasts);

    List<string> ComplaintsOf<TEvent>(Func<object, TEvent, object> evolve, params Upcast[] upcasts)
        where TEvent : class
    {
        var corpus = CorpusOf(isApproving: false, evolve, upcasts);
        return [.. NamesOf<TEvent>().Select(corpus.ComplaintOfEvent).Concat(corpus.Files.Select(corpus.ComplaintOfFile)).Append(corpus.ComplaintOfRegister()).OfType<string>()];
    }

    EventCorpus CorpusOf<TEvent>(bool isApproving = false, Func<object, TEvent, object>? evolve = null, params Upcast[] upcasts)
        where TEvent : class => new(_folder, new([KindOf(evolve ?? ((state, _) => state))], upcasts), isApproving);

    static IEnumerable<string> NamesOf<TEvent>()
        where TEvent : class => EventCatalogue.EventsOf(KindOf<TEvent>((state, _) => state)).Select(EventCatalogue.NameOf);

    static StreamKind<object, TEvent> KindOf<TEvent>(Func<object, TEvent, object> evolve)
        where TEvent : class => new("parcel", _ => "parcel", (state, happened, _) => evolve(state, happened));

    static class First
    {
        public abstract record ParcelEvent;

        [EventName("parcel_weighed")]
        sealed record ParcelWeighed(long Grams, string? By = null) : ParcelEvent;
    }

    static class Widened
    {
        public abstract record ParcelEvent;

        [EventName("parcel_weighed")]
        sealed record ParcelWeighed(long Grams, string? By = null, string? Scales = null) : ParcelEvent;
    }

    static class Narrowed
    {
        public abstract record ParcelEvent;

        [EventName("parcel_weighed")]
        sealed record ParcelWeighed(long Grams) : ParcelEvent;
    }

    static class Retyped
    {
        public abstract record ParcelEvent;

        [EventName("parcel_weighed")]
        sealed record ParcelWeighed(string Grams, string? By = null) : ParcelEvent;
    }

    static class Renamed
    {
        public abstract record ParcelEvent;

        [EventName("parcel_put_on_scales")]
        sealed record ParcelPutOnScales(long Grams, string? By = null) : ParcelEvent;
    }

    static class Reshaped
    {
        public abstract record ParcelEvent;

        [EventName("parcel_weighed_2")]
        sealed record ParcelWeighed(string Kilograms) : ParcelEvent;
    }
}
