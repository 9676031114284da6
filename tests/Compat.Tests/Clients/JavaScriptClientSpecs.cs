using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace KaosNet.Compat.Tests.Clients;

/// <summary>
/// The official JavaScript client, unmodified, in its JSON and its protobuf form. Each test of <c>JavaScript/*.test.mjs</c> is one case here.
/// </summary>
public sealed partial class JavaScriptClientSpecs(CompatServer compat)
{
    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "JavaScript");
    static readonly ConcurrentDictionary<(string File, string Format), Lazy<Task<IReadOnlyDictionary<string, string>>>> Runs = new();

    public static IEnumerable<TheoryDataRow<string, string, string>> Cases() =>
        from file in Directory.GetFiles(Folder, "*.test.mjs").Order(StringComparer.Ordinal)
        from format in new[] { "json", "protobuf" }
        from Match declared in Declaration().Matches(File.ReadAllText(file))
        select new TheoryDataRow<string, string, string>(Path.GetFileName(file), format, declared.Groups["name"].Value);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task passes(string file, string format, string test)
    {
        var run = Runs.GetOrAdd((file, format), key => new(() => Run(key.File, key.Format)));
        var results = await run.Value;
        var result = results.GetValueOrDefault(test, "Node did not run it");
        if (result != "ok") Assert.Fail(result);
    }

    /// <summary>Runs one file with Node's own test runner and reads its TAP lines.</summary>
    async Task<IReadOnlyDictionary<string, string>> Run(string file, string format)
    {
        await NodePackages.Ready;
        var output = await Node.Run(
            "node", ["--test", "--test-reporter=tap", Path.Combine(Folder, file)], TimeSpan.FromMinutes(2), ignoreExitCode: true,
            ("KAOS_PORT", compat.Server.Port.ToString()), ("KAOS_FORMAT", format));
        var results = new Dictionary<string, string>(StringComparer.Ordinal);
        var lines = output.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = Result().Match(lines[i]);
            if (!line.Success) continue;
            var details = string.Join('\n', lines.Skip(i + 1).TakeWhile(next => !Result().IsMatch(next)).Take(40));
            results[line.Groups["name"].Value] = line.Groups["not"].Success ? "not ok\n" + details + "\n\nserver:\n" + compat.Server.Said : "ok";
        }
        if (results.Count == 0) throw new InvalidOperationException("Node ran no test:\n" + output);
        return results;
    }

    [GeneratedRegex("""^test\("(?<name>[^"]+)",""", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^\s*(?<not>not )?ok \d+ - (?<name>.+?)\s*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Result();
}
