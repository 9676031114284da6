using System.Text.Json;
using Nakama;

namespace KaosNet.Compat.Tests.Clients;

/// <summary>Stored objects through the official .NET client, unmodified.</summary>
public sealed class DotNetStorageSpecs(CompatServer compat)
{
    readonly Client client = new("http", "127.0.0.1", compat.Server.Port, "defaultkey");

    [Fact]
    public async Task objects_are_written_read_and_deleted()
    {
        var session = await SignIn();
        var acks = await client.WriteStorageObjectsAsync(session,
        [
            new WriteStorageObject { Collection = "bag", Key = "b/1", Value = """{"b":1,"a":2}""", PermissionRead = 2, PermissionWrite = 1 },
            new WriteStorageObject { Collection = "bag", Key = "a", Value = "{}", PermissionRead = 1, PermissionWrite = 1 },
        ]);
        acks.Acks.Select(ack => ack.Key).ShouldBe(["b/1", "a"]);
        var read = await client.ReadStorageObjectsAsync(session,
        [
            new StorageObjectId { Collection = "bag", Key = "b/1", UserId = session.UserId }, new StorageObjectId { Collection = "bag", Key = "none", UserId = session.UserId },
        ]);
        var stored = read.Objects.ShouldHaveSingleItem();
        (stored.Value, stored.Version, stored.PermissionRead, stored.PermissionWrite).ShouldBe(("""{"a": 2, "b": 1}""", acks.Acks.First().Version, 2, 1));

        await client.DeleteStorageObjectsAsync(session, [new StorageObjectId { Collection = "bag", Key = "b/1", Version = stored.Version }]);
        (await client.ReadStorageObjectsAsync(session, [new StorageObjectId { Collection = "bag", Key = "b/1", UserId = session.UserId }])).Objects.ShouldBeEmpty();
    }

    [Fact]
    public async Task the_rejections_of_the_smoke_list()
    {
        var session = await SignIn();
        await Write(session, new WriteStorageObject { Collection = "bag", Key = "k", Value = "{}", PermissionRead = 1, PermissionWrite = 1 });
        await Write(session, new WriteStorageObject { Collection = "bag", Key = "locked", Value = "{}", PermissionRead = 1, PermissionWrite = 0 });
        const string Version = "Storage write rejected - version check failed.";
        await Rejected(Write(session, new WriteStorageObject { Collection = "bag", Key = "k", Value = "{}", Version = "*" }), Version);
        await Rejected(Write(session, new WriteStorageObject { Collection = "bag", Key = "k", Value = "{}", Version = "0123" }), Version);
        await Rejected(
            Write(session, new WriteStorageObject { Collection = "bag", Key = "locked", Value = """{"a":1}""" }), "Storage write rejected - permission denied.");
        await Rejected(
            client.DeleteStorageObjectsAsync(session, [new StorageObjectId { Collection = "bag", Key = "none" }]),
            "Storage delete rejected - not found, version check failed, or permission denied.");
        // Without an owner it is the server's object.
        (await client.ReadStorageObjectsAsync(session, [new StorageObjectId { Collection = "bag", Key = "k" }])).Objects.ShouldBeEmpty();
    }

    [Fact]
    public async Task every_listing_goes_to_its_last_page()
    {
        var (ann, bob) = (await SignIn(), await SignIn());
        var bag = "bag-" + Guid.NewGuid();
        await client.WriteStorageObjectsAsync(ann, [.. Enumerable.Range(0, 12).Select(number =>
            new WriteStorageObject { Collection = bag, Key = $"k{number:D2}", Value = JsonSerializer.Serialize(new { number }), PermissionRead = number % 3, PermissionWrite = 1 })]);

        (await Walk(cursor => client.ListUsersStorageObjectsAsync(ann, bag, ann.UserId, 3, cursor)))
            .ShouldBe(["k01", "k04", "k07", "k10", "k02", "k05", "k08", "k11"]);
        (await Walk(cursor => client.ListUsersStorageObjectsAsync(bob, bag, ann.UserId, 1, cursor))).ShouldBe(["k02", "k05", "k08", "k11"]);
        // This client's list of a collection is always that of the session's own user.
        (await Walk(cursor => client.ListStorageObjectsAsync(ann, bag, 3, cursor))).ShouldBe(["k01", "k04", "k07", "k10", "k02", "k05", "k08", "k11"]);
        await Rejected(client.ListStorageObjectsAsync(bob, bag, 3, "bad"), "Malformed cursor was used.");
    }

    static async Task<List<string>> Walk(Func<string?, Task<IApiStorageObjectList>> list)
    {
        var (keys, cursor) = (new List<string>(), (string?)null);
        do
        {
            var page = await list(cursor);
            keys.AddRange(page.Objects.Select(stored => stored.Key));
            cursor = page.Cursor;
        }
        while (!string.IsNullOrEmpty(cursor));
        return keys;
    }

    static async Task Rejected(Task call, string message)
    {
        var refusal = await Should.ThrowAsync<ApiResponseException>(call);
        (refusal.StatusCode, refusal.GrpcStatusCode, refusal.Message).ShouldBe((400, 3, message));
    }

    Task<IApiStorageObjectAcks> Write(ISession session, WriteStorageObject stored) => client.WriteStorageObjectsAsync(session, [stored]);

    Task<ISession> SignIn() => client.AuthenticateDeviceAsync("storage-" + Guid.NewGuid());
}
