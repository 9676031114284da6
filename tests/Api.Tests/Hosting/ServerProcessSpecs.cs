using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using KaosNet.Tests.Support;

namespace KaosNet.Api.Tests.Hosting;

/// <summary>What an operator does to a server: starts it, stops it, starts it twice, kills it.</summary>
public class ServerProcessSpecs
{
    readonly string data = Path.Combine(TestFolder.Create("server"), "data");

    [Theory]
    [InlineData("interrupt")]
    [InlineData("terminate")]
    public async Task a_signal_stops_everything_cleanly_the_database_included(string signal)
    {
        await using var server = await ServerProcess.StartAsync(data);
        var database = DatabaseProcess();
        if (signal == "interrupt") server.Interrupt();
        else server.Terminate();

        (await server.EndAsync()).ShouldBe(0, server.Output);
        server.Output.Trim().ShouldEndWith("\"msg\":\"Shutdown complete\"}");
        Troubles(server.Output).ShouldBeEmpty();
        IsRunning(database).ShouldBeFalse();
    }

    [Fact]
    public async Task a_killed_server_takes_its_database_along_and_does_not_stop_the_next_start()
    {
        await using var killed = await ServerProcess.StartAsync(data);
        var database = DatabaseProcess();
        killed.Kill();
        await killed.EndAsync();

        // The next start does not wait for the orphan: it deals with it.
        await using var next = await ServerProcess.StartAsync(data);
        IsRunning(database).ShouldBeFalse();
        next.Interrupt();
        (await next.EndAsync()).ShouldBe(0, next.Output);
    }

    [Fact]
    public async Task an_orphan_goes_down_by_itself()
    {
        await using var killed = await ServerProcess.StartAsync(data);
        var database = DatabaseProcess();
        killed.Kill();
        await killed.EndAsync();
        await Eventually.Is(() => !IsRunning(database), "the database notices that its server is gone");
    }

    [Fact]
    public async Task a_killed_database_comes_back_while_the_server_runs()
    {
        await using var server = await ServerProcess.StartAsync(data);
        var database = DatabaseProcess();
        using (var process = Process.GetProcessById(database)) process.Kill();

        await Eventually.Is(() => server.Output.Contains("PostgreSQL is running again"), "the database is started again");
        DatabaseProcess().ShouldNotBe(database);
        await server.AnswersAsync();
    }

    [Fact]
    public async Task two_servers_run_side_by_side_on_folders_and_ports_of_their_own()
    {
        await using var one = await ServerProcess.StartAsync(data);
        await using var other = await ServerProcess.StartAsync(data + "-other");
        await one.AnswersAsync();
        await other.AnswersAsync();
    }

    [Fact]
    public async Task a_second_server_on_the_same_folder_is_refused_and_the_first_goes_on()
    {
        await using var first = await ServerProcess.StartAsync(data);
        var (code, output) = await ServerProcess.RunAsync(["--data_dir", data, .. ServerProcess.Ports(FreePort.Block(3)), "--logger.level", "error"]);
        code.ShouldBe(1);
        output.Trim().ShouldStartWith($"Another KaosNet server (process {first.Id}) is running on the data folder {data}");
        output.Trim().ShouldNotContain("\n");
        await first.AnswersAsync();
    }

    [Fact]
    public async Task a_port_in_use_is_refused_in_one_line()
    {
        await using var first = await ServerProcess.StartAsync(data);
        var (code, output) = await ServerProcess.RunAsync(["--data_dir", data + "-other", .. ServerProcess.Ports(first.Port)]);
        code.ShouldBe(1);
        output.Trim().ShouldStartWith($"socket.port: port {first.Port} cannot be opened: Address already in use. Choose other ports with --socket.port");
        output.Trim().ShouldNotContain("\n");
        Directory.Exists(data + "-other").ShouldBeFalse();
    }

