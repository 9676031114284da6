using KaosNet.Domain.Leaderboards.Resetting;
using KaosNet.Modules;
using KaosNet.Modules.Brackets;
using KaosNet.Modules.Hooks;
using KaosNet.Modules.Leaderboards;
using KaosNet.Modules.Leagues;
using KaosNet.Modules.Matches;
using KaosNet.Modules.Matchmaking;
using KaosNet.Modules.Storage;
using KaosNet.Modules.Utilities;
using KaosNet.Projections.Brackets;
using KaosNet.Projections.Storage.Indexes;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Scripts;
using KaosNet.Realtime.Sessions.Messages;
using KaosNet.Scripting.CSharp.Calling;
using KaosNet.Scripting.Nk;
using Microsoft.Extensions.Logging;
using GameEvent = KaosNet.Modules.Events.GameEvent;

namespace KaosNet.Scripting.CSharp.Loading;

/// <summary>Takes what one module registers.</summary>
internal sealed class ModuleRegistrations(LoadedModule module, ScriptSettings settings, NkServer server) : IModuleSetup
{
    private const int FunctionsMax = 4096;

    private int _count;

    /// <summary>What was registered.</summary>
    public FunctionTable Functions { get; } = new();

    /// <summary>What is to be done before the first call, in order.</summary>
    public List<Func<ModuleContext, ValueTask>> Starts { get; } = [];

    /// <summary>Set once the module has said what it has to say.</summary>
    public bool IsClosed { get; set; }

    public string Name => module.Name;

    public string Node => settings.Node;

    public string Version => settings.Version;

    public IReadOnlyDictionary<string, string> Env => settings.Env;

    public ILogger Logger { get; } = new ModuleLogger(server.Log, [new("runtime", "csharp"), new("module", module.Name)]);

    public CancellationToken Unloading => module.Unloading;

    public void OnStart(Func<ModuleContext, ValueTask> start)
    {
        Open(start);
        Starts.Add(start);
    }

