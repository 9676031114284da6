using System.Text.Json;
using KaosNet.Tests.Support;
using Nakama;

namespace KaosNet.Compat.Tests.Demo;

/// <summary>What the server calls modules for by itself: ends and resets of boards, brackets, seasons of leagues. Lua's are in <c>PaydaySpecs</c> and <c>AuditedServer</c>.</summary>
[Collection(DemoServerCollection.Name)]
public sealed class OccasionSpecs(DemoServer demo, CompatServer compat)
{
    static readonly string[] Occasions = ["leaderboard_reset", "tournament_end", "tournament_reset", "bracket_ready", "bracket_end", "league_season_end"];

    [Fact]
    public async Task a_bundle_and_a_csharp_module_are_called_for_all_of_them() =>
        await Task.WhenAll(IsCalledForAll(compat.Server.Port, "js"), IsCalledForAll(demo.Port, "csharp"));

    static async Task IsCalledForAll(int port, string language)
    {
        var client = new Client("http", "127.0.0.1", port, "defaultkey");
        var (ann, bob) = (await client.AuthenticateDeviceAsync("ann-of-the-occasions"), await client.AuthenticateDeviceAsync("bob-of-the-occasions"));
        var begun = await client.RpcAsync(ann, $"occasions_{language}_begin", $$"""{"ann":"{{ann.UserId}}","bob":"{{bob.UserId}}"}""");
        var bracket = JsonDocument.Parse(begun.Payload).RootElement.GetProperty("bracket").GetString();
        string[] expected =
        [
            $"leaderboard_reset board_{language} gold", $"tournament_end cup_{language} The cup", $"tournament_reset cup_{language} The cup", $"bracket_ready {bracket} {ann.UserId}",
            $"bracket_end {bracket} {bob.UserId}", $"league_season_end league_{language} {ann.UserId}",
        ];
        await Eventually.Holds(async () => (await Kept()).ShouldBe(expected, ignoreOrder: true), TimeSpan.FromSeconds(30));
        await client.RpcAsync(ann, $"occasions_{language}_end");

        async Task<IEnumerable<string>> Kept()
        {
            var ids = Occasions.Select(occasion => new StorageObjectId { Collection = $"occasions_{language}", Key = occasion });
            return (await client.ReadStorageObjectsAsync(ann, [.. ids])).Objects.Select(kept =>
            {
                var value = JsonDocument.Parse(kept.Value).RootElement;
                return $"{kept.Key} {value.GetProperty("id").GetString()} {value.GetProperty("what").GetString()}";
            });
        }
    }
}
