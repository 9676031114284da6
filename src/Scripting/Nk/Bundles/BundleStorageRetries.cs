using KaosNet.Domain.Storage;
using KaosNet.Scripting.JavaScript;
using KaosNet.Scripting.Server;

namespace KaosNet.Scripting.Nk.Bundles;

/// <summary>Writing stored objects again and again while others are quicker (parity runtime.md 10); the bundle's own function says what to write.</summary>
internal static class BundleStorageRetries
{
    public static JavaScriptLibrary AddStorageRetries(this JavaScriptLibrary library, NkServer server) => library.Add("storageWriteRetry", (ref JavaScriptCall call) =>
    {
        call.Array(1);
        var update = call.Function(2);
        var retries = call.Integer(3);
        if (retries is < 0 or > StorageRetries.RetriesMax) call.Wrong($"expects max retries to be 0-{StorageRetries.RetriesMax}");
        if (call.Failed) return call.Fail();
        var state = call.Owner;
        var read = state.FunctionOf("storageRead", library.Functions["storageRead"]);
        var write = state.FunctionOf("storageWrite", (ref JavaScriptCall attempt) => TryWrite(ref attempt, server));
        for (var tries = 0; tries <= retries; tries++)
        {
            var acks = state.CallWithin(write, state.CallWithin(update, state.CallWithin(read, call.Value(1))));
            if (acks is Jint.Native.JsArray) return acks;
        }

        return call.Fail("Storage write retries exhausted.");
    });

    /// <summary>Writes; nothing comes back from an attempt that another writer forestalled.</summary>
    private static Jint.Native.JsValue TryWrite(ref JavaScriptCall call, NkServer server)
    {
        var writes = call.Entries(1, "expects a valid set of keys", Limits.BatchMax, EntryReaders.StorageWrite);
        if (call.Failed) return call.Fail();
        return call.ReturnAnswer(call.Perform(
            StorageRetries.Attempt, StorageRetries.Failure, (caller, cancel) => StorageRetries.Write(server, Shapes.OfJavaScript, writes, caller, cancel)));
    }
}
