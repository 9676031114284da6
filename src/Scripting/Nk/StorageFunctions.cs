using System.Security.Cryptography;
using KaosNet.Domain.Storage;
using KaosNet.Projections.Storage;
using KaosNet.Scripting.Lua;
using KaosNet.Store.Journal;

namespace KaosNet.Scripting.Nk;

/// <summary>Stored objects for modules, with the server's authority: any owner, no permissions, deletions that may find nothing (parity runtime.md 10).</summary>
internal static class StorageFunctions
{
    private const string Read = "storage_read";
    private const string Write = "storage_write";
    private const string Attempt = "storage_write_attempt";
    private const string Delete = "storage_delete";
    private const string List = "storage_list";
    private const string WriteFailed = "failed to write storage objects: ";
    private const int ListLimit = 100;
    private const int RetriesMax = 10;

    /// <summary>
    /// Reads, asks the module what to write and writes, again and again while others are quicker. A script, since it calls the module's function.
    /// </summary>
    private static readonly string WriteRetry = $$"""
        local nk = ...
        local type, error = type, error
        return function(keys, update, retries)
          if type(update) ~= "function" then error("bad argument #2 to storage_write_retry (function expected, got " .. type(update) .. ")", 2) end
          if type(retries) ~= "number" then error("bad argument #3 to storage_write_retry (number expected, got " .. type(retries) .. ")", 2) end
          if retries < 0 or retries > {{RetriesMax}} then error("bad argument #3 to storage_write_retry (expects max retries to be 0-{{RetriesMax}})", 2) end
          for _ = 0, retries do
            local acks = nk.{{Attempt}}(update(nk.{{Read}}(keys)))
            if acks then return acks end
          end
          error("Storage write retries exhausted.", 2)
        end
        """;

    public static LuaLibrary AddStorage(this LuaLibrary library, NkServer server) => library
        .Add(Read, (ref LuaCall call) => ReadObjects(ref call, server))
        .Add(Write, (ref LuaCall call) => WriteObjects(ref call, server, Write))
        .Add(Attempt, (ref LuaCall call) => WriteObjects(ref call, server, Attempt))
        .AddScript("storage_write_retry", WriteRetry)
        .Add(Delete, (ref LuaCall call) => DeleteObjects(ref call, server))
        .Add(List, (ref LuaCall call) => ListObjects(ref call, server));

    private static LuaResult ReadObjects(ref LuaCall call, NkServer server)
    {
        var names = call.Objects(1, static (ref LuaCall entry, int list, int _) => new ObjectName(
            entry.NameField(list, "collection"u8), entry.NameField(list, "key"u8), entry.OwnerField(list)));
        if (call.Failed) return call.Fail();
        return call.ReturnJson(call.Perform(Read, "failed to read storage objects: ", async (_, cancel) =>
        {
            var found = names.Count == 0 ? [] : await server.Get<StoredObjects>().Read(names, null, cancel);
            return NkJson.Write(json => ObjectJson.Write(json, found));
        }));
    }

    /// <summary>Writes. An attempt that another writer forestalled waits for a moment and answers nothing.</summary>
    private static LuaResult WriteObjects(ref LuaCall call, NkServer server, string function)
    {
        var writes = call.Writes(1);
        if (call.Failed) return call.Fail();
        return call.ReturnJson(call.Perform(function, WriteFailed, async (caller, cancel) =>
        {
            if (writes.Count == 0) return NkJson.Write(json => ObjectJson.WriteAcks(json, []));
            var answer = await server.Get<StorageWrites>().Write(new WriteStorageObjects(writes), caller with { Operation = "storage_write" }, cancel);
            if (answer.IsGranted(out var written, out var fault)) return NkJson.Write(json => ObjectJson.WriteAcks(json, written));
            if (fault != StorageFaults.VersionRejected || function != Attempt) return fault;
            await Task.Delay(RandomNumberGenerator.GetInt32(2, 31), cancel);
            return NkJson.Nothing;
        }));
    }

    private static LuaResult DeleteObjects(ref LuaCall call, NkServer server)
    {
        var deletions = call.Deletions(1);
        if (call.Failed) return call.Fail();
        call.Perform(Delete, "failed to remove storage: ", async (caller, cancel) =>
        {
            if (deletions.Count == 0) return NkJson.Nothing;
            var answer = await server.Get<IJournal>().Execute(new DeleteStorageObjects(deletions), caller, cancel);
            return answer.Fault is { } fault ? fault : NkJson.Nothing;
        });
        return call.Failed ? call.Fail() : call.Return();
    }

    private static LuaResult ListObjects(ref LuaCall call, NkServer server)
    {
        var owner = call.OptionalId(1, "expects empty or valid user id");
        var collection = call.OptionalText(2, "")!;
        var limit = call.OptionalInteger(3, ListLimit);
        var cursor = call.OptionalText(4, "")!;
        var reader = call.OptionalId(5, "expects empty or valid caller id");
        if (limit is < 0 or > Limits.BatchMax) call.Wrong(3, $"expects limit to be 0-{Limits.BatchMax}");
        if (call.Failed) return call.Fail();

        var page = call.Perform(List, "failed to list storage objects: ", async (_, cancel) =>
        {
            var answer = await server.Get<ObjectLists>().Page(collection, owner, reader, (int)limit, cursor, cancel);
            return answer.IsGranted(out var found, out var fault) ? NkJson.Write(json => ObjectJson.Write(json, found)) : fault;
        });
        if (page is null) return call.Fail();
        if (!call.Stack.TryPushJson(page, out var problem)) return call.Fail(problem!);
        var results = call.Stack.Count;
        for (var at = 1; at <= 2; at++) call.Stack.PushItem(results, at);
        return call.ReturnPushed(2);
    }
}
