using KaosNet.Domain.Kernel;
using KaosNet.Domain.Storage;
using static KaosNet.Domain.Tests.Storage.Given;

namespace KaosNet.Domain.Tests.Storage;

/// <summary>Parity sections 8.2 and 8.3.</summary>
public class WriteStorageObjectsSpecs
{
    const string VersionRejected = "Storage write rejected - version check failed.";
    const string PermissionRejected = "Storage write rejected - permission denied.";

    [Fact]
    public void a_first_write_creates() => Specification.GivenNothing()
        .When(Of(Write("coins", """{"b":1,"a":2}""", read: 2, write: 0)))
        .Then(new StorageObjectWritten("""{"b":1,"a":2}""", Write("x", """{"b":1,"a":2}""").Hash, 2, 0))
        .ThenAnswers(written =>
        {
            var stored = written.ShouldHaveSingleItem();
            (stored.Collection, stored.Key, stored.OwnerId, stored.Exists).ShouldBe(("bag", "coins", Ann, true));
            (stored.Value, stored.PermissionRead, stored.PermissionWrite).ShouldBe(("""{"a": 2, "b": 1}""", 2, 0));
            (stored.CreateTime, stored.UpdateTime, stored.Revision).ShouldBe((Specification.Now, Specification.Now, 1));
        });

    [Fact]
    public void the_version_is_the_md5_of_the_submitted_text() => Write("coins", A1).Hash.ShouldBe(HashOfA1);

    /// <summary>The table of section 8.3, row by row: what is there, the version sent, what comes of it.</summary>
    [Theory]
    [InlineData("", null, true, null)]
    [InlineData("*", null, true, null)]
    [InlineData(HashOfA1, null, false, VersionRejected)]
    [InlineData("", 1, true, null)]
    [InlineData("*", 1, false, VersionRejected)]
    [InlineData(HashOfA1, 1, true, null)]
    [InlineData("0123", 1, false, VersionRejected)]
    [InlineData("", 0, false, PermissionRejected)]
    [InlineData("*", 0, false, VersionRejected)]
    [InlineData(HashOfA1, 0, false, PermissionRejected)]
    [InlineData("0123", 0, false, PermissionRejected)]
    public void the_table_of_versions(string version, int? writePermission, bool isWritten, string? refusal)
    {
        var world = writePermission is { } write ? Stored("coins", write: write) : Specification.GivenNothing();
        var outcome = world.When(Of(Write("coins", A2, version)), now: Later);
        if (isWritten) outcome.Then(Written(A2));
        else outcome.ThenRefused(FaultCode.InvalidArgument, refusal!);
    }

    [Theory]
    [InlineData("", 1, true, null)]
    [InlineData("", 0, true, null)]
    [InlineData("*", 0, false, VersionRejected)]
    [InlineData(HashOfA1, 0, true, null)]
    [InlineData("0123", 0, false, VersionRejected)]
    public void server_code_needs_no_permission(string version, int writePermission, bool isWritten, string? refusal)
    {
        var outcome = Stored("coins", write: writePermission).When(Of(Write("coins", A2, version)), Script, Later);
        if (isWritten) outcome.Then(Written(A2));
        else outcome.ThenRefused(FaultCode.InvalidArgument, refusal!);
    }

    [Fact]
    public void an_overwrite_keeps_the_creation_and_takes_the_new_permissions() => Stored("coins", read: 2)
        .When(Of(Write("coins", A2)), now: Later)
        .ThenState(Key("coins").Stream, stored =>
        {
            (stored.Value, stored.Version, stored.PermissionRead, stored.PermissionWrite).ShouldBe(("""{"a": 2}""", HashOfA2, 1, 1));
            (stored.CreateTime, stored.UpdateTime, stored.Revision).ShouldBe((Specification.Now, Later, 2));
        });

