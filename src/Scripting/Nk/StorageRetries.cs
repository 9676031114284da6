using System.Security.Cryptography;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Storage;
using KaosNet.Modules;
using KaosNet.Modules.Storage;
using KaosNet.Scripting.Lua;
using KaosNet.Scripting.Server;

namespace KaosNet.Scripting.Nk;

/// <summary>Writing stored objects again and again while others are quicker (parity runtime.md 10); the module's own function says what to write.</summary>
internal static class StorageRetries
{
    public const string Attempt = "storage_write_attempt";
    public const string Failure = "failed to write storage objects: ";
    public const int RetriesMax = 10;

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
            local acks = nk.{{Attempt}}(update(nk.storage_read(keys)))
            if acks then return acks end
          end
          error("Storage write retries exhausted.", 2)
        end
        """;

    public static LuaLibrary AddStorageRetries(this LuaLibrary library, NkServer server) => library
        .AddScript("storage_write_retry", WriteRetry)
        .Add(Attempt, (ref LuaCall call) => TryWrite(ref call, server));

    /// <summary>Writes. An attempt that another writer forestalled waits for a moment and answers nothing.</summary>
    public static async ValueTask<Answer<byte[]>> Write(NkServer server, Shapes shapes, IReadOnlyList<StorageWrite> writes, Caller caller, CancellationToken cancel)
    {
        try
        {
            return shapes.Write(await server.Functions(caller with { Operation = "storage_write" }, cancel).Storage.Write(writes));
        }
        catch (RefusedException refused) when (refused.Message == StorageFaults.VersionRejected.Message)
        {
            await Task.Delay(RandomNumberGenerator.GetInt32(2, 31), cancel);
            return NkJson.Nothing;
        }
    }

    private static LuaResult TryWrite(ref LuaCall call, NkServer server)
    {
        var writes = call.Entries(1, "expects a valid set of keys", Limits.BatchMax, EntryReaders.StorageWrite);
        if (call.Failed) return call.Fail();
        return call.ReturnJson(call.Perform(Attempt, Failure, (caller, cancel) => Write(server, Shapes.OfLua, writes, caller, cancel)));
    }
}
