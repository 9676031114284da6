using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;

namespace KaosNet.Scripting.CSharp.Loading;

/// <summary>An assembly of the module folder, with those beside it that it needs, as they were read from disk.</summary>
/// <param name="Name">The assembly's file name without <c>.dll</c>, which is the module's name.</param>
/// <param name="Path">Where it lies below the module folder.</param>
/// <param name="Parts">The files by assembly name, its own included.</param>
/// <param name="Fingerprint">SHA-256 over all of them.</param>
internal sealed record AssemblyFile(string Name, string Path, IReadOnlyDictionary<string, AssemblyPart> Parts, string Fingerprint);

/// <summary>One file of an assembly.</summary>
/// <param name="Code">The assembly.</param>
/// <param name="Symbols">Its <c>.pdb</c>, for line numbers in the log; null without one.</param>
internal sealed record AssemblyPart(byte[] Code, byte[]? Symbols);

/// <summary>What came of reading the module folder.</summary>
/// <param name="Modules">Assemblies that may hold modules, by name.</param>
/// <param name="Broken">Why others cannot be read, by name.</param>
internal sealed record AssemblyFolder(IReadOnlyDictionary<string, AssemblyFile> Modules, IReadOnlyDictionary<string, string> Broken)
{
    private const int FilesMax = 512;
    private const int DepthMax = 8;
    private const long FileBytesMax = 64L << 20;

    /// <summary>Folders where builds keep what is not meant to be loaded.</summary>
    private static readonly string[] LeftOut = ["bin", "obj"];

    /// <summary>Finds the assemblies below a folder that use the module interface. Others are what those need, or of no interest.</summary>
    public static AssemblyFolder Read(string path)
    {
        var modules = new SortedDictionary<string, AssemblyFile>(StringComparer.Ordinal);
        var broken = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var files = Files(path);
        if (files.Count > FilesMax) broken[""] = $"more than {FilesMax} assemblies";
        foreach (var file in files.Take(FilesMax))
        {
            var name = System.IO.Path.GetFileNameWithoutExtension(file);
            if (SharedAssemblies.Has(name)) continue;
            var relative = System.IO.Path.GetRelativePath(path, file).Replace('\\', '/');
            try
            {
                if (ReadOne(name, file, relative) is not { } assembly) continue;
                if (!modules.TryAdd(name, assembly)) broken[name] = $"{relative}: a second module named {name}, beside {modules[name].Path}";
            }
            catch (Exception unreadable) when (unreadable is IOException or BadImageFormatException or UnauthorizedAccessException)
            {
                broken[name] = $"{relative}: {unreadable.Message}";
            }
        }

        return new(modules, broken);
    }

    /// <summary>Assemblies below a folder, in order.</summary>
    private static List<string> Files(string path)
    {
        if (!Directory.Exists(path)) return [];
        var search = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = DepthMax, MatchCasing = MatchCasing.CaseInsensitive };
        return
        [
            .. Directory.EnumerateFiles(path, "*.dll", search)
                .Where(file => !System.IO.Path.GetRelativePath(path, file).Split('/', '\\').SkipLast(1).Any(LeftOut.Contains))
                .Order(StringComparer.Ordinal).Take(FilesMax + 1),
        ];
    }

    private static AssemblyFile? ReadOne(string name, string file, string relative)
    {
        var main = ReadPart(file);
        if (ReferencesOf(main.Code) is not { } references || !references.Contains(SharedAssemblies.Interface)) return null;
        var parts = new SortedDictionary<string, AssemblyPart>(StringComparer.OrdinalIgnoreCase) { [name] = main };
        var folder = System.IO.Path.GetDirectoryName(file)!;
        var open = new Queue<string>(references);
        while (open.TryDequeue(out var needed))
        {
            var beside = System.IO.Path.Combine(folder, needed + ".dll");
            if (parts.ContainsKey(needed) || SharedAssemblies.Has(needed) || !File.Exists(beside)) continue;
            var part = ReadPart(beside);
            parts.Add(needed, part);
            foreach (var further in ReferencesOf(part.Code) ?? []) open.Enqueue(further);
        }

        return new(name, relative, parts, FingerprintOf(parts));
    }

    private static AssemblyPart ReadPart(string file)
    {
        if (new FileInfo(file).Length > FileBytesMax) throw new IOException($"larger than {FileBytesMax} bytes");
        var symbols = System.IO.Path.ChangeExtension(file, ".pdb");
        return new(File.ReadAllBytes(file), File.Exists(symbols) && new FileInfo(symbols).Length <= FileBytesMax ? File.ReadAllBytes(symbols) : null);
    }

    /// <summary>Names of the assemblies that one uses; null when it holds no managed code.</summary>
    private static HashSet<string>? ReferencesOf(byte[] code)
    {
        using var image = new PEReader(new MemoryStream(code, writable: false));
        if (!image.HasMetadata) return null;
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }

    private static string FingerprintOf(SortedDictionary<string, AssemblyPart> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, part) in parts)
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(name + '\0'));
            hash.AppendData(BitConverter.GetBytes(part.Code.Length));
            hash.AppendData(part.Code);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
