using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.IO.Compression;
using System.Threading.Channels;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Scripts;
using KaosNet.Store.Journal;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KaosNet.Scripting.Recording;

/// <summary>How much is recorded.</summary>
/// <param name="Percent">Of all calls; 0 for none.</param>
/// <param name="BytesAnHour">Packed bytes that one run of a server records within an hour, at most.</param>
public sealed record CallRecorderSettings(int Percent, long BytesAnHour);

/// <summary>
/// Records calls of modules, so that they can be run against other modules later. A call that is recorded pays for writing down what it asks; the rest is done aside. What
/// does not fit is left out and counted: no call waits for its record.
/// </summary>
public sealed class CallRecorder : BackgroundService
{
    private const int WaitingMax = 4096;
    private const int WaitingBytesMax = 16 << 20;
    private const int PieceBytesMax = 256 << 10;

    /// <summary>So many calls of one piece are by no more players than one event can be sealed for.</summary>
    private const int PieceCallsMax = 200;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Channel<RecordedCall> _waiting = Channel.CreateBounded<RecordedCall>(new BoundedChannelOptions(WaitingMax) { SingleReader = true });
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CallRecorderSettings _settings;
    private readonly Func<IJournal> _journal;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Counter<long>? _lost;
    private readonly string _run = Guid.CreateVersion7().ToString("N");
    private long _calls, _bytes, _packed;
    private string _hour = "";
    private int _pieces;

    /// <summary>Records calls.</summary>
    /// <param name="settings">How much.</param>
    /// <param name="journal">Asked for late, as the Journal tells indexes, whose filters are calls.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">What could not be recorded.</param>
    /// <param name="meters">Figures.</param>
    public CallRecorder(CallRecorderSettings settings, Func<IJournal> journal, TimeProvider time, ILogger<CallRecorder> log, IMeterFactory? meters = null)
    {
        (_settings, _journal, _time, _log) = (settings, journal, time, log);
        _lost = meters?.Create("KaosNet.Modules").CreateCounter<long>("kaos.calls_not_recorded", "{call}", description: "Calls of modules that were to be recorded and did not fit.");
    }

    /// <summary>Now, Unix milliseconds.</summary>
    internal long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Stores what waits.</summary>
    public async Task Flush()
    {
        await _turn.WaitAsync();
        try
        {
            while (_waiting.Reader.TryPeek(out _)) await Write(Gather());
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A tape for a call that is to be recorded; null for one that is not.</summary>
    internal RecordingTape? Begin()
    {
        if (_settings.Percent <= 0) return null;
        var number = Interlocked.Increment(ref _calls);
        // Evenly: of a hundred calls in a row just so many.
        return number * _settings.Percent / 100 == (number - 1) * _settings.Percent / 100 ? null : new RecordingTape();
    }

    /// <summary>A call is over.</summary>
    internal void Finish(RecordingTape tape, Func<RecordedCall> call)
    {
        if (!tape.IsTaken) return;
        if (!tape.IsTooLarge && Interlocked.Read(ref _bytes) < WaitingBytesMax)
        {
            var recorded = call();
            var bytes = SizeOf(recorded, tape);
            if (bytes <= 2 * RecordingTape.BytesMax && _waiting.Writer.TryWrite(recorded))
            {
                Interlocked.Add(ref _bytes, bytes);
                return;
            }
        }

        _lost?.Add(1);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_settings.Percent <= 0) return;
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                await Task.Delay(Interval, _time, stoppingToken);
                await Flush();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        _waiting.Writer.TryComplete();
        await Flush();
    }

    private static int SizeOf(RecordedCall call, RecordingTape tape) =>
        tape.Bytes + call.Payload.Length + (call.Request?.Json.Length ?? 0) + (call.Response?.Json.Length ?? 0) + (call.Outcome.Answer?.Length ?? 0);

    private List<(RecordedCall Call, byte[] Json)> Gather()
    {
        List<(RecordedCall, byte[])> piece = [];
        for (var bytes = 0; bytes < PieceBytesMax && piece.Count < PieceCallsMax && _waiting.Reader.TryRead(out var call);)
        {
            var json = RecordedCallJson.Write(call);
            bytes += json.Length;
            piece.Add((call, json));
        }

        // Sizes were estimates, and nothing else waits when nothing waits.
        if (!_waiting.Reader.TryPeek(out _)) Interlocked.Exchange(ref _bytes, 0);
        return piece;
    }

    private async Task Write(List<(RecordedCall Call, byte[] Json)> calls)
    {
        Debug.Assert(calls.Count > 0);
        var hour = _time.GetUtcNow().ToString("yyyyMMddHH", System.Globalization.CultureInfo.InvariantCulture);
        if (hour != _hour) (_hour, _pieces, _packed) = (hour, 0, 0);
        var packed = Pack(calls.Select(call => call.Json));
        if (_packed + packed.Length > _settings.BytesAnHour || packed.Length > RecordScriptCalls.PackedMax)
        {
            if (_packed <= _settings.BytesAnHour) _log.LogWarning("Calls of modules are not recorded any more in this hour: there are as many as runtime.record_calls_mb lets in");
            _packed = _settings.BytesAnHour + 1;
            _lost?.Add(calls.Count);
            return;
        }

        var recorded = new ScriptCallsRecorded(_pieces, calls.Count, At(calls.Min(call => call.Call.At)), At(calls.Max(call => call.Call.At)), packed) { Mentioned = Mentioned(calls) };
        var answer = await _journal().Execute(new RecordScriptCalls($"{hour}-{_run}", recorded), Caller.System("modules", "RecordScriptCalls"));
        if (answer.Fault is { } fault)
        {
            _lost?.Add(calls.Count);
            _log.LogWarning("{Calls} calls of modules could not be recorded: {Reason}", calls.Count, fault.Message);
            return;
        }

        _pieces++;
        _packed += packed.Length;
    }

    /// <summary>Everybody whom the calls tell of; the callers first.</summary>
    private static List<Guid> Mentioned(List<(RecordedCall Call, byte[] Json)> calls)
    {
        List<Guid> mentioned = [];
        foreach (var (call, _) in calls)
        {
            if (Guid.TryParse(call.Caller.UserId, out var caller) && !mentioned.Contains(caller)) mentioned.Add(caller);
        }

        foreach (var (_, json) in calls) Uuids.Collect(json, mentioned);
        return mentioned;
    }

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static byte[] Pack(IEnumerable<byte[]> lines)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var line in lines)
            {
                brotli.Write(line);
                brotli.WriteByte((byte)'\n');
            }
        }

        return packed.ToArray();
    }
}
