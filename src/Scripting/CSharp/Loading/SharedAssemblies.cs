using System.Collections.Frozen;
using KaosNet.Modules;

namespace KaosNet.Scripting.CSharp.Loading;

/// <summary>
/// Assemblies that modules share with the server, so that a type is the same on both sides: the interface with the messages, and the framework. A copy of one in the
/// module folder, as a build leaves it there, is passed over.
/// </summary>
internal static class SharedAssemblies
{
    /// <summary>What every module refers to.</summary>
    public static readonly string Interface = typeof(IServerModule).Assembly.GetName().Name!;

    private static readonly FrozenSet<string> Names = AllOf().ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool Has(string name) => Names.Contains(name);

    /// <summary>The interface and all that it needs, and whatever came with the runtime.</summary>
    private static HashSet<string> AllOf()
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { Interface, "mscorlib", "netstandard" };
        var open = new Queue<System.Reflection.Assembly>([typeof(IServerModule).Assembly]);
        while (open.TryDequeue(out var assembly))
        {
            foreach (var needed in assembly.GetReferencedAssemblies())
            {
                if (names.Add(needed.Name!) && !IsOfTheRuntime(needed.Name!)) open.Enqueue(System.Reflection.Assembly.Load(needed));
            }
        }

        var trusted = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";
        names.UnionWith(trusted.Split(Path.PathSeparator).Select(file => Path.GetFileNameWithoutExtension(file)!).Where(IsOfTheRuntime));
        return names;
    }

    private static bool IsOfTheRuntime(string name) =>
        name.StartsWith("System.", StringComparison.Ordinal) || name is "System" or "Microsoft.CSharp" or "WindowsBase" ||
        name.StartsWith("Microsoft.Win32.", StringComparison.Ordinal) || name.StartsWith("Microsoft.VisualBasic", StringComparison.Ordinal);
}
