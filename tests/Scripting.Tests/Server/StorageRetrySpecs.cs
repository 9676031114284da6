using KaosNet.Modules;
using KaosNet.Modules.Storage;
using KaosNet.Tests.Support;

namespace KaosNet.Scripting.Tests.Server;

/// <summary>Writing again and again while others are quicker, in JavaScript and in C# (parity runtime.md 10).</summary>
public sealed class StorageRetrySpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task objects_are_read_anew_until_nobody_was_quicker()
    {
        await using var world = await ApiWorld.Open(postgres.ConnectionString);
        const string Other = "nk.storageWrite([{ collection: 'sum', key: 'k', userId: ann, value: { n: rival } }])";
        world.Run($$"""
            let calls = 0, rival = 10;
            {{Other}};
            const acks = nk.storageWriteRetry([{ collection: 'sum', key: 'k', userId: ann }], (objects) => {
              if (++calls < 3) { rival++; {{Other}}; }
              return [{ collection: 'sum', key: 'k', userId: ann, value: { n: objects[0].value.n + 1 }, version: objects[0].version }];
            }, 2);
            const now = nk.storageRead([{ collection: 'sum', key: 'k', userId: ann }])[0];
            return [calls, now.value.n, acks[0].version === now.version];
            """).ShouldBe("[3,13,true]");
        world.Refusal($"let rival = 0; nk.storageWriteRetry([{{ collection: 'sum', key: 'k', userId: ann }}], (objects) => {{ rival++; {Other}; return [{{ ...objects[0], value: {{}} }}]; }}, 1)")
            .ShouldBe("GoError: Storage write retries exhausted.");
        world.Refusal("nk.storageWriteRetry([], () => [], 11)").ShouldBe("TypeError: expects max retries to be 0-10");
        world.Refusal("nk.storageWriteRetry([], 'x', 1)").ShouldBe("TypeError: expects function");
        world.Refusal("nk.storageWriteRetry([], () => 'x', 1)").ShouldBe("TypeError: expects array");
        world.Refusal("nk.storageWriteRetry([], () => { throw new RangeError('mine'); }, 1)").ShouldBe("RangeError: mine");

        var storage = world.Nk.Storage;
        var key = new StorageRead { Collection = "sum", Key = "k", UserId = ApiWorld.AnnId };
        StorageWrite With(string value, string? version = null) => new() { Collection = "sum", Key = "k", UserId = ApiWorld.AnnId, Value = value, Version = version };
        await storage.Write([With("""{"n":1}""")]);
        var tries = 0;
        await storage.WriteRetry(
            [key],
            objects =>
            {
                if (++tries == 1) storage.Write([With("""{"n":2}""")]).AsTask().GetAwaiter().GetResult();
                return [With("""{"n":3}""", objects[0].Version)];
            },
            1);
        (tries, (await storage.Read([key]))[0].Value.Text).ShouldBe((2, """{"n": 3}"""));
        (await Should.ThrowAsync<RefusedException>(storage.WriteRetry([key], _ => [With("{}", "0123")], 2).AsTask())).Message.ShouldBe("Storage write retries exhausted.");
        (await Should.ThrowAsync<RefusedException>(storage.WriteRetry([key], _ => [], 11).AsTask())).Message.ShouldBe("expects max retries to be 0-10");
        (await Should.ThrowAsync<RefusedException>(storage.WriteRetry([key], _ => [With("[]")], 2).AsTask())).Message.ShouldBe("Value must be a JSON object.");
    }
}
