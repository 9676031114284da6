using KaosNet.Tests.Support;

namespace KaosNet.Compat.Tests.Replay;

/// <summary>What the auditors' command line says when there is nothing to look at: one clear line and exit code 2, and nothing is made.</summary>
public sealed class RefusalSpecs
{
    [Fact]
    public async Task a_folder_without_a_database_is_refused_and_stays_as_it_is()
    {
        var folder = TestFolder.Create("nothing");
        Directory.CreateDirectory(Path.Combine(folder, "postgres"));
        (await ReplayTool.RunProgram("verify", "--data_dir", folder)).ShouldRefuse($"There is no database in {folder}/postgres. Name the server's data folder with --data_dir.");
        (await ReplayTool.Run("stream", "account-x", "--data_dir", folder + "/deeper")).ShouldRefuse("There is no database in ");
        Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).ShouldBe([Path.Combine(folder, "postgres")]);
    }

    [Fact]
    public async Task an_address_that_leads_nowhere_is_refused()
    {
        const string Dead = "postgres@127.0.0.1:1/game";
        const string Reason = "The database 127.0.0.1:1/game cannot be reached: Connection refused";
        (await ReplayTool.Run("verify", "--database.address", Dead)).ShouldRefuse(Reason);
        (await ReplayTool.Run("stream", "account-x", "--database.address", Dead)).ShouldRefuse(Reason);
        (await ReplayTool.Run("match", $"{Guid.CreateVersion7()}", "--runtime.path", "/tmp", "--database.address", Dead)).ShouldRefuse(Reason);
        (await ReplayTool.Run("verify", "--database.address", "mysql://root@127.0.0.1/game")).ShouldRefuse(
            "database.address cannot be read (mysql is no PostgreSQL link)");
    }

    [Fact]
    public async Task a_database_of_something_else_or_none_is_refused_and_nothing_is_made_in_it()
    {
        var empty = await TestPostgres.CreateDatabaseAsync();
        (await ReplayTool.Run("verify", "--database.address", empty)).ShouldRefuse("No KaosNet server has used the database ");

        var missing = new Npgsql.NpgsqlConnectionStringBuilder(empty) { Database = "never_made" }.ConnectionString;
        (await ReplayTool.Run("verify", "--database.address", missing)).ShouldRefuse("database \"never_made\" does not exist");
    }

    [Theory]
    [InlineData("verify", "--most", "many")]
    [InlineData("stream")]
    [InlineData("audit")]
    public async Task a_command_that_is_none_is_no_difference(params string[] arguments) => (await ReplayTool.Run(arguments)).ShouldEndWith(2);
}
