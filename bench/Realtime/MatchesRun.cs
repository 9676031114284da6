using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using KaosNet.Domain.Matches;
using KaosNet.Realtime;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Listing;
using KaosNet.Realtime.Matches.Recording;
using KaosNet.Realtime.Matches.Ticking;
using KaosNet.Scripting;
using KaosNet.Scripting.Lua;
using KaosNet.Scripting.Matches;
using KaosNet.Scripting.Nk;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Bench.Realtime;

/// <summary>A tick host with its matches, in this process. Players are on paper: what is sent to them is counted.</summary>
sealed class MatchesRun : IAsyncDisposable
{
    /// <summary>Until the runtime has compiled what is run often, and each match has handed over its first pieces.</summary>
    static readonly TimeSpan Settling = TimeSpan.FromSeconds(12);

    readonly MatchesPlan _plan;
    readonly ServiceProvider _services;
    readonly MatchesJournal _journal;
    readonly CountedAudience _audience = new();
    readonly TimedScripts _scripts;
    readonly ModuleHost _modules;
    readonly TickLoop _loop;
    readonly MatchIndex _index;
    readonly MatchRecorder _recorder;
    readonly MatchHost _host;
    readonly MeterListener _listener = new();
    readonly List<MatchKey> _matches = [];
    readonly List<MatchPresence[]> _players = [];
    long _ticks;
    long _skipped;