    public void Rpc(string id, Func<ModuleContext, string, ValueTask<string?>> function)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        Functions.Rpcs[id] = Of(function);
    }

    public void Before<TRequest, TResponse>(ClientOperation<TRequest, TResponse> operation, Func<ModuleContext, TRequest, ValueTask<TRequest?>> hook)
        where TRequest : class
        where TResponse : class
    {
        Open(hook);
        Functions.Before[operation.Name] = Of<BeforeHook>(async (context, request) => await hook(context, (TRequest)request));
    }

    public void After<TRequest, TResponse>(ClientOperation<TRequest, TResponse> operation, Func<ModuleContext, TResponse, TRequest, ValueTask> hook)
        where TRequest : class
        where TResponse : class
    {
        Open(hook);
        Functions.After[operation.Name] = Of<AfterHook>((context, response, request) => hook(context, (TResponse)response, (TRequest)request));
    }

    public void BeforeMessage<TMessage>(Func<ModuleContext, Envelope, ValueTask<Envelope?>> hook)
        where TMessage : class => Functions.BeforeMessage[MessageNameOf<TMessage>()] = Of(hook);

    public void AfterMessage<TMessage>(Func<ModuleContext, Envelope, Envelope, ValueTask> hook)
        where TMessage : class => Functions.AfterMessage[MessageNameOf<TMessage>()] = Of(hook);

    public void OnEvent(Func<ModuleContext, GameEvent, ValueTask> function) => Functions.EventsOf(EventKind.Reported).Add(Of(function));

    public void OnSessionStart(Func<ModuleContext, GameEvent, ValueTask> function) => Functions.EventsOf(EventKind.SessionStart).Add(Of(function));

    public void OnSessionEnd(Func<ModuleContext, GameEvent, ValueTask> function) => Functions.EventsOf(EventKind.SessionEnd).Add(Of(function));

    public void OnMatchmakerMatched(Func<ModuleContext, IReadOnlyList<MatchmakerEntry>, ValueTask<string?>> function) => Functions.Matched = Of(function);

    public void OnMatchmakerOverride(
        Func<ModuleContext, IReadOnlyList<IReadOnlyList<MatchmakerEntry>>, ValueTask<IReadOnlyList<IReadOnlyList<MatchmakerEntry>>>> function) =>
        Functions.Override = Of(function);

    public void OnMatchmakerProcessor(Func<ModuleContext, IReadOnlyList<MatchmakerEntry>, ValueTask<IReadOnlyList<IReadOnlyList<MatchmakerEntry>>>> function) =>
        Functions.Processor = Of(function);

    public void OnLeaderboardReset(Func<ModuleContext, LeaderboardReset, ValueTask> function)
    {
        Open(function);
        Functions.Boards[BoardCallback.LeaderboardReset] = Of<BoardFunction>((context, occasion) => function(context, (LeaderboardReset)occasion));
    }

    public void OnTournamentReset(Func<ModuleContext, TournamentOccasion, ValueTask> function) => OnTournament(BoardCallback.TournamentReset, function);

    public void OnTournamentEnd(Func<ModuleContext, TournamentOccasion, ValueTask> function) => OnTournament(BoardCallback.TournamentEnd, function);

    public void OnBracketReady(Func<ModuleContext, Bracket, IReadOnlyList<BracketPairing>, ValueTask> function)
    {
        Open(function);
        Functions.Brackets[BracketCallback.Ready] = Of<BracketFunction>((context, bracket, ready) => function(context, bracket, ready));
    }

    public void OnBracketEnd(Func<ModuleContext, Bracket, ValueTask> function)
    {
        Open(function);
        Functions.Brackets[BracketCallback.End] = Of<BracketFunction>((context, bracket, _) => function(context, bracket));
    }

    public void OnLeagueSeasonEnd(Func<ModuleContext, League, LeagueSeason, LeagueStandings, ValueTask> function)
    {
        Open(function);
        Functions.SeasonEnd = Of<SeasonFunction>((context, league, season, group) => function(context, league, season, group));
    }

    public void StorageIndex(
        string name, string collection, IReadOnlyList<string> fields, IReadOnlyList<string> sortableFields, int maxEntries, string key, bool indexOnly)
    {
        var declaration = new StorageIndexDeclaration(name, collection, key, [.. fields], [.. sortableFields], maxEntries, indexOnly);
        OnStart(_ =>
        {
            if (server.Get<StorageIndexes>().Declare(declaration).Fault is { } fault) throw new RefusedException((StatusCode)(int)fault.Code, fault.Message);
            return default;
        });
    }

    public void FilterIndex(string index, Func<ModuleContext, StorageObject, ValueTask<bool>> filter)
    {
        ArgumentException.ThrowIfNullOrEmpty(index);
        Functions.IndexFilters[index] = Of(filter);
    }

    public void OnShutdown(Func<ModuleContext, ValueTask> function) => Functions.Shutdown = Of(function);

    public void OnPurchaseNotificationApple(Func<ModuleContext, PurchaseNotification, ValueTask> function) => OnPurchase(StoreNotification.PurchaseApple, function);

    public void OnPurchaseNotificationGoogle(Func<ModuleContext, PurchaseNotification, ValueTask> function) => OnPurchase(StoreNotification.PurchaseGoogle, function);

    public void OnSubscriptionNotificationApple(Func<ModuleContext, SubscriptionNotification, ValueTask> function) =>
        OnSubscription(StoreNotification.SubscriptionApple, function);

    public void OnSubscriptionNotificationGoogle(Func<ModuleContext, SubscriptionNotification, ValueTask> function) =>
        OnSubscription(StoreNotification.SubscriptionGoogle, function);

    public void Match(string name, Func<IMatchHandler> create)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Functions.Matches[name] = Of(create);
    }

    private void OnPurchase(StoreNotification notification, Func<ModuleContext, PurchaseNotification, ValueTask> function)
    {
        Open(function);
        Functions.StoreNotifications[notification] = Of<StoreFunction>((context, told) => function(context, (PurchaseNotification)told));
    }

    private void OnSubscription(StoreNotification notification, Func<ModuleContext, SubscriptionNotification, ValueTask> function)
    {
        Open(function);
        Functions.StoreNotifications[notification] = Of<StoreFunction>((context, told) => function(context, (SubscriptionNotification)told));
    }

    private void OnTournament(BoardCallback callback, Func<ModuleContext, TournamentOccasion, ValueTask> function)
    {
        Open(function);
        Functions.Boards[callback] = Of<BoardFunction>((context, occasion) => function(context, (TournamentOccasion)occasion));
    }

    private static string MessageNameOf<TMessage>()
    {
        var name = typeof(TMessage).Name;
        return name != nameof(Protocol.Api.Rpc) && MessageKinds.All.Any(kind => kind.Name == name)
            ? name
            : throw new InvalidOperationException($"{name} is no message that clients send and functions may stand around");
    }

    private Registered<TFunction> Of<TFunction>(TFunction function)
        where TFunction : Delegate
    {
        Open(function);
        if (++_count > FunctionsMax) throw new InvalidOperationException($"a module may register {FunctionsMax} functions");
        return new(function, module);
    }

    private void Open(Delegate function)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (IsClosed) throw new InvalidOperationException("functions can be registered only while the module is initialised");
    }
}
