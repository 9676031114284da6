using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using KaosNet.Modules;
using KaosNet.Modules.Kernel;

namespace KaosNet.Scripting.Tests.Server;

/// <summary>The page of the reference that lists the server's functions, written from the interfaces and their doc comments.</summary>
internal static partial class ServerReferencePage
{
    private const string Head = """
        # Functions of the server

        What a module may ask of the server, under its name in each language: `nk` is the object that a C# module's context has, the table that Lua's
        `require("nakama")` (or `require("kaos")`, the same table) returns, and the third argument of functions in JavaScript. Arguments with a question mark may be left
        out. Moments are Unix seconds in scripts. A refusal is a `RefusedException` in C#, an error that `pcall` catches in Lua, an exception in JavaScript.

        Members of arguments and results that are tables are spelled `user_id` in Lua and `userId` in JavaScript. Where Lua returns the members of a result as several
        values, JavaScript returns one object with them.


        """;

    private static readonly Lazy<Dictionary<string, XElement>> Comments = new(() =>
        XDocument.Load(Path.ChangeExtension(typeof(INk).Assembly.Location, ".xml")).Descendants("member").ToDictionary(member => member.Attribute("name")!.Value));

    /// <summary>Every function, family by family.</summary>
    public static IEnumerable<(PropertyInfo Family, MethodInfo Method, ServerFunctionAttribute Function)> Functions() =>
        from family in typeof(INk).GetProperties()
        from method in family.PropertyType.GetMethods()
        let function = method.GetCustomAttribute<ServerFunctionAttribute>()
        where function is not null
        select (family, method, function);

    /// <summary>A function's name in JavaScript.</summary>
    public static string JavaScriptName(ServerFunctionAttribute function) =>
        function.JavaScript.Length > 0 ? function.JavaScript : Underscore().Replace(function.Lua, letter => letter.Groups[1].Value.ToUpperInvariant());

    /// <summary>The page.</summary>
    public static string Write()
    {
        var page = new StringBuilder(Head);
        foreach (var family in Functions().GroupBy(function => function.Family))
        {
            page.Append($"## {family.Key.Name}\n\n{Comment("T:" + family.Key.PropertyType.FullName, "summary")}\n\n| C# | Lua | JavaScript | |\n|---|---|---|---|\n");
            foreach (var (_, method, function) in family)
            {
                page.Append($"| `nk.{family.Key.Name}.{method.Name}({string.Join(", ", method.GetParameters().Select(Argument))}){Result(method)}` | `{function.Lua}` | ");
                page.Append($"{(function.JavaScript == "-" ? "–" : $"`{JavaScriptName(function)}`")} | {Comment(NameOf(method), "summary")} |\n");
            }

            page.Append('\n');
        }

        return page.ToString().TrimEnd() + "\n";
    }

    private static string Argument(ParameterInfo argument) => argument.Name + (argument.HasDefaultValue ? "?" : "");

    private static string Result(MethodInfo method)
    {
        var type = method.ReturnType;
        if (type.Name.StartsWith("ValueTask", StringComparison.Ordinal)) type = type.IsGenericType ? type.GenericTypeArguments[0] : typeof(void);
        return type == typeof(void) ? "" : ": " + Short(type);
    }

    private static string Short(Type type) => type switch
    {
        { IsGenericType: true, Name: "IReadOnlyList`1" } => Short(type.GenericTypeArguments[0]) + "[]",
        { IsGenericType: true, Name: "IReadOnlyDictionary`2" } => $"{Short(type.GenericTypeArguments[0])} by {Short(type.GenericTypeArguments[1])}",
        { IsGenericType: true, Name: "Nullable`1" } => Short(type.GenericTypeArguments[0]) + "?",
        { Name: "String" } => "text",
        { Name: "Byte[]" } => "bytes",
        { Name: "Boolean" } => "bool",
        { Name: "Object" } => "value",
        { Name: "Int32" or "Int64" } => "number",
        _ => type.Name,
    };

    private static string NameOf(MethodInfo method) => Comments.Value.Keys.Single(name =>
        name == $"M:{method.DeclaringType!.FullName}.{method.Name}" || name.StartsWith($"M:{method.DeclaringType.FullName}.{method.Name}(", StringComparison.Ordinal));

    private static string Comment(string member, string part)
    {
        var text = string.Concat(Comments.Value[member].Element(part)!.Nodes().Select(node => node is XElement { Name.LocalName: "c" } code ? $"`{code.Value}`" : node switch
        {
            XElement { Name.LocalName: "see" } see => $"`{see.Attribute("cref")!.Value.Split('.')[^1]}`",
            _ => node.ToString(),
        }));
        return Blanks().Replace(text, " ").Trim().Replace("|", "\\|");
    }

    [GeneratedRegex("_([a-z0-9])")]
    private static partial Regex Underscore();

    [GeneratedRegex("\\s+")]
    private static partial Regex Blanks();
}