    MatchesRun(MatchesPlan plan, MatchesJournal journal)
    {
        _plan = plan;
        _journal = journal;
        _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var settings = new MatchSettings();
        var scripts = new ScriptSettings { Path = plan.Modules, Node = "bench" };
        _modules = new(scripts, new NkServer(_services, NullLogger.Instance), TimeProvider.System, NullLogger<ModuleHost>.Instance);
        _modules.Read();
        _scripts = new(new LuaMatchScripts(scripts, _modules, NullLogger<LuaMatchScripts>.Instance));
        _loop = new(TimeProvider.System, plan.Workers, settings.SpareWorkers, NullLogger<TickLoop>.Instance);
        _index = new(settings, TimeProvider.System);
        _recorder = new(journal, TimeProvider.System, settings, NullLogger<MatchRecorder>.Instance);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == RealtimeMeter.Name) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
        {
            if (instrument.Name == "kaos_match_ticks") Interlocked.Add(ref _ticks, value);
            else if (instrument.Name == "kaos_match_ticks_skipped") Interlocked.Add(ref _skipped, value);
        });
        _listener.Start();
        var metrics = new MatchMetrics(new RealtimeMeter(_services.GetRequiredService<IMeterFactory>()));
        _host = new(_scripts, _loop, _audience, _recorder, _index, settings, metrics, new NodeName("bench"), MatchRun.New(), NullLogger<MatchHost>.Instance);
    }

    public static async Task<MatchesRun> Open(MatchesPlan plan) => new(plan, await MatchesJournal.Open(plan.Database));

    public async Task<MatchesFigure> Measure(CancellationToken cancel)
    {
        // The first match pays for what all share.
        Create();
        await Task.Delay(TimeSpan.FromSeconds(1), cancel);
        var (resident, managed) = Memory();
        var began = Stopwatch.GetTimestamp();
        for (var i = 1; i < _plan.Matches; i++) Create();
        var created = Stopwatch.GetElapsedTime(began).TotalMilliseconds / Math.Max(1, _plan.Matches - 1);
        var (residentThen, managedThen) = Memory();
        await Join(cancel);

        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var posting = Task.Run(() => Post(done.Token), CancellationToken.None);
        await Task.Delay(Settling, cancel);

        using var process = Process.GetCurrentProcess();
        var (ticks, skipped, cpu, threads) = (Interlocked.Read(ref _ticks), Interlocked.Read(ref _skipped), process.TotalProcessorTime, TickThreadTime());
        var (allocated, pieces, bytes) = (GC.GetTotalAllocatedBytes(), _journal.Pieces, _journal.Bytes);
        var watch = new InterferenceWatch();
        var clock = Stopwatch.StartNew();
        _scripts.Begin();
        await Task.Delay(_plan.Time, cancel);
        _scripts.End();
        var (took, interference) = (clock.Elapsed, watch.Stop());
        process.Refresh();
        var used = process.TotalProcessorTime - cpu;
        var ticked = Interlocked.Read(ref _ticks) - ticks;
        var figure = new MatchesFigure
        {
            Ticks = ticked,
            Due = (long)(_plan.Matches * _plan.Rate * took.TotalSeconds),
            Skipped = Interlocked.Read(ref _skipped) - skipped,
            Cores = used / took,
            TickThreadCores = (TickThreadTime() - threads) / took,
            MicrosecondsATick = used.TotalMicroseconds / Math.Max(1, ticked),
            BytesATick = (GC.GetTotalAllocatedBytes() - allocated) / (double)Math.Max(1, ticked),
            Interference = interference,
            Pieces = _journal.Pieces - pieces,
            RecordBytes = _journal.Bytes - bytes,
            CreatedMs = created,
            KilobytesAMatch = (residentThen - resident) / 1024.0 / _plan.Matches,
            ManagedKilobytesAMatch = (managedThen - managed) / 1024.0 / _plan.Matches,
            KilobytesAtTheEnd = 0,
            StateKilobytes = EmptyState(),
            Posted = Interlocked.Read(ref _posted),
            Delivered = _audience.Delivered,
            MedianLateMs = 0,
            SlowLateMs = 0,
            MostLateMs = 0,
        };
        await done.CancelAsync();
        await posting;
        var late = _scripts.LateMilliseconds(_plan.Rate);
        return figure with
        {
            KilobytesAtTheEnd = (Memory().Resident - resident) / 1024.0 / _plan.Matches,
            MedianLateMs = late[late.Length / 2],
            SlowLateMs = late[(int)(late.Length * 0.99)],
            MostLateMs = late[^1],
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _host.Stop(0, CancellationToken.None);
        _loop.Dispose();
        _index.Dispose();
        await _recorder.DisposeAsync();
        _listener.Dispose();
        _modules.Dispose();
        await _journal.DisposeAsync();
        await _services.DisposeAsync();
    }

    void Create()
    {
        var answer = _host.Create("bench_match", $$"""{"steps":{{_plan.Steps}},"rate":{{_plan.Rate}}}""");
        if (!answer.IsGranted(out var id, out var fault)) throw new InvalidOperationException(fault.Message);
        if (!MatchKey.TryParse(id, out var key)) throw new InvalidOperationException(id);
        _matches.Add(key);
    }

    async Task Join(CancellationToken cancel)
    {
        var nothing = new Dictionary<string, string>();
        foreach (var match in _matches)
        {
            var players = new MatchPresence[_plan.Players];
            for (var i = 0; i < players.Length; i++)
            {
                players[i] = new(Guid.NewGuid().ToString(), Guid.NewGuid().ToString(), $"player{i}", "bench");
                var answer = await _host.Join(match, players[i], new(nothing, nothing, 0, "", ""), cancel);
                if (answer.Value?.Accepted != true) throw new InvalidOperationException("A player was refused.");
                _host.Presences(match, [players[i]], []);
            }

            _players.Add(players);
        }
    }

    long _posted;

    /// <summary>Players speak in turn, spread over the second.</summary>
    async Task Post(CancellationToken done)
    {
        if (_plan.Players == 0 || _plan.Messages == 0) return;
        var perSecond = _plan.Matches * _plan.Players * _plan.Messages;
        var data = new byte[60];
        var clock = Stopwatch.StartNew();
        while (!done.IsCancellationRequested)
        {
            var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            for (var due = (long)(clock.Elapsed.TotalSeconds * perSecond); _posted < due; _posted++)
            {
                var match = (int)(_posted % _matches.Count);
                var player = _players[match][_posted / _matches.Count % _plan.Players];
                _host.Post(_matches[match], new(player, 1, data, true, now));
            }

            await Task.Delay(5, done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Bytes of the process, and of its managed objects after a collection.</summary>
    static (long Resident, long Managed) Memory()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        var managed = GC.GetTotalMemory(forceFullCollection: true);
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return (long.Parse(line["VmRSS:".Length..^"kB".Length].Trim(), CultureInfo.InvariantCulture) * 1024, managed);
    }

    static double EmptyState()
    {
        using var state = new LuaState(new LuaStateOptions { Deterministic = true, Seed = 1 });
        return state.Memory.Now / 1024.0;
    }

    /// <summary>Processor time of the tick threads, by the clock ticks of the system, 100 a second.</summary>
    static TimeSpan TickThreadTime()
    {
        var ticks = 0L;
        foreach (var thread in Directory.EnumerateDirectories("/proc/self/task"))
        {
            try
            {
                if (!File.ReadAllText(thread + "/comm").StartsWith("tick ", StringComparison.Ordinal)) continue;
                var fields = File.ReadAllText(thread + "/stat").Split(')')[1].Split(' ');
                ticks += long.Parse(fields[12], CultureInfo.InvariantCulture) + long.Parse(fields[13], CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                // A thread that ended meanwhile is none of a tick loop's.
            }
        }

        return TimeSpan.FromSeconds(ticks / 100.0);
    }
}
