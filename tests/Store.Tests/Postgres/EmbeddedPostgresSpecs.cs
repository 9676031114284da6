using System.Diagnostics;
using KaosNet.Store.Postgres;
using KaosNet.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace KaosNet.Store.Tests.Postgres;

public class EmbeddedPostgresSpecs
{
    readonly string folder = Path.Combine(TestFolder.Create("embedded"), "postgres");

    [Fact]
    public async Task what_was_written_is_there_after_a_restart()
    {
        await using (var first = await StartAsync())
        {
            await ExecuteAsync(first, "create table kept (n int); insert into kept values (7)");
        }

        await using var second = await StartAsync();
        (await ScalarAsync(second, "select n from kept")).ShouldBe(7);
    }

    [Fact]
    public async Task a_killed_database_comes_back_with_everything_committed()
    {
        await using var crashable = new CrashablePostgres();
        await crashable.InitializeAsync();
        await ExecuteAsync(crashable.Server, "create table kept (n int); insert into kept values (7)");

        await crashable.KillAndAwaitRestartAsync();
        (await ScalarAsync(crashable.Server, "select n from kept")).ShouldBe(7);

        await crashable.KillAndAwaitRestartAsync();
        (await ScalarAsync(crashable.Server, "select n from kept")).ShouldBe(7);
    }

    [Fact]
    public async Task a_second_server_on_the_same_folder_is_refused_with_the_owner_named()
    {
        await using var first = await StartAsync();
        var refusal = await Should.ThrowAsync<PostgresUnavailableException>(StartAsync);
        refusal.Message.ShouldContain($"Another KaosNet server (process {Environment.ProcessId}) is running on the data folder");
        (await ScalarAsync(first, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task two_folders_run_side_by_side()
    {
        await using var one = await StartAsync();
        await using var other = await EmbeddedPostgres.StartAsync(Options(folder + "-other"), NullLogger.Instance);
        await ExecuteAsync(one, "create table only_here (n int)");
        (await ScalarAsync(other, "select count(*)::int from pg_tables where tablename = 'only_here'")).ShouldBe(0);
    }

    [Fact]
    public async Task a_folder_with_a_long_name_still_gets_a_socket()
    {
        var deep = Path.Combine(folder, new string('x', 120));
        await using var postgres = await EmbeddedPostgres.StartAsync(Options(deep), NullLogger.Instance);
        postgres.SocketFolder.Length.ShouldBeLessThan(90);
        (await ScalarAsync(postgres, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task an_interrupted_first_start_is_begun_anew()
    {
        Directory.CreateDirectory(Path.Combine(folder, "cluster.new"));
        await File.WriteAllTextAsync(Path.Combine(folder, "cluster.new", "half"), "made");
        await using var postgres = await StartAsync();
        (await ScalarAsync(postgres, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task a_process_id_file_that_names_some_other_process_does_not_stop_the_start()
    {
        await using (await StartAsync())
        {
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "cluster", "postmaster.pid"), $"{Environment.ProcessId}\n{folder}/cluster\n0\n5432\n\n\n0\nready\n");
        await using var postgres = await StartAsync();
        (await ScalarAsync(postgres, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task a_port_gives_tools_of_the_operator_a_way_in_with_the_password_only()
    {
        var port = FreePort.Next();
        await using var postgres = await EmbeddedPostgres.StartAsync(Options(folder) with { Port = port }, NullLogger.Instance);
        var password = (await File.ReadAllTextAsync(Path.Combine(postgres.Folder, "password"))).Trim();

        await using var known = new NpgsqlConnection($"Host=127.0.0.1;Port={port};Username=kaosnet;Database=postgres;Password={password};Pooling=false");
        await known.OpenAsync();
        await using var unknown = new NpgsqlConnection($"Host=127.0.0.1;Port={port};Username=kaosnet;Database=postgres;Password=guess;Pooling=false");
        (await Should.ThrowAsync<PostgresException>(() => unknown.OpenAsync())).SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);
    }

    [Fact]
    public async Task a_cluster_of_a_version_that_is_not_installed_is_named()
    {
        Directory.CreateDirectory(Path.Combine(folder, "cluster"));
        await File.WriteAllTextAsync(Path.Combine(folder, "cluster", "PG_VERSION"), "9\n");
        (await Should.ThrowAsync<PostgresUnavailableException>(StartAsync)).Message.ShouldStartWith("The data folder was made by PostgreSQL 9, and only PostgreSQL ");
    }

    [Fact]
    public async Task stopping_leaves_no_process_behind()
    {
        var postgres = await StartAsync();
        var process = Process.GetProcessById(postgres.ProcessId);
        await postgres.DisposeAsync();
        process.HasExited.ShouldBeTrue();
    }

    Task<EmbeddedPostgres> StartAsync() => EmbeddedPostgres.StartAsync(Options(folder), NullLogger.Instance);

    static EmbeddedPostgresOptions Options(string folder) => new() { Folder = folder, Durable = false };

    static async Task ExecuteAsync(EmbeddedPostgres postgres, string sql) => await ScalarAsync(postgres, sql);

    static async Task<object?> ScalarAsync(EmbeddedPostgres postgres, string sql)
    {
        await using var connection = new NpgsqlConnection(postgres.ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
