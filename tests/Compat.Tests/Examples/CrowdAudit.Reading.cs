using System.Text.Json;

namespace KaosNet.Compat.Tests.Examples;

/// <summary>What there is to be held: what the crowd was told, and what the server keeps of it.</summary>
public sealed partial class CrowdAudit
{
    readonly HashSet<string> players = [.. crowd.UserIds];
    readonly Deed[] deeds = [.. crowd.Deeds];
    List<Entry> ledger = [];
    List<Stored> objects = [];

    sealed record Entry(string Owner, long Gold, long Gems, string Reason, JsonElement Metadata);

    sealed record Stored(string Collection, string Key, string Owner, JsonElement Value);

    IEnumerable<Entry> Of(string player, string reason) => ledger.Where(entry => entry.Owner == player && entry.Reason == reason);

    IEnumerable<Deed> Did(string what, string player) => deeds.Where(deed => deed.What == what && deed.By == player);

    long Sum(string reason) => ledger.Where(entry => entry.Reason == reason).Sum(entry => entry.Gold);

    JsonElement? Find(string collection, string key, string owner) =>
        objects.Find(one => one.Collection == collection && one.Key == key && one.Owner == owner)?.Value;

    JsonElement Value(string collection, string key, string owner) => Find(collection, key, owner).ShouldNotBeNull($"{collection}/{key} of {owner}");

    long ItemsOf(string player, string item) =>
        Find("inventory", "items", player) is { } inventory && inventory.GetProperty("items").TryGetProperty(item, out var count) ? count.GetInt64() : 0;

    long Treasury(string guild) => Find("guilds", guild, Guid.Empty.ToString())?.Number("gold") ?? 0;

    async Task<List<JsonElement>> Said(string guild) =>
    [
        .. (await server.Rows($"select content from kaos.channel_messages where channel_id = '3.{guild}..' and code = 0"))
            .Select(row => row.Word("content").Parsed()),
    ];

    async Task<List<(string Player, long Gold)>> Wallets() =>
    [
        .. (await server.Rows("select user_id, wallet from kaos.wallets"))
            .Select(row => (row.Word("user_id"), row.Word("wallet").Parsed().Amount("gold"))).Where(wallet => players.Contains(wallet.Item1)),
    ];

    async Task<List<Entry>> Ledger(bool everybody = false) =>
    [
        .. (await server.Rows("select user_id, changeset, metadata from kaos.wallet_ledger"))
            .Select(row => (Owner: row.Word("user_id"), Changed: row.Word("changeset").Parsed(), Metadata: row.Word("metadata").Parsed()))
            .Where(row => everybody || players.Contains(row.Owner))
            .Select(row => new Entry(
                row.Owner, row.Changed.Amount("gold"), row.Changed.Amount("gems"), row.Metadata.Word("reason"), row.Metadata)),
    ];

    async Task<List<Stored>> Objects() =>
    [
        .. (await server.Rows("select collection, key, owner_id, value from kaos.storage_objects"))
            .Select(row => new Stored(
                row.Word("collection"), row.Word("key"), row.Word("owner_id"), row.Word("value").Parsed()))
            .Where(one => players.Contains(one.Owner) || crowd.Guilds.Contains(one.Key)),
    ];
}
