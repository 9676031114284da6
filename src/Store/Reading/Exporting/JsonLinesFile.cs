using System.Buffers;
using System.Text.Json;

namespace KaosNet.Store.Reading.Exporting;

/// <summary>
/// A file with one event a line, and beside it a checkpoint (<c>.checkpoint</c>) that says up to which event and byte it is complete. Lines reach the disk before
/// their checkpoint does, so a crash leaves at most lines that the checkpoint does not know: they are cut off at the next start and written again. No event is in it
/// twice and none is missing.
/// </summary>
public sealed class JsonLinesFile : IEventArchive
{
    readonly string _path, _filter;
    readonly long _bytesMax;
    readonly ArrayBufferWriter<byte> _lines = new(64 * 1024);
    readonly Utf8JsonWriter _json;
    FileStream _file;

    JsonLinesFile(string path, string filter, long bytesMax, FileStream file, long position)
    {
        (_path, _filter, _bytesMax, _file, Position) = (path, filter, bytesMax, file, position);
        _json = new(_lines, PublishedEvent.Spelling);
    }

    public long Position { get; private set; }

    public int PageMax => EventReader.PageMax;

    /// <summary>Opens a file to go on with, or makes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="filter">What is exported, in words: a file is gone on with by the same only.</param>
    /// <param name="after">The number before the first, for a new file.</param>
    /// <param name="bytesMax">
    /// From which size on a file is put aside, under its name with the number of its last event in front of the extension; 0 for never.
    /// </param>
    /// <exception cref="ArchiveRefusedException">It is no file that can be gone on with.</exception>
    public static JsonLinesFile Open(string path, string filter, long after, long bytesMax = 0)
    {
        var known = ArchiveCheckpoint.Find(path, filter);
        if (known is null && File.Exists(path) && new FileInfo(path).Length > 0)
            throw new ArchiveRefusedException($"{path} is there, and {path}.checkpoint is not: where it ends is not known. Name another file.");
        var (position, bytes) = known is null ? (after, 0) : (known.Position, known.Bytes);
        if (bytes > 0 && !File.Exists(path))
        {
            // It was put aside, and the export stopped before it could say so.
            if (!File.Exists(ArchiveCheckpoint.AsidePath(path, position))) throw new ArchiveRefusedException($"{path} is gone, and {path}.checkpoint says that it has {bytes} bytes.");
            bytes = 0;
        }

        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        if (file.Length < bytes)
        {
            file.Dispose();
            throw new ArchiveRefusedException($"{path} is shorter than the {bytes} bytes that {path}.checkpoint says: it was cut.");
        }

        file.SetLength(bytes);
        file.Position = bytes;
        return new(path, filter, bytesMax, file, position);
    }

    public Task Add(EventPage page, CancellationToken cancel)
    {
        _lines.ResetWrittenCount();
        foreach (var read in page.Events)
        {
            _json.Reset(_lines);
            read.WriteTo(_json);
            _json.Flush();
            _lines.Write("\n"u8);
        }

        if (_lines.WrittenCount > 0)
        {
            _file.Write(_lines.WrittenSpan);
            _file.Flush(flushToDisk: true);
        }

        Position = page.Position;
        Keep(_file.Position);
        if (_bytesMax > 0 && _file.Position >= _bytesMax) PutAside();
        return Task.CompletedTask;
    }

    public Task Complete(CancellationToken cancel) => Task.CompletedTask;

    public void Dispose()
    {
        _json.Dispose();
        _file.Dispose();
    }

    void PutAside()
    {
        _file.Dispose();
        File.Move(_path, ArchiveCheckpoint.AsidePath(_path, Position));
        _file = new FileStream(_path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
        Keep(bytes: 0);
    }

    void Keep(long bytes) => new ArchiveCheckpoint(Position, bytes, _filter).Keep(_path);
}
