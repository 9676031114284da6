using System.Diagnostics.Metrics;
using System.Text;
using KaosNet.Store.Chain;
using Microsoft.Extensions.Logging;

namespace KaosNet.Projections.Seals;

/// <summary>
/// Lays copies of seals where whoever holds the database does not hold them. Tried a few times; what fails is logged and counted and hurts nobody: the next seal stands over all
/// that this one did.
/// </summary>
public sealed class SealCopies : IDisposable
{
    const int TriesMax = 3;

    static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    readonly SealOptions _options;
    readonly TimeProvider _time;
    readonly ILogger<SealCopies> _log;
    readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false }) { Timeout = AnswerMax };
    readonly Meter _meter = new("KaosNet.Seals");
    readonly Counter<long> _made, _failures;

    public SealCopies(SealOptions options, TimeProvider time, ILogger<SealCopies> log)
    {
        (_options, _time, _log) = (options, time, log);
        _made = _meter.CreateCounter<long>("kaos.seals.made", "{seal}", "Seals made by this server.");
        _failures = _meter.CreateCounter<long>("kaos.seals.failures", "{failure}", "Seals that could not be made or copied, by what failed.");
    }

    /// <summary>Copies a seal that this server has made.</summary>
    public async Task Keep(StoredSeal seal, CancellationToken cancel)
    {
        _made.Add(1);
        var text = SealFile.Of(seal).ToString();
        if (_options.File.Length > 0) await Try("file", _options.File, () => Write(text, cancel), cancel);
        if (_options.Url is { } url) await Try("url", url.GetLeftPart(UriPartial.Path), () => Post(url, text, cancel), cancel);
    }

    /// <summary>Counts what failed.</summary>
    public void Failed(string what) => _failures.Add(1, new KeyValuePair<string, object?>("what", what));

    public void Dispose()
    {
        _http.Dispose();
        _meter.Dispose();
    }

    async Task Try(string what, string where, Func<Task> copy, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await copy();
                return;
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or HttpRequestException or OperationCanceledException)
            {
                if (attempt < TriesMax && !cancel.IsCancellationRequested)
                {
                    await Task.Delay(Pause * attempt, _time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    continue;
                }

                Failed(what);
                _log.LogWarning("The latest seal could not be copied to {Where}: {Reason}", where, failed.Message);
                return;
            }
        }
    }

    /// <summary>Nobody ever sees half a file.</summary>
    async Task Write(string text, CancellationToken cancel)
    {
        var beside = _options.File + ".new";
        await File.WriteAllTextAsync(beside, text, cancel);
        File.Move(beside, _options.File, overwrite: true);
    }

    async Task Post(Uri url, string text, CancellationToken cancel)
    {
        using var content = new StringContent(text, Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(url, content, cancel);
        answer.EnsureSuccessStatusCode();
    }
}
