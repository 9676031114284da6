using System.Reflection;
using System.Runtime.Loader;

namespace KaosNet.Scripting.CSharp.Loading;

/// <summary>A module's own world of types, which goes when nothing uses it any more. Nothing in it is locked on disk.</summary>
internal sealed class ModuleLoadContext(AssemblyFile file) : AssemblyLoadContext(file.Name, isCollectible: true)
{
    private IReadOnlyDictionary<string, AssemblyPart> _parts = file.Parts;

    /// <summary>Loads the module's assembly and all that it brought along.</summary>
    /// <exception cref="BadImageFormatException">One of them is broken.</exception>
    /// <exception cref="FileLoadException">One of them is not what it is called.</exception>
    public Assembly LoadAll()
    {
        var main = LoadFromAssemblyName(new AssemblyName(file.Name));
        foreach (var part in _parts.Keys) LoadFromAssemblyName(new AssemblyName(part));
        // They are in memory now, and need not be there twice.
        _parts = new Dictionary<string, AssemblyPart>(0);
        return main;
    }

    /// <summary>What is not the module's own comes from the server.</summary>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name is not { } name || SharedAssemblies.Has(name) || !_parts.TryGetValue(name, out var part)) return null;
        using var code = new MemoryStream(part.Code, writable: false);
        using var symbols = part.Symbols is null ? null : new MemoryStream(part.Symbols, writable: false);
        return LoadFromStream(code, symbols);
    }
}
