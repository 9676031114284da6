namespace KaosNet.Store.Reading.Exporting;

/// <summary>Where exported events are kept, with the place up to which they are.</summary>
public interface IEventArchive : IDisposable
{
    /// <summary>The last number that the archive has passed: whoever goes on begins after it.</summary>
    long Position { get; }

    /// <summary>Events in one page that it takes well.</summary>
    int PageMax { get; }

    /// <summary>
    /// Takes a page. When this returns, all of it is on the disk with its place, or is still to be kept together with what follows; what is lost of that in a crash comes again.
    /// </summary>
    Task Add(EventPage page, CancellationToken cancel);

    /// <summary>Nothing follows at the moment: what waits to be kept is kept now.</summary>
    Task Complete(CancellationToken cancel);
}

/// <summary>An archive cannot be gone on with; the message says why, for an operator.</summary>
public sealed class ArchiveRefusedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Brings events into an archive, from where it is.</summary>
public static class EventExport
{
    static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>Until the end of the store, or for as long as it is not cancelled.</summary>
    /// <returns>How many events were kept.</returns>
    public static async Task<long> Run(
        EventReader reader, EventFilter filter, IEventArchive archive, bool follows, Action<long, long>? progress, CancellationToken cancel)
    {
        var kept = 0L;
        while (true)
        {
            var page = follows
                ? await reader.Next(filter, archive.Position, archive.PageMax, Patience, cancel)
                : await reader.Read(filter, archive.Position, archive.PageMax, cancel);
            if (page.Position > archive.Position) await archive.Add(page, cancel);
            kept += page.Events.Count;
            progress?.Invoke(kept, archive.Position);
            if (!page.IsAtEnd) continue;
            if (!follows)
            {
                await archive.Complete(cancel);
                return kept;
            }
        }
    }
}
