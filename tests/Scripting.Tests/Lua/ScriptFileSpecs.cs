using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Tests.Lua;

/// <summary>Script files with their expected output beside them, in a plain and in a deterministic state.</summary>
public class ScriptFileSpecs
{
    public static TheoryData<string> Files() => [.. Directory.EnumerateFiles(Folder, "*.lua").Select(file => Path.GetFileName(file)!).Order()];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Lua", "Scripts");

    [Theory]
    [MemberData(nameof(Files))]
    public void a_script_prints_what_is_expected(string file)
    {
        foreach (var deterministic in new[] { false, true })
        {
            using var world = new ScriptWorld(new LuaStateOptions { Deterministic = deterministic });
            world.State.Clock = 1_795_348_800;
            world.Run(File.ReadAllText(Path.Combine(Folder, file)), file).ShouldBeNull();
            world.Printed.ShouldBe(File.ReadAllText(Path.Combine(Folder, Path.ChangeExtension(file, ".expected"))));
        }
    }
}
