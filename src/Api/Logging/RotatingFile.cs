using System.Globalization;
using System.IO.Compression;
using KaosNet.Api.Configuration;

namespace KaosNet.Api.Logging;

/// <summary>
/// A log file that is set aside under a time-stamped name when it is full. Old ones are compressed and deleted as the settings say.
/// </summary>
public sealed class RotatingFile : IAsyncDisposable
{
    const long Megabyte = 1024 * 1024;
    const string StampFormat = "yyyy-MM-dd'T'HH-mm-ss.fff";

    readonly LoggerSettings settings;
    readonly TimeProvider time;
    readonly string path;
    FileStream current;

    public RotatingFile(LoggerSettings settings, TimeProvider time)
    {
        this.settings = settings;
        this.time = time;
        path = Path.GetFullPath(settings.File);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        current = Open();
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> lines)
    {
        if (settings.Rotation && current.Length > 0 && current.Length + lines.Length > settings.MaxSize * Megabyte) await RotateAsync();
        await current.WriteAsync(lines);
        await current.FlushAsync();
    }

    public ValueTask DisposeAsync() => current.DisposeAsync();

    FileStream Open() => new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);

    async Task RotateAsync()
    {
        await current.DisposeAsync();
        var now = settings.LocalTime ? time.GetLocalNow() : time.GetUtcNow();
        var aside = Path.Combine(
            Path.GetDirectoryName(path)!,
            $"{Path.GetFileNameWithoutExtension(path)}-{now.ToString(StampFormat, CultureInfo.InvariantCulture)}{Path.GetExtension(path)}");
        File.Move(path, aside, overwrite: true);
        current = Open();
        if (settings.Compress) await CompressAsync(aside);
        DeleteOld(now);
    }

    static async Task CompressAsync(string file)
    {
        await using (var from = File.OpenRead(file))
        await using (var to = new GZipStream(File.Create(file + ".gz"), CompressionLevel.Fastest))
        {
            await from.CopyToAsync(to);
        }

        File.Delete(file);
    }

    void DeleteOld(DateTimeOffset now)
    {
        var prefix = Path.GetFileNameWithoutExtension(path) + "-";
        var aside = Directory.EnumerateFiles(Path.GetDirectoryName(path)!, prefix + "*")
            .Select(file => (file, stamp: Stamp(Path.GetFileName(file)[prefix.Length..])))
            .Where(old => old.stamp is not null)
            .OrderByDescending(old => old.stamp)
            .ToList();
        var tooMany = settings.MaxBackups > 0 ? aside.Skip(settings.MaxBackups) : [];
        var tooOld = settings.MaxAge > 0 ? aside.Where(old => old.stamp < now.DateTime - TimeSpan.FromDays(settings.MaxAge)) : [];
        foreach (var (file, _) in tooMany.Union(tooOld).ToList()) File.Delete(file);
    }

    static DateTime? Stamp(string rest)
    {
        const int length = 23;
        return rest.Length >= length && DateTime.TryParseExact(rest[..length], StampFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var stamp) ? stamp : null;
    }
}
