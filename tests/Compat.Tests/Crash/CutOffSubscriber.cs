using System.Text;
using System.Text.Json;
using KaosNet.Tests.Support;

namespace KaosNet.Compat.Tests.Crash;

/// <summary>A service that has every score posted to it, and leaves a batch unanswered while the server that sent it is killed.</summary>
sealed class CutOffSubscriber : IDisposable
{
    const string Key = "http_key=defaulthttpkey";

    readonly TaskCompletionSource<int> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly WebhookReceiver _receiver;
    volatile Batch? _unanswered;
    volatile bool _isSilent;
    int _batchesBefore;

    public CutOffSubscriber() => _receiver = new(batch =>
    {
        if (!_isSilent) return Task.FromResult(200);
        _unanswered = batch;
        return _lost.Task;
    });

    public async Task Subscribe(GameServer server)
    {
        using var http = new HttpClient();
        using var terms = new StringContent($$"""{"name":"scores","url":"{{_receiver.Url}}","slices":["record"],"batch_size":10}""", Encoding.UTF8, "application/json");
        using var made = await http.PostAsync(new Uri(server.Address, $"/v2/kaos/subscription?{Key}"), terms);
        made.EnsureSuccessStatusCode();
    }

    /// <summary>From here on it says nothing; until a batch waits for it that comes after others.</summary>
    public async Task LeaveABatchUnanswered()
    {
        await Eventually.Is(() => _receiver.Acknowledged.Count >= 20, "some batches");
        _isSilent = true;
        await Eventually.Is(() => _unanswered is not null, "a batch under way");
    }

    /// <summary>The server was killed: whom it asked does not matter any more, and the next one is answered.</summary>
    public void ComeBack()
    {
        _batchesBefore = _receiver.Batches.Count;
        _isSilent = false;
        _lost.SetResult(500);
    }

    /// <summary>What the next server sends begins with the batch that was under way, and leads to the last score that there is.</summary>
    public async Task ShouldMissNothing(GameServer next)
    {
        var all = await Sequences(next);
        await Eventually.Is(() => _receiver.Acknowledged.Contains(all[^1]), "the last score");
        _receiver.Batches.ElementAt(_batchesBefore).Sequences.First().ShouldBe(_unanswered!.Sequences.First(), "it goes on after what was acknowledged last");
        _receiver.Acknowledged.ToList().ShouldBe(all, "each in its place, and what was acknowledged before the kill not again");
    }

    public void Dispose() => _receiver.Dispose();

    /// <summary>The numbers of all scores that are stored.</summary>
    static async Task<List<long>> Sequences(GameServer server)
    {
        using var http = new HttpClient();
        List<long> all = [];
        for (var from = "start"; ;)
        {
            var page = JsonDocument.Parse(await http.GetStringAsync(new Uri(server.Address, $"/v2/kaos/events?{Key}&slice=record&limit=1000&from={from}"))).RootElement;
            if (page.TryGetProperty("events", out var events)) all.AddRange(events.EnumerateArray().Select(one => long.Parse(one.GetProperty("sequence").GetString()!)));
            if (page.TryGetProperty("at_end", out var isEnd) && isEnd.GetBoolean()) return all;
            from = page.GetProperty("next").GetString()!;
        }
    }
}
