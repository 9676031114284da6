using KaosNet.Domain.Brackets;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Resetting;
using KaosNet.Domain.Leagues;
using KaosNet.Projections.Brackets;
using KaosNet.Projections.Leagues;
using KaosNet.Projections.Leagues.Changing;
using KaosNet.Projections.Storage;
using KaosNet.Projections.Storage.Indexes;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matchmaking;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.Recording;

namespace KaosNet.Scripting.Modules;

/// <summary>What one language's modules do for the server. What a language has nothing for is null.</summary>
public sealed record ModuleLanguage
{
    public IRpcFunctions? Rpcs { get; init; }

    /// <summary>Functions around realtime messages.</summary>
    public IScriptHooks? Messages { get; init; }

    /// <summary>Functions around operations.</summary>
    public IOperationHooks? Operations { get; init; }

    public IEventFunctions? Events { get; init; }

    public IBoardFunctions? Boards { get; init; }

    public IBracketFunctions? Brackets { get; init; }

    public ILeagueFunctions? Leagues { get; init; }

    /// <summary>For what stores tell by themselves.</summary>
    public IStoreFunctions? Stores { get; init; }

    public IMatchmakerFunctions? Matchmaker { get; init; }

    public IShutdownFunctions? Shutdown { get; init; }

    public IStorageIndexFilters? IndexFilters { get; init; }

    public IMatchScripts? Matches { get; init; }
}

