using System.Reflection;
using System.Text.Json;
using KaosNet.Modules;
using KaosNet.Scripting.CSharp.Matches;

namespace KaosNet.Scripting.CSharp.Loading;

/// <summary>
/// A module that is loaded. Calls and matches enter it and leave it; when it has been replaced and the last of them is gone, its types are given up.
/// </summary>
#pragma warning disable CA1001 // it disposes of what it owns when the last call has left it
internal sealed class LoadedModule
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _unloading = new();

    /// <summary>Null once unloaded.</summary>
    private ModuleLoadContext? _context;

    /// <summary>Who is inside, and one for being in use; never goes up again from 0.</summary>
    private int _inside = 1;

    private LoadedModule(AssemblyFile file, ModuleLoadContext context)
    {
        (Name, Path, Fingerprint, _context) = (file.Name, file.Path, file.Fingerprint, context);
        Unloading = _unloading.Token;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Where it lies below the module folder.</summary>
    public string Path { get; }

    /// <summary>SHA-256 over its assembly and those that it brought along.</summary>
    public string Fingerprint { get; }

    /// <summary>Cancelled when it is given up.</summary>
    public CancellationToken Unloading { get; }

    /// <summary>How states of its matches are written down. Remembers the module's types, so it is the module's own and goes with it.</summary>
    public JsonSerializerOptions StateOptions { get; private set; } = StateText.NewOptions();

    /// <summary>What it registered.</summary>
    public ModuleRegistrations Registrations { get; private set; } = null!;

    /// <summary>
    /// Loads an assembly and has its modules register. Null when it holds none: it is there for others.
    /// </summary>
    /// <param name="file">The assembly.</param>
    /// <param name="settings">What modules may know.</param>
    /// <param name="server">The server.</param>
    /// <exception cref="ModuleBrokenException">It cannot be loaded.</exception>
    public static LoadedModule? Load(AssemblyFile file, ScriptSettings settings, Nk.NkServer server)
    {
        var context = new ModuleLoadContext(file);
        var module = new LoadedModule(file, context);
        try
        {
            var types = ModulesOf(context.LoadAll());
            if (types.Count == 0)
            {
                context.Unload();
                return null;
            }

            module.Registrations = new(module, settings, server);
            foreach (var type in types) Create(type).Initialize(module.Registrations);
            module.Registrations.IsClosed = true;
            return module;
        }
#pragma warning disable CA1031 // whatever a module throws while it loads refuses this module and no more
        catch (Exception broken)
#pragma warning restore CA1031
        {
            context.Unload();
            throw new ModuleBrokenException($"{file.Path}: {WhyOf(broken)}", broken);
        }
    }

    /// <summary>A call begins, unless the module has been given up.</summary>
    public bool TryEnter()
    {
        var inside = Volatile.Read(ref _inside);
        while (inside > 0)
        {
            var seen = Interlocked.CompareExchange(ref _inside, inside + 1, inside);
            if (seen == inside) return true;
            inside = seen;
        }

        return false;
    }

    /// <summary>A call is over.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _inside) == 0) GiveUp();
    }

    /// <summary>The module is not in use any more. Once.</summary>
    public void Retire() => Leave();

    private static List<Type> ModulesOf(Assembly assembly) =>
    [
        .. assembly.GetExportedTypes().Where(type => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false } && type.IsAssignableTo(typeof(IServerModule)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal),
    ];

    private static IServerModule Create(Type type) => type.GetConstructor(Type.EmptyTypes) is { } constructor
        ? (IServerModule)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, null, null)
        : throw new MissingMethodException($"{type.FullName} has no public constructor without parameters");

    private static string WhyOf(Exception broken) => broken switch
    {
        ReflectionTypeLoadException { LoaderExceptions: [{ } first, ..] } => first.Message,
        FileNotFoundException { FileName: { } missing } => $"it needs {missing}, which is not beside it",
        BadImageFormatException or MissingMethodException or TypeLoadException or FileLoadException => broken.Message,
        _ => $"{broken.GetType().Name}: {broken.Message}",
    };

    private void GiveUp()
    {
        _unloading.Cancel();
        _unloading.Dispose();
        (Registrations, StateOptions) = (null!, null!);
        Interlocked.Exchange(ref _context, null)?.Unload();
    }
}

/// <summary>A module cannot be loaded; the message is one line for the operator.</summary>
internal sealed class ModuleBrokenException(string message, Exception inner) : Exception(message, inner);
