using System.Diagnostics;
using KaosNet.Tests.Support;

namespace KaosNet.Compat.Tests.Docs;

/// <summary>
/// <c>./kaos publish FOLDER</c> with a stand-in for the compiler, which would take a minute and a half: what it is asked for, and what becomes of the folder.
/// </summary>
public sealed class PublishSpecs
{
    readonly string _folder = TestFolder.Create("publish");

    public PublishSpecs()
    {
        File.Copy(Path.Combine(SourceTree.Root, "kaos"), At("kaos"));
        Directory.CreateDirectory(At("bin"));
        Executable("dotnet", """
            #!/bin/sh
            # Else it is asked for the compiler that all projects share, which is ended here.
            [ "$1" = publish ] || exit 0
            echo "$@" > "${0%/bin/*}/asked"
            while [ $# -gt 0 ]; do [ "$1" = -o ] && folder=$2; shift; done
            mkdir -p "$folder" && echo new > "$folder/KaosNet.Api.dll"
            if [ -n "$BROKEN" ]; then echo "error: $BROKEN"; exit 1; fi
            """);
    }

    [Fact]
    public async Task a_server_is_compiled_ahead_of_time_for_this_kind_of_machine()
    {
        var run = await Publish(At("server"));
        run.ShouldBe((0, $"Start it with: dotnet {At("server")}/KaosNet.Api.dll\n"));
        File.ReadAllText(At("server", "KaosNet.Api.dll")).ShouldBe("new\n");
        Directory.Exists(At("server.new")).ShouldBeFalse();
        var asked = File.ReadAllText(At("asked"));
        asked.ShouldStartWith($"publish {At("src", "Api")} -c Release -r ");
        asked.ShouldMatch(" -r (linux|osx)-(x64|arm64) --no-self-contained -p:PublishReadyToRun=true ");
        asked.ShouldContain(" -p:UseSharedCompilation=true ");
    }

    [Fact]
    public async Task a_published_server_is_replaced_as_a_whole()
    {
        Directory.CreateDirectory(At("server"));
        File.WriteAllText(At("server", "KaosNet.Api.dll"), "old\n");
        File.WriteAllText(At("server", "Gone.dll"), "old\n");
        (await Publish(At("server"))).Code.ShouldBe(0);
        Directory.GetFiles(At("server")).ShouldBe([At("server", "KaosNet.Api.dll")]);
        File.ReadAllText(At("server", "KaosNet.Api.dll")).ShouldBe("new\n");
    }

    [Fact]
    public async Task one_that_does_not_compile_leaves_the_server_that_is_there()
    {
        Directory.CreateDirectory(At("server"));
        File.WriteAllText(At("server", "KaosNet.Api.dll"), "old\n");
        var run = await Publish([At("server")], broken: "CS1002");
        run.Code.ShouldBe(1);
        run.Said.ShouldBe("");
        run.Complaint.ShouldContain("error: CS1002");
        File.ReadAllText(At("server", "KaosNet.Api.dll")).ShouldBe("old\n");
    }

    [Fact]
    public async Task a_folder_of_something_else_is_left_alone()
    {
        Directory.CreateDirectory(At("mine"));
        File.WriteAllText(At("mine", "letter"), "dear");
        var run = await Publish([At("mine")], broken: null);
        (run.Code, run.Complaint).ShouldBe((1, $"kaos: {At("mine")} holds something else; name a folder of its own.\n"));
        File.ReadAllText(At("mine", "letter")).ShouldBe("dear");
        File.Exists(At("asked")).ShouldBeFalse();
    }

    [Theory]
    [InlineData]
    [InlineData("")]
    [InlineData("--fast")]
    [InlineData("one", "two")]
    public async Task it_wants_one_folder(params string[] arguments)
    {
        var run = await Publish(arguments, broken: null);
        (run.Code, run.Complaint).ShouldBe((2, "kaos: publish wants one folder, where the server is to be written.\n"));
    }

    string At(params string[] path) => Path.Combine([_folder, .. path]);

    void Executable(string name, string script)
    {
        File.WriteAllText(At("bin", name), script);
        File.SetUnixFileMode(At("bin", name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    async Task<(int Code, string Said)> Publish(string folder)
    {
        var (code, said, _) = await Publish([folder], broken: null);
        return (code, said);
    }

    async Task<(int Code, string Said, string Complaint)> Publish(string[] arguments, string? broken)
    {
        var start = new ProcessStartInfo("bash", [At("kaos"), "publish", .. arguments])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["PATH"] = At("bin") + ":" + Environment.GetEnvironmentVariable("PATH");
        start.Environment["BROKEN"] = broken;
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync();
        var complaint = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await said, await complaint);
    }
}