    [Fact]
    public void writing_the_same_again_changes_nothing() => Stored("coins")
        .When(Of(Write("coins", A1)), now: Later)
        .ThenNothing()
        .ThenAnswers(written => (written[0].Version, written[0].UpdateTime).ShouldBe((HashOfA1, Specification.Now)));

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 0)]
    public void other_permissions_are_a_change(int read, int write) => Stored("coins")
        .When(Of(Write("coins", A1, read: read, write: write)), now: Later)
        .Then(Written(A1, read, write))
        .ThenAnswers(written => written[0].UpdateTime.ShouldBe(Later));

    [Fact]
    public void naming_the_version_writes_even_the_same() => Stored("coins")
        .When(Of(Write("coins", A1, HashOfA1)), now: Later)
        .Then(Written(A1))
        .ThenAnswers(written => written[0].UpdateTime.ShouldBe(Later));

    [Theory]
    [InlineData("", "k", A1, 1, 1, "Invalid collection or key value supplied. They must be set.")]
    [InlineData("c", "", A1, 1, 1, "Invalid collection or key value supplied. They must be set.")]
    [InlineData("c", "k", "", 1, 1, "Invalid collection or key value supplied. They must be set.")]
    [InlineData("c", "k", A1, -1, 1, "Invalid Read permission supplied. It must be either 0, 1 or 2.")]
    [InlineData("c", "k", A1, 3, 5, "Invalid Read permission supplied. It must be either 0, 1 or 2.")]
    [InlineData("c", "k", A1, 1, -1, "Invalid Write permission supplied. It must be either 0 or 1.")]
    [InlineData("c", "k", "[]", 1, 2, "Invalid Write permission supplied. It must be either 0 or 1.")]
    [InlineData("c", "k", "[]", 1, 1, "Value must be a JSON object.")]
    [InlineData("c", "k", "{", 1, 1, "Value must be a JSON object.")]
    [InlineData("c", "k", "null", 1, 1, "Value must be a JSON object.")]
    public void bad_input_is_refused_as_clients_know_it(string collection, string key, string value, int read, int write, string refusal) =>
        Specification.GivenNothing()
            .When(Of(Write("fine", A1), new ObjectWrite(new(collection, key, Ann), value) { PermissionRead = read, PermissionWrite = write }))
            .ThenRefused(FaultCode.InvalidArgument, refusal);

    [Fact]
    public void bad_input_is_refused_before_anything_is_rejected() => Stored("a")
        .When(Of(Write("a", A1, "*"), Write("b", "[]")))
        .ThenRefused(FaultCode.InvalidArgument, "Value must be a JSON object.");

    [Theory]
    [InlineData("{\"a\":\"\\u0000\"}")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"a\":1e200000}")]
    public void a_value_that_no_store_takes_is_bad_input(string value) => Specification.GivenNothing()
        .When(Of(Write("coins", value))).ThenRefused(FaultCode.InvalidArgument, StorageFaults.ValueNotStorable.Message);

    [Fact]
    public void names_have_at_most_128_characters()
    {
        Specification.GivenNothing().When(Of(Write(new string('k', 128), A1))).Then(Written(A1));
        Specification.GivenNothing().When(Of(Write(string.Concat(Enumerable.Repeat("\U0001F600", 128)), A1))).Then(Written(A1));
        Specification.GivenNothing().When(Of(Write(string.Concat(Enumerable.Repeat("\U0001F600", 129)), A1)))
            .ThenRefused(FaultCode.InvalidArgument, StorageFaults.NameNotStorable.Message);
        Specification.GivenNothing().When(Of(Write(new string('k', 129), A1)))
            .ThenRefused(FaultCode.InvalidArgument, StorageFaults.NameNotStorable.Message);
        Specification.GivenNothing().When(Of(new ObjectWrite(new(new string('c', 129), "k", Ann), A1)))
            .ThenRefused(FaultCode.InvalidArgument, StorageFaults.NameNotStorable.Message);
    }

    [Fact]
    public void names_are_text_that_can_be_stored()
    {
        Specification.GivenNothing().When(Of(Write("a\0b", A1))).ThenRefused(FaultCode.InvalidArgument, StorageFaults.NameNotStorable.Message);
        Specification.GivenNothing().When(Of(Write("é\0", A1))).ThenRefused(FaultCode.InvalidArgument, StorageFaults.NameNotStorable.Message);
        Specification.GivenNothing().When(Of(Write("a" + '\ud800', A1))).ThenRefused(FaultCode.InvalidArgument, StorageFaults.NameNotStorable.Message);
    }

    [Fact]
    public void a_value_and_a_batch_have_an_end()
    {
        var value = "{\"a\":\"" + new string('x', Limits.ValueLengthMax - 8) + "\"}";
        Specification.GivenNothing().When(Of(Write("k", value))).Then(Written(value));
        Specification.GivenNothing().When(Of(Write("k", value + " "))).ThenRefused(FaultCode.InvalidArgument, StorageFaults.ValueTooLong.Message);
        var many = Enumerable.Range(0, Limits.BatchMax + 1).Select(number => Write("k" + number, A1)).ToArray();
        Specification.GivenNothing().When(Of(many[1..])).Result.Count.ShouldBe(Limits.BatchMax);
        Specification.GivenNothing().When(Of(many)).ThenRefused(FaultCode.InvalidArgument, StorageFaults.BatchTooLong.Message);
    }

    [Fact]
    public void server_code_may_store_any_permission() => Specification.GivenNothing()
        .When(Of(Write("coins", A1, read: 5, write: -3)), Script).Then(Written(A1, 5, -3));

    [Fact]
    public void an_owner_has_one_spelling() => Specification.GivenNothing()
        .When(Of(new ObjectWrite(new("bag", "coins", Ann.ToUpperInvariant()), A1)), Script)
        .ThenRefused(FaultCode.InvalidArgument, "Invalid user ID - make sure user ID is a valid UUID.");

    [Fact]
    public void a_batch_is_applied_by_key_and_answered_as_it_was_asked() => Stored("b")
        .When(Of(Write("c", A1), Write("b", A2), Write("a", A1)), now: Later)
        .Then(Written(A1), Written(A2), Written(A1))
        .ThenIn(Key("b").Stream, Written(A2))
        .ThenAnswers(written => written.Select(stored => (stored.Key, stored.CreateTime))
            .ShouldBe([("c", Later), ("b", Specification.Now), ("a", Later)]));

    [Fact]
    public void the_first_rejection_in_the_order_of_keys_wins_and_undoes_all() => Stored("a", write: 0).And(Key("b").Stream, Written(A1))
        .When(Of(Write("b", A2, "*"), Write("0", A1), Write("a", A2)))
        .ThenRefused(FaultCode.InvalidArgument, PermissionRejected);

    [Fact]
    public void one_key_twice_is_applied_in_order() => Specification.GivenNothing()
        .When(Of(Write("coins", A1, "*"), Write("coins", A2, HashOfA1), Write("coins", A2)))
        .Then(Written(A1), Written(A2))
        .ThenAnswers(written => written.Select(stored => stored.Version).ShouldBe([HashOfA1, HashOfA2, HashOfA2]))
        .ThenState(Key("coins").Stream, stored => (stored.Value, stored.Revision).ShouldBe(("""{"a": 2}""", 2)));

    [Fact]
    public void only_if_absent_twice_in_one_call_fails() => Specification.GivenNothing()
        .When(Of(Write("coins", A1, "*"), Write("coins", A2, "*"))).ThenRefused(FaultCode.InvalidArgument, VersionRejected);

    [Fact]
    public void a_client_writes_no_objects_but_its_own() => Specification.GivenNothing()
        .When(Of(new ObjectWrite(Key("k", Bob), A1))).ThenRefused(FaultCode.InvalidArgument, PermissionRejected);

    [Fact]
    public void objects_of_several_owners_are_written_as_one() => Specification.GivenNothing()
        .When(Of(new ObjectWrite(Key("k", Bob), A1), new ObjectWrite(Key("k", ObjectKey.System), A1), new ObjectWrite(Key("k"), A1)), Script)
        .ThenIn(Key("k", ObjectKey.System).Stream, Written(A1))
        .ThenAnswers(written => written.Select(stored => stored.OwnerId).ShouldBe([Bob, ObjectKey.System, Ann]));

    static WriteStorageObjects Of(params ObjectWrite[] writes) => new(writes);
}