/// <summary>
/// The modules of all languages as one (parity runtime.md section 1). Of several functions of one name, or for one purpose, the first language's is called, and
/// only that; events go to all.
/// </summary>
public sealed class ServerModules(IReadOnlyList<ModuleLanguage> languages, CallRecorder? recorder = null)
    : IRpcFunctions, IScriptHooks, IOperationHooks, IEventFunctions, IBoardFunctions, IBracketFunctions, ILeagueFunctions, IMatchmakerFunctions, IShutdownFunctions, IStorageIndexFilters,
      IStoreFunctions, IMatchScripts
{
    private readonly IRpcFunctions[] _rpcs = Those(languages, language => language.Rpcs);
    private readonly IScriptHooks[] _messages = Those(languages, language => language.Messages);
    private readonly IOperationHooks[] _operations = Those(languages, language => language.Operations);
    private readonly IEventFunctions[] _events = Those(languages, language => language.Events);
    private readonly IBoardFunctions[] _boards = Those(languages, language => language.Boards);
    private readonly IBracketFunctions[] _brackets = Those(languages, language => language.Brackets);
    private readonly ILeagueFunctions[] _leagues = Those(languages, language => language.Leagues);
    private readonly IStoreFunctions[] _stores = Those(languages, language => language.Stores);
    private readonly IMatchmakerFunctions[] _matchmakers = Those(languages, language => language.Matchmaker);
    private readonly IShutdownFunctions[] _shutdowns = Those(languages, language => language.Shutdown);
    private readonly IStorageIndexFilters[] _filters = Those(languages, language => language.IndexFilters);
    private readonly IMatchScripts[] _matches = Those(languages, language => language.Matches);

    IReadOnlyCollection<string> IOperationHooks.Before => Names(hooks => hooks.Before);

    IReadOnlyCollection<string> IOperationHooks.After => Names(hooks => hooks.After);

    public bool HasMatched => _matchmakers.Any(functions => functions.HasMatched);

    public bool HasSettled => _leagues.Any(functions => functions.HasSettled);

    public MatchmakerPart Part => Choosing?.Part ?? MatchmakerPart.None;

    bool IShutdownFunctions.Has => _shutdowns.Any(functions => functions.Has);

    /// <summary>The language that chooses matches; it chooses in whichever of the two ways it knows.</summary>
    private IMatchmakerFunctions? Choosing => Array.Find(_matchmakers, functions => functions.Part != MatchmakerPart.None);

    public bool Knows(string id) => Array.Exists(_rpcs, functions => functions.Knows(id));

    public ValueTask<Answer<string>> Call(string id, string payload, RpcRequest request, CancellationToken cancel)
    {
        if (Array.Find(_rpcs, functions => functions.Knows(id)) is not { } found) return new(Fault.NotFound("RPC function not found"));
        return recorder?.Begin() is { } tape ? new RecordedCalls(recorder, tape).Call(found, id, payload, request, cancel) : found.Call(id, payload, request, cancel);
    }

    public bool HasBefore(string operation) => Array.Exists(_messages, hooks => hooks.HasBefore(operation));

    public bool HasAfter(string operation) => Array.Exists(_messages, hooks => hooks.HasAfter(operation));

    public ValueTask<Answer<HookedRequest>> Before(string operation, object request, Caller caller, CancellationToken cancel)
    {
        if (Array.Find(_messages, hooks => hooks.HasBefore(operation)) is not { } found) return new(new HookedRequest(request));
        return recorder?.Begin() is { } tape
            ? new RecordedCalls(recorder, tape).Before(CallKind.BeforeMessage, found.Before, operation, request, caller, cancel)
            : found.Before(operation, request, caller, cancel);
    }

    public ValueTask After(string operation, object request, object response, Caller caller, CancellationToken cancel)
    {
        if (Array.Find(_messages, hooks => hooks.HasAfter(operation)) is not { } found) return ValueTask.CompletedTask;
        return recorder?.Begin() is { } tape
            ? new RecordedCalls(recorder, tape).After(found, operation, request, response, caller, cancel)
            : found.After(operation, request, response, caller, cancel);
    }

    public void WhenChanged(Action act)
    {
        foreach (var hooks in _operations) hooks.WhenChanged(act);
    }

    public ValueTask<Answer<HookedRequest>> RunBefore(string operation, object request, Caller caller, CancellationToken cancel)
    {
        if (Array.Find(_operations, hooks => hooks.Before.Contains(operation, StringComparer.OrdinalIgnoreCase)) is not { } found) return new(new HookedRequest(request));
        return recorder?.Begin() is { } tape
            ? new RecordedCalls(recorder, tape).Before(CallKind.Before, found.RunBefore, operation, request, caller, cancel)
            : found.RunBefore(operation, request, caller, cancel);
    }

    public ValueTask<bool> RunAfter(string operation, object request, object response, Caller caller, CancellationToken cancel)
    {
        if (Array.Find(_operations, hooks => hooks.After.Contains(operation, StringComparer.OrdinalIgnoreCase)) is not { } found) return new(true);
        return recorder?.Begin() is { } tape
            ? new RecordedCalls(recorder, tape).After(found, operation, request, response, caller, cancel)
            : found.RunAfter(operation, request, response, caller, cancel);
    }

    public bool Takes(EventKind kind) => Array.Exists(_events, functions => functions.Takes(kind));

    public async ValueTask Take(GameEvent happened, CancellationToken cancel)
    {
        foreach (var functions in _events)
        {
            if (functions.Takes(happened.Kind)) await functions.Take(happened, cancel);
        }
    }

    public bool Has(BoardCallback callback) => Array.Exists(_boards, functions => functions.Has(callback));

    public Caller CallerOf(Leaderboard board, BoardOccurrence occurrence) =>
        (Array.Find(_boards, functions => functions.Has(occurrence.Callback)) ?? _boards[0]).CallerOf(board, occurrence);

    public ValueTask<Answer<Done>> Call(Leaderboard board, BoardOccurrence occurrence, CancellationToken cancel) =>
        Array.Find(_boards, functions => functions.Has(occurrence.Callback)) is { } found ? found.Call(board, occurrence, cancel) : new(Done.Value);

    public bool Has(BracketCallback callback) => Array.Exists(_brackets, functions => functions.Has(callback));

    public Caller CallerOf(BracketCallback callback, string cause) =>
        (Array.Find(_brackets, functions => functions.Has(callback)) ?? _brackets[0]).CallerOf(callback, cause);

    public ValueTask<Answer<Done>> Call(BracketCallback callback, Bracket bracket, IReadOnlyList<int> pairings, string cause, CancellationToken cancel) =>
        Array.Find(_brackets, functions => functions.Has(callback)) is { } found ? found.Call(callback, bracket, pairings, cause, cancel) : new(Done.Value);

    public ValueTask<Fault?> Settled(LeagueRow league, LeagueSeasonRow season, LeagueGroup group, Caller caller, CancellationToken cancel) =>
        Array.Find(_leagues, functions => functions.HasSettled) is { } found ? found.Settled(league, season, group, caller, cancel) : new((Fault?)null);

    public bool Has(StoreNotification notification) => Array.Exists(_stores, functions => functions.Has(notification));

    public ValueTask<Answer<Done>> Call(StoreOccasion occasion, CancellationToken cancel) =>
        Array.Find(_stores, functions => functions.Has(occasion.Notification)) is { } found ? found.Call(occasion, cancel) : new(Done.Value);

    public ValueTask<Answer<string?>> Matched(IReadOnlyList<MatchedPlayer> players, CancellationToken cancel) =>
        Array.Find(_matchmakers, functions => functions.HasMatched) is { } found ? found.Matched(players, cancel) : new((string?)null);

    public ValueTask<Answer<IReadOnlyList<IReadOnlyList<string>>>> Override(IReadOnlyList<IReadOnlyList<HeldTicket>> candidates, CancellationToken cancel) =>
        (Choosing ?? throw new NotSupportedException("There is no override.")).Override(candidates, cancel);

    public ValueTask<Answer<IReadOnlyList<IReadOnlyList<string>>>> Process(IReadOnlyList<HeldTicket> tickets, CancellationToken cancel) =>
        (Choosing ?? throw new NotSupportedException("There is no processor.")).Process(tickets, cancel);

    public ValueTask ShutDown(CancellationToken cancel) =>
        Array.Find(_shutdowns, functions => functions.Has) is { } found ? found.ShutDown(cancel) : ValueTask.CompletedTask;

    public bool Has(string index) => Array.Exists(_filters, filters => filters.Has(index));

    public ValueTask<bool?> Keeps(string index, StoredObjectRow stored, CancellationToken cancel) =>
        Array.Find(_filters, filters => filters.Has(index)) is { } found ? found.Keeps(index, stored, cancel) : new((bool?)null);

    public Answer<OpenedScript> Open(string handler, IMatchHost host)
    {
        foreach (var scripts in _matches)
        {
            var answer = scripts.Open(handler, host);
            if (!answer.IsGranted(out var opened, out _) || opened.Script is not null) return answer;
        }

        return new OpenedScript(null);
    }

    public Answer<OpenedScript> OpenChanged(string handler, IMatchHost host, IMatchScript current)
    {
        // Each language knows its own instances: a handler that is now written in another language has no say in matches of before.
        foreach (var scripts in _matches)
        {
            var answer = scripts.OpenChanged(handler, host, current);
            if (!answer.IsGranted(out var opened, out _) || opened.Script is not null) return answer;
        }

        return new OpenedScript(null);
    }

    public void WhenCodeChanged(Action act)
    {
        foreach (var scripts in _matches) scripts.WhenCodeChanged(act);
    }

    private static T[] Those<T>(IReadOnlyList<ModuleLanguage> languages, Func<ModuleLanguage, T?> part)
        where T : class => [.. languages.Select(part).OfType<T>()];

    private HashSet<string> Names(Func<IOperationHooks, IReadOnlyCollection<string>> names) =>
        _operations.SelectMany(names).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
