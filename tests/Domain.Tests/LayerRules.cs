using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace KaosNet.Domain.Tests;

/// <summary>The rules of layout that a machine can check: who may use whom, where things lie, how long a file may be.</summary>
public sealed partial class LayerRules
{
    const int LinesMax = 400;
    const int SmallFolderFilesMax = 14;

    static readonly string Root = FindRoot();

    /// <summary>What each project may reference of ours.</summary>
    static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["src/Domain"] = [],
        ["src/Protocol"] = [],
        ["src/Store"] = ["Domain"],
        ["src/Projections"] = ["Domain", "Store"],
        ["src/Realtime"] = ["Domain", "Protocol", "Store", "Projections"],
        // What modules in C# are written against: its functions, and the messages that their hooks are given.
        ["src/Modules"] = ["Protocol"],
        ["src/Scripting"] = ["Domain", "Protocol", "Store", "Projections", "Realtime", "Modules", "Bindings"],
        // Writes the bindings of scripts while src/Scripting is compiled.
        ["tools/bindings"] = [],
        ["src/Console"] = ["Domain", "Protocol", "Store", "Projections", "Realtime", "Scripting"],
        ["src/Api"] = ["Domain", "Protocol", "Store", "Projections", "Realtime", "Scripting", "Console"],
        ["tools/replay"] = ["Domain", "Protocol", "Store", "Projections", "Realtime", "Scripting"],
        // Modules in C# and clients that share the games' rules.
        ["modules/riders.csharp/rules"] = [],
        ["modules/riders.csharp/module"] = ["Riders.Rules", "Modules"],
        ["modules/riders/client"] = ["Protocol", "Riders.Rules"],
        ["modules/four.csharp/rules"] = [],
        ["modules/four.csharp/module"] = ["Four.Rules", "Modules"],
        ["modules/four.csharp/client"] = ["Four.Rules"],
        ["bench/modules/echo.csharp"] = ["Modules"],
        // Beside the wire, bench measures the Journal, boards, the matchmaker and the matches of scripts by themselves.
        ["bench"] = ["Protocol", "Store", "Projections", "Realtime", "Scripting"],
    };

    static readonly string[] RootEntries =
    [
        ".ci", ".editorconfig", ".git", ".gitattributes", ".gitignore", "BannedSymbols.txt", "CHANGELOG.md", "CONTRIBUTING.md", "Directory.Build.props",
        "Directory.Packages.props", "Dockerfile", "KaosNet.EventSourced.sln", "LICENSE", "README.md", "bench", "docker-compose.yml", "docs",
        "examples", "global.json", "kaos", "modules", "ops", "src", "tests", "tools",
    ];

    /// <summary>The game's words; every other folder of Domain and every slice elsewhere must be one of them.</summary>
    static readonly string[] Slices =
    [
        "Accounts", "Sessions", "Friends", "Groups", "Chat", "Leaderboards", "Tournaments", "Matches", "Matchmaking", "Parties", "Notifications",
        "Storage", "Wallets", "Purchases", "Presence", "Operators", "Leagues", "Brackets", "Scripts", "Subscriptions", "Forgetting", "Undoing", "Seals",
    ];

    static readonly string[] BannedFolders = ["Common", "Utils", "Util", "Helpers", "Managers", "Misc", "Shared"];

    /// <summary>Files over the bound, each with its reason.</summary>
    static readonly Dictionary<string, string> LongFiles = [];

    [Fact]
    public void projects_use_only_what_stands_below_them()
    {
        foreach (var project in Files("*.csproj").Where(file => !file.StartsWith("tests/")))
        {
            var folder = Path.GetDirectoryName(project)!;
            MayUse.ShouldContainKey(folder, $"{project} is not in the table of layers.");
            ReferencesOf(project).Except(MayUse[folder]).ShouldBeEmpty($"{project} looks up the layers.");
        }
    }

    [Fact]
    public void nothing_but_tests_uses_the_api()
    {
        foreach (var project in Files("*.csproj").Where(file => !file.StartsWith("tests/"))) ReferencesOf(project).ShouldNotContain("Api", project);
    }

    [Fact]
    public void the_rules_and_the_wire_need_no_package_that_does_anything()
    {
        XDocument.Load(Path.Combine(Root, "src/Domain/KaosNet.Domain.csproj")).Descendants("PackageReference").ShouldBeEmpty();
        foreach (var file in Files("*.cs").Where(file => file.StartsWith("src/Domain/")))
            File.ReadAllText(Path.Combine(Root, file)).ShouldNotMatch("using System\\.(IO|Net|Threading\\.Tasks)\\b", $"{file} does input or output");
    }

    [Fact]
    public void the_root_holds_what_the_style_lists_and_no_more() =>
        Directory.EnumerateFileSystemEntries(Root).Select(entry => Path.GetFileName(entry)!).Except(IgnoredAtRoot).Except(RootEntries).ShouldBeEmpty();

    [Fact]
    public void no_file_is_longer_than_a_reader_bears() => Files("*.cs")
        .Where(file => File.ReadLines(Path.Combine(Root, file)).Count() > LinesMax && !LongFiles.ContainsKey(file))
        .ShouldBeEmpty($"over {LinesMax} lines; split by what it does, or list it here with a reason");

    [Fact]
    public void no_folder_is_a_drawer_for_odds_and_ends() => Folders()
        .Where(folder => BannedFolders.Contains(Path.GetFileName(folder)))
        .ShouldBeEmpty();

    [Fact]
    public void the_rules_are_sliced_by_the_words_of_the_game() => Directory.EnumerateDirectories(Path.Combine(Root, "src/Domain"))
        .Select(folder => Path.GetFileName(folder)!)
        .Where(folder => folder is not ("bin" or "obj"))
        .Except(["Kernel", .. Slices])
        .ShouldBeEmpty();

    [Fact]
    public void every_slice_of_the_rules_has_its_front_page_of_at_most_forty_lines()
    {
        foreach (var slice in Slices.Where(slice => Directory.Exists(Path.Combine(Root, "src/Domain", slice))))
        {
            var page = Path.Combine(Root, "src/Domain", slice, "README.md");
            File.Exists(page).ShouldBeTrue($"src/Domain/{slice}/README.md is missing.");
            File.ReadLines(page).Count().ShouldBeLessThanOrEqualTo(40, page);
        }
    }

    [Fact]
    public void the_kernel_stays_small() =>
        Directory.EnumerateFiles(Path.Combine(Root, "src/Domain/Kernel"), "*.cs").Count().ShouldBeLessThanOrEqualTo(SmallFolderFilesMax);

    [Fact]
    public void namespaces_are_the_project_and_the_folder()
    {
        foreach (var file in Files("*.cs").Where(file => file.StartsWith("src/")))
        {
            if (NamespaceLine().Match(File.ReadAllText(Path.Combine(Root, file))) is not { Success: true } found) continue;
            found.Groups[1].Value.ShouldBe("KaosNet." + Path.GetDirectoryName(file)!["src/".Length..].Replace('/', '.'), file);
        }
    }

    static IEnumerable<string> ReferencesOf(string project) => XDocument.Load(Path.Combine(Root, project)).Descendants("ProjectReference")
        .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'))["KaosNet.".Length..]);

    static IEnumerable<string> Files(string pattern) => Directory.EnumerateFiles(Root, pattern, SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
        .Where(file => !IsBuilt(file));

    static IEnumerable<string> Folders() => Directory.EnumerateDirectories(Root, "*", SearchOption.AllDirectories)
        .Select(folder => Path.GetRelativePath(Root, folder).Replace('\\', '/'))
        .Where(folder => !IsBuilt(folder + "/"));

    static bool IsBuilt(string path) => path.StartsWith('.') || BuiltFolder().IsMatch("/" + path);

    // What .gitignore keeps out, so that a build or an editor does not fail the rule.
    static IEnumerable<string> IgnoredAtRoot => File.ReadLines(Path.Combine(Root, ".gitignore")).Select(line => line.Trim('/'))
        .Concat(Directory.EnumerateFiles(Root, "*.user").Select(file => Path.GetFileName(file)!));

    static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "KaosNet.EventSourced.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run within the repository.");
    }

    [GeneratedRegex(@"^namespace (?<name>[\w.]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex("/(artifacts|bin|obj|node_modules|data|TestResults)/", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BuiltFolder();
}
