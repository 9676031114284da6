using System.Collections.Concurrent;
using System.Diagnostics;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Projections.Matches;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Ticking;
using KaosNet.Store;
using KaosNet.Store.Journal;
using KaosNet.Store.Tables;
using Marten;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Bench.Realtime;

/// <summary>Players on paper.</summary>
sealed class CountedAudience : IMatchAudience
{
    long _delivered;

    public long Delivered => Interlocked.Read(ref _delivered);

    public void Send(MatchKey match, MatchPresence? sender, long opCode, byte[] data, bool reliable, IReadOnlyList<string> sessionIds) =>
        Interlocked.Add(ref _delivered, sessionIds.Count);

    public void Kick(MatchKey match, IReadOnlyList<MatchPresence> presences)
    {
    }

    public void Close(MatchKey match)
    {
    }

    public void Disconnect(IReadOnlyList<MatchPresence> presences)
    {
    }

    public int SizeOfRelayed(MatchKey match) => 0;
}

/// <summary>Takes the records of matches: into a database, or only their number and size.</summary>
sealed class MatchesJournal : IJournal, IAsyncDisposable
{
    readonly Database? _database;
    readonly LanedJournal? _journal;
    long _pieces;
    long _bytes;

    MatchesJournal(Database? database, LanedJournal? journal) => (_database, _journal) = (database, journal);

    public long Pieces => Interlocked.Read(ref _pieces);

    public long Bytes => Interlocked.Read(ref _bytes);

    public static async Task<MatchesJournal> Open(string? connectionString)
    {
        if (connectionString is null) return new(null, null);
        var catalogue = new EventCatalogue([MatchHistory.Stream]);
        IReadOnlyList<IInlineTable> tables = [OpenMatches.Table];
        var database = new Database(connectionString, "kaos_bench");
        await Run(database, "drop schema if exists kaos_bench cascade");
        await using var store = DocumentStore.For(options => MartenSetup.Configure(options, database, catalogue));
        await new StoreSchema(database, store, tables, new(database, catalogue), NullLogger<StoreSchema>.Instance).Apply();
        return new(database, new(database, catalogue, tables, [], new(), TimeProvider.System, NullLogger<LanedJournal>.Instance));
    }

    public async ValueTask<Answer<TResult>> Execute<TResult>(Command<TResult> command, Caller caller, CancellationToken cancel = default)
    {
        if (command is RecordMatchInputs { Inputs: var piece })
        {
            Interlocked.Increment(ref _pieces);
            Interlocked.Add(ref _bytes, piece.Steps.Length);
        }

        if (_journal is not null) return await _journal.Execute(command, caller, cancel);
        return (TResult)(object)Done.Value;
    }

    public ValueTask<TState> Load<TState>(StreamRef<TState> stream, CancellationToken cancel = default)
        where TState : class => throw new NotSupportedException();

    public async ValueTask DisposeAsync()
    {
        if (_journal is null || _database is null) return;
        await _journal.DisposeAsync();
        await Run(_database, "drop schema if exists kaos_bench cascade");
        await _database.DisposeAsync();
    }

    static async Task Run(Database database, string statement)
    {
        await using var command = database.General.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>Scripts of which one in a few writes down when its loops ran: to do it for all would cost a good part of a tick.</summary>
sealed class TimedScripts(IMatchScripts scripts) : IMatchScripts
{
    const int OneIn = 10;

    readonly ConcurrentBag<TimedScript> _opened = [];
    int _count;
    bool _isTiming;

    public Answer<OpenedScript> Open(string handler, IMatchHost host)
    {
        var answer = scripts.Open(handler, host);
        if (!answer.IsGranted(out var opened, out _) || opened.Script is not { } script || _count++ % OneIn != 0) return answer;
        var timed = new TimedScript(script, this);
        _opened.Add(timed);
        return new OpenedScript(timed);
    }

    public void Begin() => Volatile.Write(ref _isTiming, true);

    public void End() => Volatile.Write(ref _isTiming, false);

    /// <summary>How late the ticks were, sorted: against the grid of the match's most punctual tick. What was written down is given up, as it is no part of a match.</summary>
    public double[] LateMilliseconds(int rate)
    {
        List<double> late = [];
        var period = (double)Stopwatch.Frequency / rate;
        foreach (var script in _opened)
        {
            var times = script.Times;
            if (times.Count == 0) continue;
            var offsets = times.Select(at => at - times[0] - (Math.Round((at - times[0]) / period) * period)).ToList();
            var least = offsets.Min();
            late.AddRange(offsets.Select(offset => (offset - least) * 1000 / Stopwatch.Frequency));
            script.Forget();
        }

        if (late.Count == 0) late.Add(0);
        return [.. late.Order()];
    }

    sealed class TimedScript(IMatchScript script, TimedScripts all) : IMatchScript
    {
        public List<long> Times { get; private set; } = [];

        public string ModuleVersion => script.ModuleVersion;

        public void Forget() => Times = [];

        public Answer<MatchStart> Init(MatchMoment moment, string parameters) => script.Init(moment, parameters);

        public JoinVerdict AttemptJoin(MatchMoment moment, MatchPresence presence, JoinRequest request) => script.AttemptJoin(moment, presence, request);

        public StepResult Join(MatchMoment moment, IReadOnlyList<MatchPresence> presences) => script.Join(moment, presences);

        public StepResult Leave(MatchMoment moment, IReadOnlyList<MatchPresence> presences) => script.Leave(moment, presences);

        public StepResult Loop(MatchMoment moment, IReadOnlyList<MatchMessage> messages)
        {
            if (Volatile.Read(ref all._isTiming)) Times.Add(Stopwatch.GetTimestamp());
            return script.Loop(moment, messages);
        }

        public StepResult Terminate(MatchMoment moment, int graceSeconds) => script.Terminate(moment, graceSeconds);

        public SignalVerdict Signal(MatchMoment moment, string data) => script.Signal(moment, data);

        public void HashState(ref MatchHash hash) => script.HashState(ref hash);

        public void Trace(MatchFootprint into) => script.Trace(into);

        public void Dispose() => script.Dispose();
    }
}
