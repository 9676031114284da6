using System.Collections.Concurrent;
using System.Text;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards.Resetting;
using KaosNet.Projections.Brackets;
using KaosNet.Realtime;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>A function that a module registered, in one state.</summary>
/// <param name="Function">The function.</param>
/// <param name="Module">The module that was loading then.</param>
public sealed record RegisteredFunction(LuaReference Function, string Module);

/// <summary>
/// One state's loading of all modules: takes what they register. Every state runs the modules, but what they do to the server while they load
/// is done once, by the first state; the others are given the answers that it got.
/// </summary>
public sealed class ModuleLoading(NkServer server, LoadingMemory memory, TimeProvider time) : ScriptScene
{
    private readonly Dictionary<string, int> _asked = new(StringComparer.Ordinal);
    private readonly bool _isFirst = memory.IsFirst();

    /// <summary>What was registered in this state; the last one of a name wins.</summary>
    public Dictionary<string, RegisteredFunction> Rpcs { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What was registered in this state for events, in order.</summary>
    public Dictionary<EventKind, List<RegisteredFunction>> Events { get; } = [];

    /// <summary>What runs before operations, by their names in any case; the last one of a name wins.</summary>
    public Dictionary<string, RegisteredFunction> OperationBefore { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What runs after operations, by their names in any case; the last one of a name wins.</summary>
    public Dictionary<string, RegisteredFunction> OperationAfter { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What runs before realtime messages, by their names in any case; the last one of a name wins.</summary>
    public Dictionary<string, RegisteredFunction> RealtimeBefore { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What runs after realtime messages, by their names in any case; the last one of a name wins.</summary>
    public Dictionary<string, RegisteredFunction> RealtimeAfter { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Filters of storage indexes, by the indexes' names; the last one of a name wins.</summary>
    public Dictionary<string, RegisteredFunction> IndexFilters { get; } = new(StringComparer.Ordinal);

    /// <summary>Functions for ends and resets of boards; the last one wins.</summary>
    public Dictionary<BoardCallback, RegisteredFunction> BoardFunctions { get; } = [];

    /// <summary>Functions for what happens to brackets; the last one wins.</summary>
    public Dictionary<BracketCallback, RegisteredFunction> BracketFunctions { get; } = [];

    /// <summary>The function for the end of a league's season; the last one wins.</summary>
    public RegisteredFunction? LeagueFunction { get; private set; }

    /// <summary>What the matchmaker calls; the last one of each wins.</summary>
    internal Dictionary<MatchmakerCallback, RegisteredFunction> MatchmakerFunctions { get; } = [];

    /// <summary>The function for the server's end; the last one wins.</summary>
    public RegisteredFunction? ShutdownFunction { get; private set; }

    /// <summary>Functions for what stores tell; the last one of each wins.</summary>
    public Dictionary<StoreNotification, RegisteredFunction> StoreNotifications { get; } = [];

    /// <summary>The module that loads at the moment.</summary>
    public string Module { get; set; } = "";

    public override long UnixMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    public override bool WantsArguments => true;

    public override ModuleLoading? Loading => this;

    public override bool Logs => _isFirst;

    public override IReadOnlyList<KeyValuePair<string, object?>> LogFields => [new("runtime", "lua"), new("module", Module)];

    public override Guid NewUuid() => FreshIds.Next();

    public override Caller CallerFor(string function) =>
        new() { Source = Source.Script, Actor = Module, Operation = function, Cause = "start" };

    public override Answer<byte[]> Perform(
        string function, ReadOnlySpan<byte> arguments, Func<CancellationToken, ValueTask<Answer<byte[]>>> perform)
    {
        var asked = $"{function}({Encoding.UTF8.GetString(arguments)})";
        var times = _asked.GetValueOrDefault(asked);
        _asked[asked] = times + 1;
        return memory.Answer($"{asked}#{times}", () => server.Wait(function, perform, CancellationToken.None));
    }

    /// <summary>Takes a registration.</summary>
    internal void Register(string id, LuaReference function) => Rpcs[id] = new(function, Module);

    /// <summary>Takes a registration for events.</summary>
    internal void RegisterEvent(EventKind kind, LuaReference function)
    {
        if (!Events.TryGetValue(kind, out var registered)) Events.Add(kind, registered = []);
        registered.Add(new(function, Module));
    }

    /// <summary>Everything that functions may stand around.</summary>
    internal HookNames HookNames => server.Get<HookNames>();

    internal void RegisterOperationHook(string operation, LuaReference function, bool isAfter) =>
        (isAfter ? OperationAfter : OperationBefore)[operation] = new(function, Module);

    internal void RegisterRealtimeHook(string message, LuaReference function, bool isAfter) =>
        (isAfter ? RealtimeAfter : RealtimeBefore)[message] = new(function, Module);

    internal void RegisterIndexFilter(string index, LuaReference function) => IndexFilters[index] = new(function, Module);

    internal void RegisterBoardFunction(BoardCallback callback, LuaReference function) => BoardFunctions[callback] = new(function, Module);

    internal void RegisterBracketFunction(BracketCallback callback, LuaReference function) => BracketFunctions[callback] = new(function, Module);

    internal void RegisterLeagueFunction(LuaReference function) => LeagueFunction = new(function, Module);

    internal void RegisterMatchmakerFunction(MatchmakerCallback callback, LuaReference function) => MatchmakerFunctions[callback] = new(function, Module);

    internal void RegisterStoreNotification(StoreNotification notification, LuaReference function) => StoreNotifications[notification] = new(function, Module);

    internal void RegisterShutdownFunction(LuaReference function) => ShutdownFunction = new(function, Module);

    /// <summary>True for the first call in the process.</summary>
    internal bool TakeOnce() => memory.TakeOnce();
}

/// <summary>What modules did to the server while they loaded for the first time.</summary>
public sealed class LoadingMemory
{
    private readonly ConcurrentDictionary<string, Answer<byte[]>> _answers = new(StringComparer.Ordinal);
    private int _loads, _once;

    internal bool IsFirst() => Interlocked.Exchange(ref _loads, 1) == 0;

    internal bool TakeOnce() => Interlocked.Exchange(ref _once, 1) == 0;

    internal Answer<byte[]> Answer(string question, Func<Answer<byte[]>> ask) => _answers.GetOrAdd(question, _ => ask());
}
