using System.Globalization;
using System.Text.Json;

namespace KaosNet.Store.Reading.Exporting;

/// <summary>What an archive of files knows of itself: it lies beside them, and is replaced as a whole.</summary>
/// <param name="Position">The last number that the archive has passed.</param>
/// <param name="Bytes">Bytes of the file that is being written, where that is gone on with.</param>
/// <param name="Filter">What is exported, in words.</param>
public sealed record ArchiveCheckpoint(long Position, long Bytes, string Filter)
{
    /// <summary>Digits enough that names sort as numbers do.</summary>
    const string Digits = "d15";

    /// <summary>Where the checkpoint of an archive is.</summary>
    public static string PathOf(string archive) => archive + ".checkpoint";

    /// <summary>The checkpoint of an archive; null when it has none yet.</summary>
    /// <param name="archive">The archive's file.</param>
    /// <param name="filter">What is to be exported now: an archive is gone on with by the same only.</param>
    /// <exception cref="ArchiveRefusedException">It cannot be read, or is of another filter.</exception>
    public static ArchiveCheckpoint? Find(string archive, string filter)
    {
        var path = PathOf(archive);
        if (!File.Exists(path)) return null;
        ArchiveCheckpoint known;
        try
        {
            known = JsonSerializer.Deserialize<ArchiveCheckpoint>(File.ReadAllBytes(path)) ?? throw new JsonException("It holds nothing.");
        }
        catch (JsonException broken)
        {
            throw new ArchiveRefusedException($"{path} cannot be read: {broken.Message}", broken);
        }

        return known.Filter == filter
            ? known
            : throw new ArchiveRefusedException($"{archive} was begun with other filters ({known.Filter}). Name another file, or the same filters.");
    }

    /// <summary>Keeps it on the disk.</summary>
    public void Keep(string archive)
    {
        var fresh = PathOf(archive) + ".new";
        using (var file = new FileStream(fresh, FileMode.Create))
        {
            JsonSerializer.Serialize(file, this);
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, PathOf(archive), overwrite: true);
    }

    /// <summary>Where a file of the archive goes that is complete: under its name with the number of its last event in front of the extension.</summary>
    public static string AsidePath(string archive, long last) => Path.Combine(
        Path.GetDirectoryName(archive) ?? "",
        $"{Path.GetFileNameWithoutExtension(archive)}.{last.ToString(Digits, CultureInfo.InvariantCulture)}{Path.GetExtension(archive)}");

    /// <summary>The numbers of those files of an archive that are there, ascending.</summary>
    public static IReadOnlyList<long> Aside(string archive)
    {
        var (folder, name, extension) = (Path.GetDirectoryName(Path.GetFullPath(archive))!, Path.GetFileNameWithoutExtension(archive) + ".", Path.GetExtension(archive));
        if (!Directory.Exists(folder)) return [];
        List<long> numbers = [];
        foreach (var file in Directory.EnumerateFiles(folder, $"{name}*{extension}").Select(Path.GetFileNameWithoutExtension))
        {
            if (long.TryParse(file.AsSpan(name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var last)) numbers.Add(last);
        }

        numbers.Sort();
        return numbers;
    }
}
