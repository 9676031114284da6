using System.IO.Compression;
using KaosNet.Store.Reading;
using KaosNet.Store.Reading.Exporting;
using Parquet;

namespace KaosNet.Replay.Exporting;

/// <summary>
/// Events in Parquet. Such a file has its directory at the end, so none can be gone on with: each run, and each so many bytes of a long one, makes a file of its own, named by
/// the number of its last event. It is written under another name and gets its own when it is complete and on the disk; the checkpoint follows. A crash
/// loses the file under way at most, and the next run writes it again: no event is in two files and none is missing.
/// </summary>
sealed class ParquetFiles : IEventArchive
{
    /// <summary>How large a file gets unless the operator says otherwise, in megabytes.</summary>
    public const int FileMegabytes = 256;

    /// <summary>Read by what reads Parquet today, and made for texts.</summary>
    static readonly ParquetOptions Options = new() { CompressionMethod = CompressionMethod.Zstd, CompressionLevel = CompressionLevel.Fastest };

    readonly string _path, _filter;
    readonly long _bytesMax;
    readonly EventColumns _events = new();
    FileStream _file;
    ParquetWriter? _writer;

    ParquetFiles(string path, string filter, long bytesMax, long position)
    {
        (_path, _filter, _bytesMax, Position) = (path, filter, bytesMax, position);
        _file = Begin();
    }

    public long Position { get; private set; }

    public int PageMax => EventReader.PageMax;

    string Unfinished => _path + ".unfinished";

    /// <summary>Opens an archive to go on with, or makes it.</summary>
    /// <param name="path">Its name, which its files have with a number before the extension.</param>
    /// <param name="filter">What is exported, in words: an archive is gone on with by the same only.</param>
    /// <param name="after">The number before the first, for a new archive.</param>
    /// <param name="bytesMax">From which size on a file is complete.</param>
    /// <exception cref="ArchiveRefusedException">It is nothing that can be gone on with.</exception>
    public static ParquetFiles Open(string path, string filter, long after, long bytesMax)
    {
        var known = ArchiveCheckpoint.Find(path, filter);
        var files = ArchiveCheckpoint.Aside(path);
        if (known is null && files.Count > 0)
        {
            throw new ArchiveRefusedException(
                $"{ArchiveCheckpoint.AsidePath(path, files[^1])} is there, and {ArchiveCheckpoint.PathOf(path)} is not: where it ends is not known. Name another file.");
        }

        if (known is null) new ArchiveCheckpoint(after, Bytes: 0, filter).Keep(path);
        // A complete file that the checkpoint does not know: the export stopped before it could say so.
        var position = Math.Max(known?.Position ?? after, files is [.., var last] ? last : 0);
        return new(path, filter, bytesMax, position);
    }

    public async Task Add(EventPage page, CancellationToken cancel)
    {
        foreach (var published in page.Events)
        {
            _events.Add(published);
            if (_events.IsFull) await WriteGroup(cancel);
        }

        Position = page.Position;
        if (_file.Position >= _bytesMax) await Finish(cancel);
    }

    public Task Complete(CancellationToken cancel) => Finish(cancel);

    public void Dispose()
    {
        // What is not complete is nothing that could be read.
        _file.Dispose();
        File.Delete(Unfinished);
    }

    async Task WriteGroup(CancellationToken cancel)
    {
        _writer ??= await ParquetWriter.CreateAsync(EventColumns.Schema, _file, Options, cancellationToken: cancel);
        await _events.WriteTo(_writer, cancel);
    }

    /// <summary>Everything so far is in files that are complete.</summary>
    async Task Finish(CancellationToken cancel)
    {
        if (_events.Count > 0) await WriteGroup(cancel);
        if (_writer is not null)
        {
            // Writes the directory.
            await _writer.DisposeAsync();
            _writer = null;
            _file.Flush(flushToDisk: true);
            await _file.DisposeAsync();
            File.Move(Unfinished, ArchiveCheckpoint.AsidePath(_path, Position));
            _file = Begin();
        }

        new ArchiveCheckpoint(Position, Bytes: 0, _filter).Keep(_path);
    }

    // Nobody else can write it meanwhile.
    FileStream Begin() => new(Unfinished, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
}
