using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KaosNet.Scripting.Tests.CSharp;

/// <summary>Compiles modules of specs.</summary>
internal static class ModuleSource
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Text;
        using System.Threading;
        using System.Threading.Tasks;
        using KaosNet.Modules;
        using KaosNet.Modules.Hooks;
        using KaosNet.Modules.Leaderboards;
        using KaosNet.Modules.Matches;
        using KaosNet.Modules.Matchmaking;
        using KaosNet.Protocol.Api;
        using KaosNet.Protocol.Realtime;
        using Microsoft.Extensions.Logging;


        """;

    private static readonly Lazy<IReadOnlyList<MetadataReference>> Framework = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileName(file) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "KaosNet.Modules.dll" or "KaosNet.Protocol.dll"
                or "netstandard.dll" or "Microsoft.Extensions.Logging.Abstractions.dll"))
            .Select(file => MetadataReference.CreateFromFile(file)),
    ]);

    /// <summary>A module whose <c>Initialize</c> has this body, with <c>setup</c> at hand, and further types.</summary>
    public static string Module(string body, string types = "") =>
        $$"""
        public sealed class Main : IServerModule
        {
            public void Initialize(IModuleSetup setup)
            {
                {{body}}
            }
        }

        {{types}}
        """;

    /// <summary>Writes an assembly into a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The assembly's name.</param>
    /// <param name="source">Its source.</param>
    /// <param name="beside">Files of assemblies that it uses.</param>
    public static string Compile(string folder, string name, string source, params string[] beside)
    {
        var compilation = CSharpCompilation.Create(
            name, [CSharpSyntaxTree.ParseText(Usings + source)], [.. Framework.Value, .. beside.Select(file => MetadataReference.CreateFromFile(file))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, deterministic: true));
        using var code = new MemoryStream();
        var result = compilation.Emit(code);
        result.Success.ShouldBeTrue(string.Join("\n", result.Diagnostics.Where(problem => problem.Severity == DiagnosticSeverity.Error)));
        var file = Path.Combine(folder, name + ".dll");
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(file, code.ToArray());
        return file;
    }
}
