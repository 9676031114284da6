namespace KaosNet.Store.Personal;

/// <summary>Where master keys come from: a file or a text that the operator gives, or a file in the data folder that is made when nobody gives any.</summary>
public static class MasterKeyFiles
{
    /// <summary>The file in the data folder.</summary>
    public const string FileName = "personal.key";

    /// <summary>The master keys that are given, or that of the data folder; <see cref="MasterKeys.None"/> when there is none.</summary>
    /// <param name="dataFolder">The server's data folder.</param>
    /// <param name="file">A file with the key; empty for none.</param>
    /// <param name="text">The key itself; empty for none.</param>
    /// <param name="former">Files with those before it.</param>
    /// <exception cref="FormatException">With one line for the operator.</exception>
    public static MasterKeys Find(string dataFolder, string file, string text, IEnumerable<string> former)
    {
        var own = Path.Combine(dataFolder, FileName);
        var current = file.Length > 0 ? Read(file) : text.Length > 0 ? MasterKey.Parse(text) : File.Exists(own) ? Read(own) : null;
        return new(current, former.Select(Read));
    }

    /// <summary>Makes a key in the data folder, which only its owner may read.</summary>
    /// <returns>The file.</returns>
    public static string Make(string dataFolder)
    {
        Directory.CreateDirectory(dataFolder);
        var own = Path.Combine(dataFolder, FileName);
        var half = $"{own}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(half, options))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(MasterKey.Draw().Text() + "\n"));
            stream.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(half, own, overwrite: false);
        }
        catch (IOException) when (File.Exists(own))
        {
            // Another server of this folder was first.
            File.Delete(half);
        }

        return own;
    }

    static MasterKey Read(string file)
    {
        try
        {
            return MasterKey.Parse(File.ReadAllText(file));
        }
        catch (FormatException wrong)
        {
            throw new FormatException($"{file}: {wrong.Message}", wrong);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"The master key cannot be read: {unreadable.Message}", unreadable);
        }
    }
}
