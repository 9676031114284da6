using System.Net;
using KaosNet.Tests.Support;
using static KaosNet.Api.Tests.Answers;

namespace KaosNet.Api.Tests.Scripting;

/// <summary>The example module in C# on the whole server: called over HTTP, before an operation, as a match, and gone again while the server runs.</summary>
public sealed class CSharpModuleSpecs
{
    const string Table = "/v2/rpc/four_csharp_table?unwrap&http_key=defaulthttpkey";

    [Fact]
    public async Task the_example_serves_and_is_taken_away()
    {
        var folder = TestFolder.Create("modules");
        foreach (var file in (string[])["KaosNet.Four.dll", "KaosNet.Four.Rules.dll"]) File.Copy(Path.Combine(Built, file), Path.Combine(folder, file));
        await using var server = await GameServer.Start(settings => settings with { Runtime = settings.Runtime with { Path = folder, WatchMs = 50 } });
        var ann = await server.SignUp();

        using (var created = await server.Send("POST", Table))
        {
            created.StatusCode.ShouldBe(HttpStatusCode.OK, await created.Content.ReadAsStringAsync());
            var match = await Eventually.Gives(async () => (await Json(server.Send("GET", "/v2/match?authoritative=true", ann.Token))).GetProperty("matches")[0]);
            Text(match, "match_id").ShouldBe(await created.Content.ReadAsStringAsync());
            Text(match, "handler_name").ShouldBe("four_csharp");
            Text(match, "label").ShouldBe("""{"game":"four_csharp","open":true}""");
        }

        await Refused(server.Send("PUT", "/v2/account", ann.Token, """{"username":"x"}"""), 400, 3, "That name is too short.");
        await Json(server.Send("PUT", "/v2/account", ann.Token, """{"username":"xander"}"""));

        File.Delete(Path.Combine(folder, "KaosNet.Four.dll"));
        await Eventually.Holds(async () =>
        {
            using var gone = await server.Send("POST", Table);
            gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        });
        await Json(server.Send("PUT", "/v2/account", ann.Token, """{"username":"y"}"""));
        (await Json(server.Send("GET", "/v2/match?authoritative=true", ann.Token))).GetProperty("matches").GetArrayLength().ShouldBe(1, "a running match keeps its code");
    }

    /// <summary>Where the build of this test has put the example.</summary>
    static string Built
    {
        get
        {
            var kind = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(kind.Parent!.Parent!.FullName, "KaosNet.Four", kind.Name);
        }
    }
}
