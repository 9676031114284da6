using System.Text.Json;
using System.Text.Json.Nodes;
using KaosNet.Tests.Support;

namespace KaosNet.Api.Tests.Purchases;

/// <summary>A game with all stores set up on this machine, and a module that has them asked.</summary>
public sealed class StoreWorld : IAsyncLifetime
{
    const string Module = """
        local nk = require('nakama')
        nk.register_rpc(function(context, payload)
          local asked = nk.json_decode(payload)
          local well, answer, more, last = pcall(nk[asked.name], table.unpack(asked.with))
          return nk.json_encode({ well = well, answer = answer, cursor = more, previous = last })
        end, 'ask')
        """;

    /// <summary>Keeps what it is told under the store's number; of what is cursed, only once that is mended.</summary>
    const string Bundle = """
        function told(ctx, nk, id, one, payload, type) {
          var about = nk.storageRead([{ collection: 'told', key: id }]);
          var list = about.length > 0 ? about[0].value.list : [];
          list.push([ctx.executionMode, type, one.userId || 'nobody', one.productId, JSON.parse(payload)]);
          nk.storageWrite([{ collection: 'told', key: id, value: { list: list } }]);
          if (one.productId === 'cursed' && nk.storageRead([{ collection: 'mended', key: id }]).length === 0) throw new Error('it is cursed');
        }
        function bought(ctx, logger, nk, purchase, payload, type) { told(ctx, nk, purchase.transactionId, purchase, payload, type); }
        function subscribed(ctx, logger, nk, subscription, payload, type) { told(ctx, nk, subscription.originalTransactionId, subscription, payload, type); }
        function InitModule(ctx, logger, nk, initializer) {
          initializer.registerPurchaseNotificationApple(bought);
          initializer.registerPurchaseNotificationGoogle(bought);
          initializer.registerSubscriptionNotificationApple(subscribed);
          initializer.registerSubscriptionNotificationGoogle(subscribed);
        }
        """;

    public GameServer Game { get; private set; } = null!;

    public StandInStores Stores { get; } = new();

    public static DateTimeOffset Bought { get; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public async ValueTask InitializeAsync()
    {
        var folder = TestFolder.Create("stores");
        await File.WriteAllTextAsync(Path.Combine(folder, "stores.lua"), Module);
        await File.WriteAllTextAsync(Path.Combine(folder, "index.js"), Bundle);
        Game = await GameServer.Start(settings => settings.With(Stores) with { Runtime = settings.Runtime with { Path = folder } });
    }

    /// <summary>An id of a spec's own.</summary>
    public static string Id(string start) => $"{start}-{Guid.NewGuid():n}";

    /// <summary>Hands something in as a player.</summary>
    public async Task<(int Status, JsonElement Answer)> Ask(TestPlayer player, string path, object? body, string method = "POST")
    {
        using var response = await Game.Send(method, "/v2/iap/" + path, player.Token, body is null ? null : JsonSerializer.Serialize(body));
        return ((int)response.StatusCode, JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync()));
    }

    /// <summary>The one purchase that the answer must hold.</summary>
    public async Task<JsonElement> Purchase(TestPlayer player, string store, object body)
    {
        var (status, answer) = await Ask(player, "purchase/" + store, body);
        status.ShouldBe(200, answer.ToString());
        return answer.GetProperty("validated_purchases").EnumerateArray().ShouldHaveSingleItem();
    }

    /// <summary>Calls a function of modules.</summary>
    public async Task<JsonNode> Call(TestPlayer player, string name, params object?[] with)
    {
        var payload = JsonSerializer.Serialize(JsonSerializer.Serialize(new { name, with }));
        var answer = await GameServer.Json(await Game.Send("POST", "/v2/rpc/ask", player.Token, payload));
        return JsonNode.Parse(answer.GetProperty("payload").GetString()!)!;
    }

    public async ValueTask DisposeAsync()
    {
        await Game.DisposeAsync();
        Stores.Dispose();
    }
}
