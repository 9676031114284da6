using CsCheck;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Storage;
using static KaosNet.Domain.Tests.Storage.Given;

namespace KaosNet.Domain.Tests.Storage;

public class ObjectKeySpecs
{
    static readonly Gen<string> Names = Gen.OneOf(
        Gen.String[Gen.Char["/%2F5-a\\é"], 1, 8],
        Gen.String[Gen.Char['\u0001', '\uD7FF'], 1, 128]);

    [Theory]
    [InlineData("bag", "coins", "object-bag/coins/")]
    [InlineData("a/b%", "c/d%", "object-a%2Fb%25/c/d%/")]
    public void streams_are_named_after_their_objects(string collection, string key, string name) =>
        new ObjectKey(collection, key, Ann).Stream.Key.ShouldBe(name + Ann);

    [Fact]
    public void any_names_make_a_stream_of_their_own_that_tells_them() => Gen.Select(Names, Names).Array[2].Sample(names =>
    {
        var (first, second) = (new ObjectKey(names[0].Item1, names[0].Item2, Ann), new ObjectKey(names[1].Item1, names[1].Item2, Ann));
        foreach (var key in new[] { first, second })
        {
            var state = (StoredObject)StoredObject.Kind.Initial(key.Stream.Id);
            (state.Collection, state.Key, state.OwnerId).ShouldBe((key.Collection, key.Key, key.OwnerId));
            EventCatalogue.Default.KindOf(key.Stream.Key).ShouldBe(StoredObject.Kind);
        }

        (first.Stream.Key == second.Stream.Key).ShouldBe(names[0] == names[1]);
        first.Equals(second).ShouldBe(names[0] == names[1]);
    });

    /// <summary>They are refused by their input alone: the store is not asked for streams that it cannot name.</summary>
    [Fact]
    public void names_that_cannot_be_stored_ask_for_no_stream()
    {
        foreach (var key in new[] { Key("a\0b"), Key(new string('k', 4000)), Key("a" + '\ud800'), new("", "k", Ann) })
        {
            new WriteStorageObjects([new(key, A1)]).Streams.ShouldAllBe(stream => stream.IsNew);
            new WriteStorageObjects([Write("fine", A1), new(key, A1)]).Streams.ShouldAllBe(stream => stream.IsNew);
            new DeleteStorageObjects([new(key)]).Streams.ShouldAllBe(stream => stream.IsNew);
        }
    }

    [Fact]
    public void an_event_is_about_the_owner()
    {
        StoredObject.Kind.About(Key("coins").Stream.Id, new StorageObjectDeleted()).ShouldBe([Ann]);
        StoredObject.Kind.About(Key("coins", ObjectKey.System).Stream.Id, new StorageObjectDeleted()).ShouldBeEmpty();
    }
}
