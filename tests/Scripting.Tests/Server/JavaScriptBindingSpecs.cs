using KaosNet.Modules;
using KaosNet.Modules.Streams;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Scripting.Tests.Server;

/// <summary>The server's API in JavaScript: arguments, results and refusals through the bindings that are written from its declarations, on a real database.</summary>
public sealed class JavaScriptBindingSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Ann = ApiWorld.Ann, Bob = ApiWorld.Bob;

    [Fact]
    public void dear_functions_cost_what_they_take()
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        // A token costs 40,000 statements, a fingerprint of a million bytes 12,500: per call, and the next one begins anew.
        const string Token = "nk.jwtGenerate('HS256', 'key', {});";
        using var bench = new JavaScriptBench(services, new() { Statements = 100_000 });
        for (var i = 0; i < 2; i++) bench.Run($"{Token} {Token} return 1;").ShouldBe("1");
        Should.Throw<ShouldAssertException>(() => bench.Run($"{Token} {Token} {Token} for (let i = 0; i < 10; i++); return 1;")).Message.ShouldContain("instruction budget spent");
        using var other = new JavaScriptBench(services, new() { Statements = 100_000 });
        other.Run("const text = 'x'.repeat(1e6); for (let i = 0; i < 7; i++) nk.sha256Hash(text); return 1;").ShouldBe("1");
        Should.Throw<ShouldAssertException>(() => other.Run("const text = 'x'.repeat(1e6); for (let i = 0; i < 20; i++) nk.sha256Hash(text); return 1;"))
            .Message.ShouldContain("instruction budget spent");
    }

    [Fact]
    public async Task values_cross_in_camel_case_and_as_what_they_are()
    {
        await using var world = await ApiWorld.Open(postgres.ConnectionString);
        world.Run($$"""
            nk.friendsAdd("{{Ann}}", "ann", ["{{Bob}}"], undefined, { note: "x" });
            const page = nk.friendsList("{{Ann}}", 10);
            const [friend] = page.friends;
            return [page.cursor, friend.user.userId, friend.user.username, friend.state, friend.metadata.note, friend.updateTime > 1700000000, "appleId" in friend.user];
            """).ShouldBe($$"""[null,"{{Bob}}","bob",1,"x",true,false]""");
        world.Run($$"""
            const [ack] = nk.storageWrite([{ collection: "c", key: "k", userId: "{{Ann}}", value: { a: [1, 2.5, "ü"] }, permissionRead: 2 }]);
            const [object] = nk.storageRead([{ collection: "c", key: "k", userId: "{{Ann}}" }]);
            const list = nk.storageList("{{Ann}}", "c");
            nk.storageDelete([{ collection: "c", key: "k", userId: "{{Ann}}", version: ack.version }]);
            return [ack.userId === object.userId, ack.version === object.version, object.value, object.permissionRead, object.permissionWrite, list.objects.length, nk.storageRead([{ collection: "c", key: "k", userId: "{{Ann}}" }]).length];
            """).ShouldBe("""[true,true,{"a":[1,2.5,"ü"]},2,1,1,0]""");
        world.Run("""
            const bytes = nk.base64Decode("aGk");
            return [nk.base64Encode("hi"), bytes instanceof ArrayBuffer, bytes.byteLength, nk.base64Encode(bytes, false), nk.sha256Hash("x").length, nk.hmacSha256Hash("x", "key").byteLength];
            """).ShouldBe("""["aGk=",true,2,"aGk",64,32]""");
    }

    [Fact]
    public async Task streams_and_sessions_are_there_for_modules_in_csharp()
    {
        await using var world = await ApiWorld.Open(postgres.ConnectionString);
        var (streams, stream) = (world.Nk.Streams, new GameStream { Mode = 130, Label = "here" });
        (await streams.Count(stream)).ShouldBe(0);
        (await streams.List(stream)).ShouldBeEmpty();
        (await streams.Get(ApiWorld.AnnId, Guid.NewGuid(), stream)).ShouldBeNull();
        (await Should.ThrowAsync<RefusedException>(async () => await streams.Join(ApiWorld.AnnId, Guid.Empty, stream))).Code.ShouldBe(StatusCode.NotFound);
        (await Should.ThrowAsync<RefusedException>(async () => await streams.SendRaw(stream, new("""{"nonsense":1}""")))).Message.ShouldStartWith("not a valid envelope: ");
        await streams.Send(stream, "nobody hears it");
        await streams.SendRaw(stream, new("""{"ping":{}}"""));
        await streams.Close(stream);
        await world.Nk.Sessions.Follow(Guid.NewGuid(), [ApiWorld.BobId]);
        await world.Nk.Sessions.Disconnect(Guid.NewGuid());
    }

    [Fact]
    public async Task what_is_wrong_is_an_exception_in_the_script()
    {
        await using var world = await ApiWorld.Open(postgres.ConnectionString);
        foreach (var (call, kind, text) in new[]
        {
            ("nk.friendsAdd('ann', 'ann', [], [], {})", "TypeError", "expects user ID to be a valid identifier"),
            ("nk.friendsAdd(ann, '', [], [], {})", "TypeError", "expects username string"),
            ("nk.friendsAdd(ann, 'ann', [bob])", "TypeError", "expects metadata to be an object"),
            ("nk.friendsAdd(ann, 'ann', ['x'], [], {})", "TypeError", "expects each user ID to be a valid identifier"),
            ("nk.friendsAdd(ann, 'ann', bob, [], {})", "TypeError", "expects array"),
            ("nk.friendsAdd(ann, 'ann', [ann], [], {})", "GoError", "error trying to add friends: cannot add self as friend"),
            ("nk.friendsList(ann, 1.5)", "TypeError", "expects number"),
            ("nk.friendsList(ann, 1001)", "TypeError", "expects limit to be 1-1000"),
            ("nk.friendsList(ann, 1, null, 'bad')", "GoError", "error while trying to list friends: cursor is invalid"),
            ("nk.storageWrite([{ key: 'k', value: {} }])", "TypeError", "expects collection to be supplied"),
            ("nk.storageWrite([{ collection: 'c', key: 'k', value: {}, userId: 'x' }])", "TypeError", "expects userId to be a valid ID"),
            ("nk.storageWrite([{ collection: 'c', key: 'k', value: 'x' }])", "TypeError", "expects value to be object"),
            ("nk.storageWrite([1])", "TypeError", "expects a valid set of keys"),
            ("nk.storageWrite(new Array(10001).fill({}))", "TypeError", "expects at most 10000 entries"),
            ("nk.base64Decode('')", "TypeError", "expects input string"),
            ("nk.base64Decode('*')", "GoError", "error decoding base64: illegal base64 data"),
        })
            world.Refusal(call).ShouldBe($"{kind}: {text}", call);
    }
}
