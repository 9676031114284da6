using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Storage;
using KaosNet.Scripting.Tests.CSharp;
using KaosNet.Scripting.Tests.Demo;
using KaosNet.Scripting.Tests.Nk;
using KaosNet.Scripting.Tests.Nk.Bundles;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;

namespace KaosNet.Scripting.Tests.Server;

/// <summary>A game on a real database whose functions are a spec's own, with a player, Ann. Every spec has keys of its own.</summary>
public sealed class TransactionWorld : IAsyncLifetime
{
    public const string Ann = "00000000-0000-4000-8000-000000000001";

    internal GameWorld World { get; private set; } = null!;

    internal IServiceProvider Services => World.Get<IServiceProvider>();

    public async ValueTask InitializeAsync()
    {
        World = await GameWorld.Open(await TestPostgres.CreateDatabaseAsync(), TestFolder.Create("modules"));
        (await World.Get<IJournal>().Execute(new CreateAccount(Ann, "ann", Identity.Device("phone-of-ann")), Caller.System("spec", "Spec"))).Fault.ShouldBeNull();
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();

    /// <summary>A Lua function "f" with this body.</summary>
    internal ModuleBench Lua(string body, ScriptSettings? settings = null) => ModuleBench.OfFunction($"local ann = '{Ann}' {Helpers} {body}", Services, settings);

    /// <summary>A JavaScript function "f" with this body.</summary>
    internal BundleBench JavaScript(string body, ScriptSettings? settings = null) => BundleBench.OfFunction(
        $"const ann = '{Ann}'; const write = (key, value) => nk.storageWrite([{{ collection: 'c', key, userId: ann, value: {{ v: value }} }}]); {body}", Services, settings);

    /// <summary>A C# function "f" with this body.</summary>
    internal Task<CSharpBench> CSharp(string body) => CSharpBench.Of(
        $$"""
        setup.Rpc("f", async (context, payload) =>
        {
            var nk = context.Nk;
            ValueTask<IReadOnlyList<KaosNet.Modules.Storage.StorageAck>> Write(string key, int value) => nk.Storage.Write(
                [new() { Collection = "c", Key = key, UserId = Guid.Parse("{{Ann}}"), Value = new("{\"v\": " + value + "}") }]);
            {{body}}
        });
        """, services: Services);

    /// <summary>The value stored under a key; null when there is none.</summary>
    internal async Task<string?> Stored(string key)
    {
        var stored = await World.Get<IJournal>().Load(new ObjectKey("c", key, Ann).Stream);
        return stored.Exists ? stored.Value : null;
    }

    /// <summary>Somebody else writes, apart from whatever the calling thread is doing.</summary>
    internal void WriteApart(string key, int value)
    {
        var write = new WriteStorageObjects([new ObjectWrite(new ObjectKey("c", key, Ann), $$"""{"v": {{value}}}""")]);
        Task<Fault?> writing;
        using (ExecutionContext.SuppressFlow())
            writing = Task.Run(async () => (await World.Get<IJournal>().Execute(write, Caller.System("spec", "Spec"))).Fault);
        writing.GetAwaiter().GetResult().ShouldBeNull();
    }

    private const string Helpers =
        "local kaos = require('kaos') local function write(key, v) nk.storage_write({ { collection = 'c', key = key, user_id = ann, value = { v = v } } }) end "
        + "local function read(key) local o = nk.storage_read({ { collection = 'c', key = key, user_id = ann } })[1] return o and o.value.v end";
}
