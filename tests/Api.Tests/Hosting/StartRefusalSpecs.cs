using KaosNet.Store.Postgres;
using KaosNet.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace KaosNet.Api.Tests.Hosting;

/// <summary>What an operator reads when the server cannot work with what it was given: one line, exit code 1, and no password.</summary>
public sealed class StartRefusalSpecs(GuardedPostgres postgres) : IClassFixture<GuardedPostgres>
{
    readonly string folder = TestFolder.Create("refused");
    readonly int port = postgres.Port;

    [Fact]
    public async Task a_wrong_password_is_refused() => await Refused(
        "guest:wrong-one", "game", $"The database 127.0.0.1:{port}/game refuses the connection: password authentication failed for user \"guest\"");

    [Fact]
    public async Task a_role_that_nobody_knows_is_refused() => await Refused(
        "nobody:wrong-one", "game", $"The database 127.0.0.1:{port}/game refuses the connection: password authentication failed for user \"nobody\"");

    [Fact]
    public async Task an_unknown_database_that_the_role_may_not_make_is_refused() => await Refused(
        "guest:right-one", "missing", "The database missing does not exist on 127.0.0.1 and cannot be created: permission denied to create database");

    [Fact]
    public async Task a_database_whose_role_may_make_no_schema_is_refused() => await Refused(
        "guest:right-one", "postgres", "The database refuses what the server needs to start: permission denied for database postgres");

    [Fact]
    public async Task a_folder_of_modules_that_cannot_be_made_is_refused()
    {
        var (code, output) = await ServerProcess.RunAsync(
            [.. Settings(postgres.ConnectionString("game")), "--runtime.path", "/proc/none/modules"]);
        code.ShouldBe(1, output);
        output.Trim().ShouldStartWith("runtime.path /proc/none/modules");
        output.Trim().ShouldNotContain("\n");
    }

    string[] Settings(string address) =>
        ["--data_dir", Path.Combine(folder, "data"), .. ServerProcess.Ports(FreePort.Block(3)), "--logger.level", "error", "--database.address", address];

    async Task Refused(string user, string database, string line)
    {
        var (code, output) = await ServerProcess.RunAsync(Settings($"{user}@127.0.0.1:{port}/{database}"));
        code.ShouldBe(1, output);
        output.Trim().ShouldContain(line, Case.Sensitive);
        output.Trim().ShouldNotContain("\n");
        output.ShouldNotContain("-one");
    }
}

/// <summary>A PostgreSQL that asks for passwords, as one of an operator's own does.</summary>
public sealed class GuardedPostgres : IAsyncLifetime
{
    EmbeddedPostgres? _postgres;

    public int Port { get; } = FreePort.Next();

    public async ValueTask InitializeAsync()
    {
        var options = new EmbeddedPostgresOptions { Folder = Path.Combine(TestFolder.Create("guarded"), "postgres"), Port = Port, Durable = false };
        _postgres = await EmbeddedPostgres.StartAsync(options, NullLogger.Instance);
        await using var source = NpgsqlDataSource.Create(ConnectionString("postgres"));
        await using var command = source.CreateCommand("create role guest login password 'right-one'");
        await command.ExecuteNonQueryAsync();
    }

    public string ConnectionString(string database) => _postgres!.ConnectionString(database);

    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null) await _postgres.DisposeAsync();
    }
}
