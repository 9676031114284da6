using KaosNet.Domain.Leaderboards.Resetting;
using KaosNet.Modules;
using KaosNet.Modules.Brackets;
using KaosNet.Modules.Leagues;
using KaosNet.Modules.Matches;
using KaosNet.Modules.Matchmaking;
using KaosNet.Modules.Storage;
using KaosNet.Projections.Brackets;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Scripts;
using GameEvent = KaosNet.Modules.Events.GameEvent;

namespace KaosNet.Scripting.CSharp.Loading;

internal delegate ValueTask<object?> BeforeHook(ModuleContext context, object request);

internal delegate ValueTask AfterHook(ModuleContext context, object response, object request);

internal delegate ValueTask StoreFunction(ModuleContext context, object told);

internal delegate ValueTask BoardFunction(ModuleContext context, object occasion);

internal delegate ValueTask BracketFunction(ModuleContext context, Bracket bracket, IReadOnlyList<BracketPairing> ready);

internal delegate ValueTask SeasonFunction(ModuleContext context, League league, LeagueSeason season, LeagueStandings group);

/// <summary>A function with the module that it belongs to.</summary>
internal sealed record Registered<TFunction>(TFunction Function, LoadedModule Module)
    where TFunction : Delegate;

/// <summary>Functions by what they are for: those of one module, or those of all. Not changed any more once calls look at it.</summary>
internal sealed class FunctionTable
{
    public Dictionary<string, Registered<Func<ModuleContext, string, ValueTask<string?>>>> Rpcs { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, Registered<BeforeHook>> Before { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, Registered<AfterHook>> After { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, Registered<Func<ModuleContext, Envelope, ValueTask<Envelope?>>>> BeforeMessage { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Registered<Func<ModuleContext, Envelope, Envelope, ValueTask>>> AfterMessage { get; } = new(StringComparer.Ordinal);

    public Dictionary<EventKind, List<Registered<Func<ModuleContext, GameEvent, ValueTask>>>> Events { get; } = [];

    public Dictionary<BoardCallback, Registered<BoardFunction>> Boards { get; } = [];

    public Dictionary<BracketCallback, Registered<BracketFunction>> Brackets { get; } = [];

    public Registered<SeasonFunction>? SeasonEnd { get; set; }

    public Dictionary<string, Registered<Func<ModuleContext, StorageObject, ValueTask<bool>>>> IndexFilters { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Registered<Func<IMatchHandler>>> Matches { get; } = new(StringComparer.Ordinal);

    public Registered<Func<ModuleContext, IReadOnlyList<MatchmakerEntry>, ValueTask<string?>>>? Matched { get; set; }

    public Registered<Func<ModuleContext, IReadOnlyList<IReadOnlyList<MatchmakerEntry>>, ValueTask<IReadOnlyList<IReadOnlyList<MatchmakerEntry>>>>>? Override { get; set; }

    public Registered<Func<ModuleContext, IReadOnlyList<MatchmakerEntry>, ValueTask<IReadOnlyList<IReadOnlyList<MatchmakerEntry>>>>>? Processor { get; set; }

    public Registered<Func<ModuleContext, ValueTask>>? Shutdown { get; set; }

    /// <summary>For what stores tell by themselves.</summary>
    public Dictionary<StoreNotification, Registered<StoreFunction>> StoreNotifications { get; } = [];

    public List<Registered<Func<ModuleContext, GameEvent, ValueTask>>> EventsOf(EventKind kind)
    {
        if (!Events.TryGetValue(kind, out var functions)) Events.Add(kind, functions = []);
        return functions;
    }

    /// <summary>The functions of several modules, of which later ones win.</summary>
    public static FunctionTable Of(IEnumerable<FunctionTable> tables)
    {
        var all = new FunctionTable();
        foreach (var table in tables)
        {
            Add(all.Rpcs, table.Rpcs);
            Add(all.Before, table.Before);
            Add(all.After, table.After);
            Add(all.BeforeMessage, table.BeforeMessage);
            Add(all.AfterMessage, table.AfterMessage);
            Add(all.Boards, table.Boards);
            Add(all.Brackets, table.Brackets);
            Add(all.IndexFilters, table.IndexFilters);
            Add(all.Matches, table.Matches);
            Add(all.StoreNotifications, table.StoreNotifications);
            foreach (var (kind, functions) in table.Events) all.EventsOf(kind).AddRange(functions);
            all.Matched = table.Matched ?? all.Matched;
            all.Override = table.Override ?? all.Override;
            all.Processor = table.Processor ?? all.Processor;
            all.SeasonEnd = table.SeasonEnd ?? all.SeasonEnd;
            all.Shutdown = table.Shutdown ?? all.Shutdown;
        }

        return all;
    }

    private static void Add<TKey, TValue>(Dictionary<TKey, TValue> all, Dictionary<TKey, TValue> own)
        where TKey : notnull
    {
        foreach (var (key, value) in own) all[key] = value;
    }
}