    [Fact]
    public async Task a_grpc_port_in_use_is_named()
    {
        var port = FreePort.Block(2);
        using var taken = new TcpListener(IPAddress.Loopback, port - 1);
        taken.Start();
        var (code, output) = await ServerProcess.RunAsync("--data_dir", data, "--socket.port", $"{port}", "--console.port", $"{FreePort.Next()}");
        code.ShouldBe(1);
        output.Trim().ShouldStartWith($"gRPC (socket.port - 1): port {port - 1} cannot be opened: Address already in use.");
    }

    [Fact]
    public async Task a_broken_module_stops_the_start_with_one_line()
    {
        var modules = TestFolder.Create("modules");
        await File.WriteAllTextAsync(Path.Combine(modules, "broken.lua"), "local x = 1\nx = = 2");
        var (code, output) = await ServerProcess.RunAsync(
            ["--data_dir", data, .. ServerProcess.Ports(FreePort.Block(3)), "--runtime.path", modules, "--logger.level", "error"]);
        code.ShouldBe(1, output);
        output.Trim().ShouldBe($"runtime.path {modules}: broken.lua:2: unexpected symbol near '='");
    }

    [Fact]
    public async Task settings_that_cannot_be_used_are_refused_in_one_line()
    {
        var (code, output) = await ServerProcess.RunAsync("--socket.prot", "1");
        code.ShouldBe(2);
        output.Trim().ShouldBe("Unknown flag --socket.prot; did you mean socket.port? All settings: --help.");
    }

    [Fact]
    public async Task a_database_of_ones_own_that_is_not_there_is_refused_in_one_line_without_its_password()
    {
        var (code, output) = await ServerProcess.RunAsync(
            [.. ServerProcess.Ports(FreePort.Block(3)), "--database.address", $"ann:secret@127.0.0.1:{FreePort.Next()}/game", "--logger.level", "error"]);
        code.ShouldBe(1);
        output.Trim().ShouldStartWith("The database 127.0.0.1:");
        output.Trim().ShouldNotContain("\n");
        output.ShouldNotContain("secret");
    }

    [Fact]
    public async Task a_database_of_ones_own_is_created_where_it_is_missing()
    {
        var given = new Npgsql.NpgsqlConnectionStringBuilder(await TestPostgres.CreateDatabaseAsync());
        given.Database += "_missing";
        await using var server = await ServerProcess.StartAsync(data, "--database.address", given.ConnectionString);
        Directory.Exists(Path.Combine(data, "postgres")).ShouldBeFalse();
        server.Interrupt();
        (await server.EndAsync()).ShouldBe(0, server.Output);
        await TestPostgres.DropDatabaseAsync(given.ConnectionString);
    }

    [Fact]
    public async Task a_healthcheck_tells_whether_a_server_answers()
    {
        await using var server = await ServerProcess.StartAsync(data);
        (await ServerProcess.RunAsync("healthcheck", $"{server.Port}")).ExitCode.ShouldBe(0);
        (await ServerProcess.RunAsync("healthcheck", $"{FreePort.Next()}")).ExitCode.ShouldBe(1);
        (await ServerProcess.RunAsync("healthcheck", "soon")).ExitCode.ShouldBe(2);
    }

    [Theory]
    [InlineData("--help", "--socket.port number")]
    [InlineData("--version", ".")]
    public async Task help_and_version_are_told_without_starting_anything(string flag, string told)
    {
        var (code, output) = await ServerProcess.RunAsync(flag);
        code.ShouldBe(0);
        output.ShouldContain(told);
    }

    int DatabaseProcess() =>
        int.Parse(File.ReadLines(Path.Combine(data, "postgres", "cluster", "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    /// <summary>Log lines above info but for the reminder that keys are the defaults, and everything that is no log line.</summary>
    static IEnumerable<string> Troubles(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => !line.StartsWith("{\"level\":\"info\"", StringComparison.Ordinal) && !line.Contains("Insecure default parameter value"));

    static bool IsRunning(int process) => Directory.Exists($"/proc/{process}");
}
