using System.Reflection;
using KaosNet.Modules.Kernel;
using KaosNet.Scripting.JavaScript;
using KaosNet.Scripting.Nk;
using KaosNet.Scripting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Scripting.Tests.Server;

/// <summary>The server's API: complete by the table of the reference's functions, explained, and on its page.</summary>
public sealed class ServerFunctionsSpecs
{
    /// <summary>What belongs to a language rather than to the server: registrations, clocks, ids, JSON, the log, and what is itself a script.</summary>
    private static readonly string[] OfTheLanguage =
    [
        "get_context", "get_satori", "json_decode", "json_encode", "logger_debug", "logger_error", "logger_info", "logger_warn", "run_once", "storage_write_retry", "time", "uuid_v4",
    ];

    private static readonly string Root = FindRoot();

    [Fact]
    public void every_function_of_the_table_is_there_in_lua()
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        var library = NkLibrary.Of(new NkServer(services, NullLogger.Instance), new ScriptSettings { Node = "kaos", Path = "modules" });
        Rows().Select(row => row.Lua).Except(library.Functions.Keys).Except(OfTheLanguage).ShouldBeEmpty();
    }

    [Fact]
    public void every_function_of_the_table_is_there_in_javascript()
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        var library = NkLibrary.InJavaScript(new NkServer(services, NullLogger.Instance));
        var satori = new JavaScriptLibrary("satori").AddSatoriFunctions(new NkServer(services, NullLogger.Instance));
        AllJavaScript().Except(library.Functions.Keys).Except(satori.Functions.Keys.Select(name => "getSatori()." + name)).ShouldBeEmpty();
    }

    [Fact]
    public void names_are_those_of_the_table()
    {
        var rows = Rows().ToDictionary(row => row.Lua);
        foreach (var (_, method, function) in ServerReferencePage.Functions())
        {
            // Names that the table has not are ours.
            if (!rows.TryGetValue(function.Lua, out var row)) continue;
            if (row.JavaScript != "-") ServerReferencePage.JavaScriptName(function).ShouldBe(row.JavaScript, method.Name);
        }
    }

    [Fact]
    public void no_two_functions_share_a_name() =>
        ServerReferencePage.Functions().GroupBy(function => function.Function.Lua).Where(same => same.Count() > 1).Select(same => same.Key).ShouldBeEmpty();

    [Fact]
    public void every_argument_has_a_bound_and_every_list_a_length()
    {
        foreach (var (_, method, _) in ServerReferencePage.Functions())
        {
            foreach (var argument in method.GetParameters())
            {
                var isList = argument.ParameterType is { IsGenericType: true, Name: "IReadOnlyList`1" };
                if (isList) argument.GetCustomAttribute<AtMostAttribute>().ShouldNotBeNull($"{method.DeclaringType!.Name}.{method.Name} {argument.Name}");
            }
        }
    }

    [Fact]
    public void the_page_of_the_reference_is_that_of_the_code()
    {
        var file = Path.Combine(Root, "docs/reference/server-functions.md");
        var page = ServerReferencePage.Write();
        if (Environment.GetEnvironmentVariable("KAOS_APPROVE") == "1") File.WriteAllText(file, page);
        File.ReadAllText(file).ShouldBe(page, "Run this test with KAOS_APPROVE=1 to write the page anew.");
    }

    /// <summary>The functions of <c>nk</c> and of what it returns; those of other objects have a point in their names.</summary>
    private static IEnumerable<string> AllJavaScript() =>
        from line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Parity/runtime-functions.tsv")).Skip(1)
        let name = line.Split('\t')[1]
        where name.Length > 1 && (!name.Contains('.') || name.StartsWith("getSatori().", StringComparison.Ordinal))
        select name;

    private static IEnumerable<(string Lua, string JavaScript)> Rows() =>
        from line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Parity/runtime-functions.tsv")).Skip(1)
        let cells = line.Split('\t')
        where cells[0].Length > 1 && !cells[0].Contains('(') && !cells[0].Contains('.')
        select (cells[0], cells[1]);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "KaosNet.EventSourced.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
