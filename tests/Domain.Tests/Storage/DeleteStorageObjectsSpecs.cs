using KaosNet.Domain.Kernel;
using KaosNet.Domain.Storage;
using static KaosNet.Domain.Tests.Storage.Given;

namespace KaosNet.Domain.Tests.Storage;

/// <summary>Parity section 8.5.</summary>
public class DeleteStorageObjectsSpecs
{
    const string Rejected = "Storage delete rejected - not found, version check failed, or permission denied.";

    [Theory]
    [InlineData("")]
    [InlineData(HashOfA1)]
    public void an_object_is_deleted(string version) => Stored("coins")
        .When(Of(new ObjectDeletion(Key("coins"), version)))
        .Then(new StorageObjectDeleted())
        .ThenState(Key("coins").Stream, stored => (stored.Exists, stored.Value, stored.Revision).ShouldBe((false, "", 2)));

    [Theory]
    [InlineData("", 0)]
    [InlineData("0123", 1)]
    [InlineData("*", 1)]
    public void a_client_is_held_to_permission_and_version(string version, int write) => Stored("coins", write: write)
        .When(Of(new ObjectDeletion(Key("coins"), version))).ThenRefused(FaultCode.InvalidArgument, Rejected);

    [Fact]
    public void a_client_deletes_no_objects_but_its_own() => Specification.Given(Key("k", Bob).Stream, Written(A1))
        .When(Of(new ObjectDeletion(Key("k", Bob)))).ThenRefused(FaultCode.InvalidArgument, Rejected);

    [Fact]
    public void a_client_cannot_delete_what_is_not_there() => Specification.GivenNothing()
        .When(Of(new ObjectDeletion(Key("coins")))).ThenRefused(FaultCode.InvalidArgument, Rejected);

    [Fact]
    public void a_client_cannot_delete_twice()
    {
        Stored("coins").When(Of(new ObjectDeletion(Key("coins")))).After
            .When(Of(new ObjectDeletion(Key("coins")))).ThenRefused(FaultCode.InvalidArgument, Rejected);
        Stored("coins").When(Of(new ObjectDeletion(Key("coins")), new ObjectDeletion(Key("coins")))).ThenRefused(FaultCode.InvalidArgument, Rejected);
    }

    [Fact]
    public void a_batch_is_all_or_nothing() => Stored("a").And(Key("b").Stream, Written(A1, write: 0))
        .When(Of(new ObjectDeletion(Key("a")), new ObjectDeletion(Key("b")))).ThenRefused(FaultCode.InvalidArgument, Rejected);

    [Fact]
    public void server_code_deletes_whatever_the_permission_and_as_often_as_it_likes()
    {
        Stored("coins", write: 0).When(Of(new ObjectDeletion(Key("coins"))), Script).Then(new StorageObjectDeleted()).After
            .When(Of(new ObjectDeletion(Key("coins")), new ObjectDeletion(Key("coins", Bob))), Script).ThenNothing();
    }

    [Fact]
    public void server_code_that_names_a_version_is_held_to_it()
    {
        Stored("coins").When(Of(new ObjectDeletion(Key("coins"), "0123")), Script).ThenRefused(FaultCode.InvalidArgument, Rejected);
        Specification.GivenNothing().When(Of(new ObjectDeletion(Key("coins"), HashOfA1)), Script).ThenRefused(FaultCode.InvalidArgument, Rejected);
    }

    [Theory]
    [InlineData("", "k")]
    [InlineData("c", "")]
    public void names_must_be_set(string collection, string key) => Specification.GivenNothing()
        .When(Of(new ObjectDeletion(new(collection, key, Ann))))
        .ThenRefused(FaultCode.InvalidArgument, "Invalid collection or key value supplied. They must be set.");

    [Fact]
    public void a_batch_has_an_end() => Specification.GivenNothing()
        .When(Of([.. Enumerable.Range(0, Limits.BatchMax + 1).Select(number => new ObjectDeletion(Key("k" + number)))]), Script)
        .ThenRefused(FaultCode.InvalidArgument, StorageFaults.BatchTooLong.Message);

    [Fact]
    public void writing_after_a_deletion_begins_a_new_object() => Stored("coins").When(Of(new ObjectDeletion(Key("coins")))).After
        .When(new WriteStorageObjects([Write("coins", A1, "*")]), now: Later)
        .ThenAnswers(written => (written[0].CreateTime, written[0].Revision).ShouldBe((Later, 3)));

    static DeleteStorageObjects Of(params ObjectDeletion[] deletions) => new(deletions);
}
