using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using KaosNet.Api.Tests.Sockets.Live;
using KaosNet.Scripting.Server;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Api.Tests.Scripting;

/// <summary>
/// Every function of the reference's table (parity runtime-functions.tsv), called from Lua and from JavaScript on the whole server with real arguments by the modules in
/// <c>Walk</c>: each says which ones came through, and those are held against the table. Functions around operations have a walk of their own.
/// </summary>
public sealed class FunctionWalkSpecs(PostgresFixture games) : IClassFixture<PostgresFixture>
{
    static readonly string[][] Rows =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Scripting", "Parity", "runtime-functions.tsv")).Skip(1).Select(line => line.Split('\t')),
    ];

    [Fact]
    public async Task every_function_is_called_from_lua_and_from_javascript()
    {
        await using var server = await GameServer.Start(settings => settings with
        {
            Runtime = settings.Runtime with { Path = Modules(), SqlAddress = games.ConnectionString, LuaMinCount = 1, LuaMaxCallMs = 60_000 },
        }, services => services.AddSingleton(new BcryptTurns(cost: 4, parallelMax: 1)));
        var lua = await Walk(server, "walk_lua");
        var javaScript = await Walk(server, "walk_js");
        string.Join('\n', lua.Problem, javaScript.Problem).Trim().ShouldBe("");
        Names(row => row[0]).Except(lua.Called).ShouldBeEmpty();
        var registered = Regex.Matches(File.ReadAllText(At("index.js")), @"initializer\.\w+").Select(match => match.Value);
        Names(row => row[1]).Except(javaScript.Called).Except(registered).ShouldBeEmpty();
    }

    /// <summary>Functions before and after operations have a row for each operation.</summary>
    static IEnumerable<string> Names(Func<string[], string> nameOf) =>
        Rows.Select(nameOf).Where(name => name is not "-" && !Regex.IsMatch(name, @"^register_req_.*\(|register(Before|After)"));

    static async Task<(string[] Called, string? Problem)> Walk(GameServer server, string walk)
    {
        await using var ann = await LivePlayer.Open(server);
        await using var bob = await LivePlayer.Open(server);
        using var rsa = RSA.Create(2048);
        var wanted = JsonSerializer.Serialize(new
        {
            address = server.Client.BaseAddress!.ToString().TrimEnd('/'),
            pem = rsa.ExportRSAPrivateKeyPem(),
            other = bob.UserId,
            others_session = bob.SessionId,
        });
        var answer = await ann.Ask($$"""
            "rpc":{"id":"{{walk}}","payload":{{JsonSerializer.Serialize(wanted)}}}
            """);
        return answer["rpc"] is { } reply
            ? (JsonSerializer.Deserialize<string[]>((string)reply["payload"]!)!, null)
            : ([], answer.ToJsonString());
    }

    static string At(string file) => Path.Combine(AppContext.BaseDirectory, "Scripting", "Walk", file);

    static string Modules()
    {
        var folder = TestFolder.Create("walk");
        foreach (var file in Directory.GetFiles(At("."))) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        return folder;
    }
}
