using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace KaosNet.Bindings;

/// <summary>
/// Writes what stands between scripts and the server's API (<c>INk</c>): for each of its functions one method for each language, which reads the arguments, calls the
/// function and hands back what it returns.
/// </summary>
[Generator]
public sealed class BindingsGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        context.RegisterSourceOutput(context.CompilationProvider, static (output, compilation) =>
        {
            if (compilation.GetTypeByMetadataName("KaosNet.Modules.INk") is not { } api) return;
            var functions = ServerFunction.Of(api).ToList();
            output.AddSource("EntryReaders.g.cs", SourceText.From(EntryReaders.Of(functions), Encoding.UTF8));
            foreach (var language in new[] { Language.Lua, Language.JavaScript })
                output.AddSource(language.Name + "Bindings.g.cs", SourceText.From(LanguageBindings.Of(functions, language), Encoding.UTF8));
        });
    }
}
