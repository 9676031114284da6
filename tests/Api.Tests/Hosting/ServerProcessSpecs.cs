using System.Globalization;
using System.Net;
using System.Net.Sockets;
using KaosNet.Tests.Support;

namespace KaosNet.Api.Tests.Hosting;

/// <summary>What an operator does to a server: starts it, stops it, starts it twice, kills it.</summary>
public class ServerProcessSpecs(RunningServer running) : IClassFixture<RunningServer>
{
    readonly string data = Path.Combine(TestFolder.Create("server"), "data");

    [Fact]
    public async Task an_interrupt_stops_everything_cleanly_the_database_included()
    {
        await using var server = await ServerProcess.StartAsync(data);
        var database = DatabaseProcess(data);
        server.Interrupt();
        await StoppedCleanly(server);
        IsRunning(database).ShouldBeFalse();
    }

    [Fact]
    public async Task a_killed_server_takes_its_database_along_and_does_not_stop_the_next_start()
    {
        await using var killed = await ServerProcess.StartAsync(data);
        var database = DatabaseProcess(data);
        killed.Kill();
        await killed.EndAsync();

        // The next start does not wait for the orphan: it deals with it.
        await using var next = await ServerProcess.StartAsync(data);
        IsRunning(database).ShouldBeFalse();

        // An orphan that nobody deals with goes down by itself.
        database = DatabaseProcess(data);
        next.Kill();
        await next.EndAsync();
        await Eventually.Is(() => !IsRunning(database), "the database notices that its server is gone", within: TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task two_servers_run_side_by_side_on_folders_and_ports_of_their_own_and_one_is_terminated()
    {
        await using var other = await ServerProcess.StartAsync(data);
        await running.Server.AnswersAsync();
        var database = DatabaseProcess(data);
        other.Terminate();
        await StoppedCleanly(other);
        IsRunning(database).ShouldBeFalse();
        await running.Server.AnswersAsync();
    }

    [Fact]
    public async Task a_second_server_on_the_same_folder_is_refused_and_the_first_goes_on()
    {
        var (code, output) = await ServerProcess.RunAsync(["--data_dir", running.Data, .. ServerProcess.Ports(FreePort.Block(3)), "--logger.level", "error"]);
        code.ShouldBe(1);
        output.Trim().ShouldStartWith($"Another KaosNet server (process {running.Server.Id}) is running on the data folder {running.Data}");
        output.Trim().ShouldNotContain("\n");
        await running.Server.AnswersAsync();
    }

    [Fact]
    public async Task a_port_in_use_is_refused_in_one_line()
    {
        var taken = running.Server.Port;
        var (code, output) = await ServerProcess.RunAsync(["--data_dir", data + "-other", .. ServerProcess.Ports(taken)]);
        code.ShouldBe(1);
        output.Trim().ShouldStartWith($"socket.port: port {taken} cannot be opened: Address already in use. Choose other ports with --socket.port");
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
    public async Task a_database_of_ones_own_and_the_folder_of_modules_are_made_where_they_are_missing()
    {
        // As the reference does with the folder.
        var modules = Path.Combine(data, "to", "be", "made");
        var given = new Npgsql.NpgsqlConnectionStringBuilder(await TestPostgres.CreateDatabaseAsync());
        given.Database += "_missing";
        await using var server = await ServerProcess.StartAsync(data, "--database.address", given.ConnectionString, "--runtime.path", modules);
        Directory.Exists(modules).ShouldBeTrue();
        Directory.Exists(Path.Combine(data, "postgres")).ShouldBeFalse();
        server.Interrupt();
        (await server.EndAsync()).ShouldBe(0, server.Output);
        await TestPostgres.DropDatabaseAsync(given.ConnectionString);
    }

    [Fact]
    public async Task a_healthcheck_tells_whether_a_server_answers()
    {
        (await ServerProcess.RunAsync("healthcheck", $"{running.Server.Port}")).ExitCode.ShouldBe(0);
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

    static async Task StoppedCleanly(ServerProcess server)
    {
        (await server.EndAsync()).ShouldBe(0, server.Output);
        server.Output.Trim().ShouldEndWith("\"msg\":\"Shutdown complete\"}");
        Troubles(server.Output).ShouldBeEmpty();
    }

    static int DatabaseProcess(string folder) =>
        int.Parse(File.ReadLines(Path.Combine(folder, "postgres", "cluster", "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    /// <summary>Log lines above info but for the reminder that keys are the defaults, and everything that is no log line.</summary>
    static IEnumerable<string> Troubles(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => !line.StartsWith("{\"level\":\"info\"", StringComparison.Ordinal) && !line.Contains("Insecure default parameter value"));

    static bool IsRunning(int process) => Directory.Exists($"/proc/{process}");
}

/// <summary>A server that goes on while others are started beside it and against it.</summary>
public sealed class RunningServer : IAsyncLifetime
{
    ServerProcess? _server;

    public string Data { get; } = Path.Combine(TestFolder.Create("running"), "data");

    internal ServerProcess Server => _server!;

    public async ValueTask InitializeAsync() => _server = await ServerProcess.StartAsync(Data);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}
