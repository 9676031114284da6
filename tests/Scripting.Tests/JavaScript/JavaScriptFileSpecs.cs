namespace KaosNet.Scripting.Tests.JavaScript;

/// <summary>Script files with their expected output beside them.</summary>
public class JavaScriptFileSpecs
{
    public static TheoryData<string> Files() => [.. Directory.EnumerateFiles(Folder, "*.js").Select(file => Path.GetFileName(file)!).Order()];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "JavaScript", "Scripts");

    [Theory]
    [MemberData(nameof(Files))]
    public void a_script_prints_what_is_expected(string file)
    {
        using var world = new JavaScriptWorldUnderTest();
        world.Run(File.ReadAllText(Path.Combine(Folder, file)), out _, file).ShouldBeNull();
        world.Printed.ShouldBe(File.ReadAllText(Path.Combine(Folder, Path.ChangeExtension(file, ".expected"))));
    }
}
