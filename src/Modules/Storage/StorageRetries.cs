namespace KaosNet.Modules.Storage;

/// <summary>Writing stored objects again and again while others are quicker.</summary>
public static class StorageRetries
{
    const int RetriesMax = 10;

    const string Forestalled = "Storage write rejected - version check failed.";

    /// <summary>
    /// Reads objects, asks what to write in their place and writes it, all anew whenever somebody else was quicker. What is written carries no version by itself: copy the
    /// one that was read.
    /// </summary>
    /// <param name="storage">Stored objects.</param>
    /// <param name="keys">What to read.</param>
    /// <param name="update">What to write, by what was read; it may be called several times.</param>
    /// <param name="maxRetries">How often to try again, 0 to 10.</param>
    /// <exception cref="RefusedException">Others were quicker each time, or the writes were refused for another reason.</exception>
    public static async ValueTask<IReadOnlyList<StorageAck>> WriteRetry(
        this IStorageFunctions storage, IReadOnlyList<StorageRead> keys, Func<IReadOnlyList<StorageObject>, IReadOnlyList<StorageWrite>> update, int maxRetries)
    {
        if (maxRetries is < 0 or > RetriesMax) throw new RefusedException(StatusCode.InvalidArgument, $"expects max retries to be 0-{RetriesMax}");
        for (var tries = 0; tries <= maxRetries; tries++)
        {
            var writes = update(await storage.Read(keys));
            try
            {
                return await storage.Write(writes);
            }
            catch (RefusedException refused) when (refused.Message == Forestalled)
            {
                // Read anew.
            }
        }

        throw new RefusedException(StatusCode.Aborted, "Storage write retries exhausted.");
    }
}
