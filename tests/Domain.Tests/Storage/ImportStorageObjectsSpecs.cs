using KaosNet.Domain.Kernel;
using KaosNet.Domain.Storage;
using static KaosNet.Domain.Tests.Storage.Given;

namespace KaosNet.Domain.Tests.Storage;

/// <summary>Objects out of documents (parity console-infra.md, import).</summary>
public class ImportStorageObjectsSpecs
{
    static readonly DateTimeOffset Earlier = Specification.Now.AddYears(-1);

    [Fact]
    public void an_object_comes_with_its_version_and_times() => Specification.GivenNothing()
        .When(new ImportStorageObjects([new(Write("sword", A2, version: HashOfA1, read: 2, write: 0), Earlier, Earlier.AddDays(1))], []))
        .Then(new StorageObjectImported(A2, HashOfA1, 2, 0, Earlier, Earlier.AddDays(1)))
        .ThenState(Key("sword").Stream, stored =>
        {
            (stored.Exists, stored.Value, stored.Version, stored.PermissionRead, stored.PermissionWrite).ShouldBe((true, """{"a": 2}""", HashOfA1, 2, 0));
            (stored.CreateTime, stored.UpdateTime, stored.Revision).ShouldBe((Earlier, Earlier.AddDays(1), 1));
        });

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("BB6CB5C68DF4652941CAF652A366F2D8")]
    [InlineData("\0")]
    public void what_is_no_version_is_made_of_the_value(string version) => Specification.GivenNothing()
        .When(new ImportStorageObjects([new(Write("sword", A2, version))], []))
        .Then(new StorageObjectImported(A2, HashOfA2, 1, 1, Specification.Now, Specification.Now));

    [Fact]
    public void what_was_there_gives_way() => Stored("sword").And(Key("bow").Stream, Written(A1))
        .When(new ImportStorageObjects([new(Write("sword", A2))], [Key("sword"), Key("bow"), Key("gone")]))
        .Then(new StorageObjectDeleted(), new StorageObjectImported(A2, HashOfA2, 1, 1, Specification.Now, Specification.Now));

    [Fact]
    public void nothing_may_take_the_place_of_all() => Stored("sword").When(new ImportStorageObjects([], [Key("sword")])).Then(new StorageObjectDeleted());

    [Fact]
    public void what_cannot_be_stored_is_refused()
    {
        Specification.GivenNothing().When(new ImportStorageObjects([new(Write("sword", "[]"))], [])).ThenRefused(FaultCode.InvalidArgument, "Value must be a JSON object.");
        Specification.GivenNothing().When(new ImportStorageObjects([new(Write("", A1))], []))
            .ThenRefused(FaultCode.InvalidArgument, "Invalid collection or key value supplied. They must be set.");
        var many = Enumerable.Range(0, ImportStorageObjects.ObjectsMax + 1).ToList();
        Specification.GivenNothing().When(new ImportStorageObjects([.. many.Select(i => new ObjectImport(Write($"key{i}", A1)))], []))
            .ThenRefused(FaultCode.ResourceExhausted, "At most 2000 storage objects can be imported or replaced.");
        Specification.GivenNothing().When(new ImportStorageObjects([], [.. many.Select(i => Key($"key{i}"))]))
            .ThenRefused(FaultCode.ResourceExhausted, "At most 2000 storage objects can be imported or replaced.");
    }
}
