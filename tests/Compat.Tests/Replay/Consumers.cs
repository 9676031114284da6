using System.Text;
using KaosNet.Tests.Support;

namespace KaosNet.Compat.Tests.Replay;

/// <summary>What a service was told of a user.</summary>
/// <param name="Way">How it asked.</param>
/// <param name="Text">All of it.</param>
sealed record Told(string Way, string Text)
{
    /// <summary>Which of these texts it holds.</summary>
    public IReadOnlyList<string> Shows(IEnumerable<KeyValuePair<string, string>> secrets) =>
        [.. secrets.Where(secret => Text.Contains(secret.Value, StringComparison.OrdinalIgnoreCase)).Select(secret => secret.Key)];
}

/// <summary>Other services that read the events of a user, from the first to the last, in each of the ways that a server offers.</summary>
sealed class Consumers(AuditedServer audited, string user)
{
    public async Task<IReadOnlyList<Told>> Hear(bool isPersonal)
    {
        var query = $"from=start&user={user}{(isPersonal ? "&personal=true" : "")}";
        var (pages, last) = await Pages(query);
        return [pages, await Stream(query, last), await Webhook(isPersonal, last)];
    }

    /// <summary>All pages, and the number of the last event on them.</summary>
    async Task<(Told Told, long Last)> Pages(string query)
    {
        var (text, last) = (new StringBuilder(), 0L);
        while (true)
        {
            var read = await audited.Ask($"events?{query}&limit=20");
            text.Append(read.GetRawText());
            if (read.TryGetProperty("events", out var events)) last = events.EnumerateArray().Select(one => long.Parse(one.GetProperty("sequence").GetString()!)).Last();
            if (read.TryGetProperty("at_end", out var isEnd) && isEnd.GetBoolean()) return (new("pages", text.ToString()), last);
            query = $"from={read.GetProperty("next").GetString()}{query[query.IndexOf('&', StringComparison.Ordinal)..]}";
        }
    }

    async Task<Told> Stream(string query, long last)
    {
        var text = new StringBuilder();
        using var source = await EventSource.Open(audited.Http, query);
        while (true)
        {
            var read = await source.Next();
            text.Append(read.GetRawText());
            if (read.GetProperty("sequence").GetInt64() == last) return new("stream", text.ToString());
        }
    }

    async Task<Told> Webhook(bool isPersonal, long last)
    {
        using var receiver = new WebhookReceiver();
        var name = $"of-{Guid.NewGuid():n}";
        await audited.Ask("subscription", $$"""{"name":"{{name}}","url":"{{receiver.Url}}","user":"{{user}}","personal":{{(isPersonal ? "true" : "false")}}}""");
        await Eventually.Is(() => receiver.Acknowledged.Contains(last), "the last event");
        using var ended = await audited.Http.DeleteAsync(new Uri($"/v2/kaos/subscription/{name}?http_key=defaulthttpkey", UriKind.Relative));
        ended.EnsureSuccessStatusCode();
        return new("webhook", string.Concat(receiver.Batches.Select(batch => Encoding.UTF8.GetString(batch.Body))));
    }
}
