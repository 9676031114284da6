using KaosNet.Compat.Tests.Replay;
using KaosNet.Tests.Support;
using Npgsql;

namespace KaosNet.Compat.Tests.Demo;

/// <summary>The specs of both games share one server.</summary>
[CollectionDefinition(Name)]
public sealed class DemoServerCollection : ICollectionFixture<DemoServer>
{
    public const string Name = "demo server";
}

/// <summary>A server with the modules and pages of <c>modules/</c>, as <c>./kaos run</c> starts one, and with modules in C# beside them, which are to be built first.</summary>
public sealed class DemoServer : IAsyncLifetime
{
    static readonly string Sources = Path.Combine(SourceTree.Root, "modules");
    static readonly string[] Assemblies = ["KaosNet.Riders.Module", "KaosNet.Tests.Occasions"];

    readonly string modules = TestFolder.Create("demo-modules");
    GameServer? server;
    string connection = "";

    public int Port => server!.Port;

    public Uri Address => server!.Address;

    public async ValueTask InitializeAsync()
    {
        connection = await TestPostgres.CreateDatabaseAsync();
        foreach (var script in (string[])["*.lua", "index.js"]) Copy(Sources, script, SearchOption.AllDirectories);
        foreach (var assembly in Assemblies) Copy(Path.GetDirectoryName(GameServer.Assembly(assembly))!, "*.dll", SearchOption.TopDirectoryOnly);
        server = await GameServer.Start(modules, connection, "--runtime.pages_path", Path.Combine(Sources, "pages"), "--logger.level", "warn");
    }

    /// <summary>The match is over, its result is an event, and it runs again exactly as it went.</summary>
    public async Task ShouldReplay(string matchId, string scoreStream)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var ends = source.CreateCommand("select count(*) from kaos.mt_events where stream_id = $1 and type = 'match_ended'");
        ends.Parameters.Add(new() { Value = "match-" + matchId.Split('.')[0] });
        await Eventually.Is(async () => (long)(await ends.ExecuteScalarAsync())! == 1, "the end of the match is stored");
        var run = await ReplayTool.Run("match", matchId, "--runtime.path", modules, "--database.address", connection);
        run.ShouldEndWith(0);
        run.Said.ShouldContain("ended by its handler");
        run.Said.ShouldContain("ticks went exactly as recorded.");
        var score = await ReplayTool.Run("stream", scoreStream, "--database.address", connection);
        score.Said.ShouldContain("score_submitted");
        score.Said.ShouldContain($"because of match {matchId}");
    }

    void Copy(string from, string which, SearchOption depth)
    {
        foreach (var file in Directory.EnumerateFiles(from, which, depth))
        {
            var to = Path.Combine(modules, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to, overwrite: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
    }
}
