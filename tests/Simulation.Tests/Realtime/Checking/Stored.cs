using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Projections;
using KaosNet.Store;
using KaosNet.Store.Tables;
using Npgsql;

namespace KaosNet.Simulation.Tests.Realtime.Checking;

/// <summary>What must be in the database when everybody has stopped.</summary>
public sealed class Stored(GameWorld world)
{
    /// <summary>Every message that was acknowledged is in its channel's history exactly once, in its last wording, in the order of its sender; and no other is.</summary>
    public async Task HistoriesAreWhatWasSaid()
    {
        var tokens = world.Players.Where(player => player.IsIn).ToDictionary(player => player.UserId, player => player.Token);
        var channels = world.Posted.GroupBy(posted => posted.Said.Place).ToList();
        await Parallel.ForEachAsync(channels, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (channel, _) =>
        {
            var senders = channel.Select(posted => posted.SenderId).Distinct().Where(tokens.ContainsKey);
            foreach (var sender in senders)
            {
                // Who left the group may not read it any more.
                if (await HistoryOf(channel.Key, tokens[sender]) is not { } history) continue;
                Compare(channel.Key, [.. channel], history);
                return;
            }
        });
        world.Ledger.Tally["messages in history"].ShouldBeGreaterThan(world.Players.Count / 20, "Hardly a message: the simulation simulates nothing.");
    }

    void Compare(string channel, List<PostedMessage> posted, List<JsonElement> history)
    {
        var written = history.Select(message => (
            Id: message.GetProperty("message_id").GetString()!, Sender: message.GetProperty("sender_id").GetString()!,
            Content: JsonSerializer.Deserialize<JsonElement>(message.GetProperty("content").GetString()!))).Select(message => (
            message.Id, message.Sender, Said: message.Content.GetProperty("said").GetInt32(), Version: message.Content.GetProperty("version").GetInt32())).ToList();
        var byNumber = written.ToLookup(message => message.Said);
        foreach (var message in posted.Where(message => !world.Vanished.ContainsKey(message.SenderId)))
        {
            var found = byNumber[message.Said.Id].ToList();
            if (found.Count > 1) world.Ledger.Violated($"{message} is {found.Count} times in history");
            if (found.Count > 0 && (!message.IsKept || found[0].Sender != message.SenderId)) world.Ledger.Violated($"{message} is in history as {found[0]}");
            if (message.MessageId.Length == 0 || message.IsUnsure || !message.IsKept) continue;
            if (found.Count != (message.IsRemoved ? 0 : 1)) world.Ledger.Violated($"{message} is {found.Count} times in history");
            else if (found.Count == 1 && (found[0].Version != message.Version || found[0].Id != message.MessageId)) world.Ledger.Violated($"{message} is in history as {found[0]}");
        }

        var known = posted.Select(message => message.Said.Id).ToHashSet();
        foreach (var stranger in written.Where(message => !known.Contains(message.Said))) world.Ledger.Violated($"Nobody said {stranger} in {channel}");
        foreach (var sender in written.GroupBy(message => message.Sender))
        {
            // Of a player with several sockets, each one's.
            var order = sender.Select(message => message.Said).ToList();
            if (!order.SequenceEqual(order.Order())) world.Ledger.Violated($"In {channel} the words of {sender.Key} stand as {string.Join(' ', order)}");
        }

        world.Ledger.Tally.AddOrUpdate("messages in history", written.Count, (_, count) => count + written.Count);
    }

    async Task<List<JsonElement>?> HistoryOf(string channel, string token)
    {
        var messages = new List<JsonElement>();
        var cursor = "";
        do
        {
            var page = await world.Ask("GET", $"/v2/channel/{Uri.EscapeDataString(channel)}?limit=100&forward=true&cursor={Uri.EscapeDataString(cursor)}", null, token);
            if (page.Code != 0) return null;
            messages.AddRange(page.List("messages").Where(message => message.GetProperty("code").GetInt32() == 0));
            cursor = page.Text("next_cursor");
        }
        while (cursor.Length > 0);
        return messages;
    }

    /// <summary>Objects and scores are what their players were told.</summary>
    public async Task SavesAndScoresAreThere()
    {
        var savers = world.Players.Where(player => player.IsIn && player.Saves.Count > 0).Take(300).ToList();
        await Parallel.ForEachAsync(savers, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (player, _) =>
        {
            var answer = await world.Ask("GET", $"/v2/storage/saves/{player.UserId}?limit=100", null, player.Token);
            var saves = answer.List("objects").ToDictionary(
                one => one.GetProperty("key").GetString()!, one => JsonDocument.Parse(one.GetProperty("value").GetString()!).RootElement.GetProperty("turn").GetInt32());
            foreach (var (key, value) in player.Saves)
                if (value is not null && (!saves.TryGetValue(key, out var saved) || saved != value)) world.Ledger.Violated($"{player.Name} saved {value} as {key}");
        });
        foreach (var players in world.Players.Where(player => player.IsIn && player.Best.Sure > 0).Chunk(100))
        {
            var owners = string.Join('&', players.Select(player => "owner_ids=" + player.UserId));
            var answer = await world.Ask("GET", $"/v2/leaderboard/open?limit=1&{owners}", null, players[0].Token);
            var scores = answer.List("owner_records").ToDictionary(
                one => one.GetProperty("owner_id").GetString()!, one => long.Parse(one.GetProperty("score").GetString()!, System.Globalization.CultureInfo.InvariantCulture));
            foreach (var player in players)
                if (!scores.TryGetValue(player.UserId, out var score) || score < player.Best.Sure || score > player.Best.Possible)
                    world.Ledger.Violated($"{player.Name} has scored {player.Best}, the board shows {score}");
        }
    }

    /// <summary>Every table is what the events say, and no version of a stream is missing or there twice.</summary>
    public async Task LiveEqualsRebuilt()
    {
        await using var database = new Database(world.Connection) { Masters = new(KaosNet.Store.Personal.MasterKey.Parse(global::KaosNet.Tests.Support.TestMasterKey.Text), []) };
        foreach (var comparison in await new TableRebuilder(database, EventCatalogue.Default).Verify(ReadModels.All))
            comparison.Differences.ShouldBeEmpty(comparison.Table);
        await using var source = NpgsqlDataSource.Create(world.Connection);
        await using var broken = source.CreateCommand(
            """
            select count(*) from (select stream_id from kaos.mt_events group by stream_id
            having count(*) <> max(version) or count(distinct version) <> count(*)) streams
            """);
        (await broken.ExecuteScalarAsync()).ShouldBe(0L);
    }

    /// <summary>The authoritative matches that have a record and no end.</summary>
    public async Task<List<string>> OpenMatches()
    {
        await using var source = NpgsqlDataSource.Create(world.Connection);
        await using var query = source.CreateCommand("select match_id::text from kaos.matches_open");
        await using var rows = await query.ExecuteReaderAsync();
        List<string> ids = [];
        while (await rows.ReadAsync()) ids.Add(rows.GetString(0) + ".test");
        return ids;
    }
}
