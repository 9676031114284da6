using KaosNet.Modules.Brackets;
using KaosNet.Modules.Events;
using KaosNet.Modules.Hooks;
using KaosNet.Modules.Leaderboards;
using KaosNet.Modules.Leagues;
using KaosNet.Modules.Matches;
using KaosNet.Modules.Matchmaking;
using KaosNet.Modules.Storage;
using KaosNet.Modules.Utilities;
using KaosNet.Protocol.Realtime;
using Microsoft.Extensions.Logging;

namespace KaosNet.Modules;

/// <summary>
/// Takes what a module brings along. Of two functions for the same thing the later one counts, modules in ascending order of their names; events alone have as many
/// as are registered. Functions run for many callers at the same time.
/// </summary>
public interface IModuleSetup
{
    /// <summary>The module's name: that of its assembly.</summary>
    string Name { get; }

    /// <summary>The server's name.</summary>
    string Node { get; }

    /// <summary>The server's version.</summary>
    string Version { get; }

    /// <summary>The operator's settings for modules (<c>runtime.env</c>).</summary>
    IReadOnlyDictionary<string, string> Env { get; }

    /// <summary>For what the module has to say while it loads.</summary>
    ILogger Logger { get; }

    /// <summary>Cancelled when the module has been replaced and its last call is over: whatever it runs by itself has to end then.</summary>
    CancellationToken Unloading { get; }

    /// <summary>Has this done once the modules have registered everything, before the first call: leaderboards are created here. A failure refuses the module.</summary>
    void OnStart(Func<ModuleContext, ValueTask> start);

    /// <summary>A function for clients and other servers to call by its id, in any case. It is given the payload, which may be empty, and answers text.</summary>
    void Rpc(string id, Func<ModuleContext, string, ValueTask<string?>> function);

    /// <summary>
    /// Runs before an operation and its validation. It may change the request, answer another, answer null, which disables the operation (code 5), or throw a
    /// <see cref="RefusedException"/>.
    /// </summary>
    void Before<TRequest, TResponse>(ClientOperation<TRequest, TResponse> operation, Func<ModuleContext, TRequest, ValueTask<TRequest?>> hook)
        where TRequest : class
        where TResponse : class;

    /// <summary>Runs after an operation that succeeded. The reply waits for it and is not to be changed; what it throws is logged.</summary>
    void After<TRequest, TResponse>(ClientOperation<TRequest, TResponse> operation, Func<ModuleContext, TResponse, TRequest, ValueTask> hook)
        where TRequest : class
        where TResponse : class;

    /// <summary>
    /// Runs before a realtime message. It may change the envelope, answer another of the same kind, answer null, which refuses the message and closes the socket, or
    /// throw a <see cref="RefusedException"/>.
    /// </summary>
    /// <typeparam name="TMessage">The message, such as <see cref="ChannelJoin"/>; calls of functions have no hooks.</typeparam>
    void BeforeMessage<TMessage>(Func<ModuleContext, Envelope, ValueTask<Envelope?>> hook)
        where TMessage : class;

    /// <summary>Runs after a realtime message that succeeded, with the answer, which may be empty, and the message. The sender's next message waits for it.</summary>
    /// <typeparam name="TMessage">The message.</typeparam>
    void AfterMessage<TMessage>(Func<ModuleContext, Envelope, Envelope, ValueTask> hook)
        where TMessage : class;

    /// <summary>Takes what clients and modules report.</summary>
    void OnEvent(Func<ModuleContext, GameEvent, ValueTask> function);

    /// <summary>Takes sockets that were opened.</summary>
    void OnSessionStart(Func<ModuleContext, GameEvent, ValueTask> function);

    /// <summary>Takes sockets that were closed; the property <c>reason</c> says why.</summary>
    void OnSessionEnd(Func<ModuleContext, GameEvent, ValueTask> function);

    /// <summary>Makes a match for players who were found for each other; answers its id, or null for a relayed match of their own.</summary>
    void OnMatchmakerMatched(Func<ModuleContext, IReadOnlyList<MatchmakerEntry>, ValueTask<string?>> function);

    /// <summary>Chooses among the matches that are possible: answers those that are to come about.</summary>
    void OnMatchmakerOverride(
        Func<ModuleContext, IReadOnlyList<IReadOnlyList<MatchmakerEntry>>, ValueTask<IReadOnlyList<IReadOnlyList<MatchmakerEntry>>>> function);

    /// <summary>Makes matches of all who wait; wins over the override.</summary>
    void OnMatchmakerProcessor(Func<ModuleContext, IReadOnlyList<MatchmakerEntry>, ValueTask<IReadOnlyList<IReadOnlyList<MatchmakerEntry>>>> function);

    /// <summary>Runs when a leaderboard's period is over. What it throws is logged, and it is called again later.</summary>
    void OnLeaderboardReset(Func<ModuleContext, LeaderboardReset, ValueTask> function);

    /// <summary>Runs when a tournament's period is over.</summary>
    void OnTournamentReset(Func<ModuleContext, TournamentOccasion, ValueTask> function);

    /// <summary>Runs when a tournament's window closes.</summary>
    void OnTournamentEnd(Func<ModuleContext, TournamentOccasion, ValueTask> function);

    /// <summary>Takes what Apple tells of a purchase by itself, after it is kept. What it throws is logged.</summary>
    void OnPurchaseNotificationApple(Func<ModuleContext, PurchaseNotification, ValueTask> function);

    /// <summary>Takes what Apple tells of a subscription by itself, after it is kept. What it throws is logged.</summary>
    void OnSubscriptionNotificationApple(Func<ModuleContext, SubscriptionNotification, ValueTask> function);

    /// <summary>Takes what Google tells of a purchase by itself, after it is kept. What it throws is logged, and Google tells it again.</summary>
    void OnPurchaseNotificationGoogle(Func<ModuleContext, PurchaseNotification, ValueTask> function);

    /// <summary>Takes what Google tells of a subscription by itself, after it is kept. What it throws is logged.</summary>
    void OnSubscriptionNotificationGoogle(Func<ModuleContext, SubscriptionNotification, ValueTask> function);

    /// <summary>Runs when pairings of a bracket can be played, and is given these. It runs once for each; what it throws is logged, and it is called again later.</summary>
    void OnBracketReady(Func<ModuleContext, Bracket, IReadOnlyList<BracketPairing>, ValueTask> function);

    /// <summary>Runs when all of a bracket is decided, and again after a correction; is given the bracket with its players and pairings.</summary>
    void OnBracketEnd(Func<ModuleContext, Bracket, ValueTask> function);

    /// <summary>
    /// Runs for each group of a league whose season is over, with the group's final standings. What it changes is committed together with these or not at all; it may run
    /// again for a group where that did not come through.
    /// </summary>
    void OnLeagueSeasonEnd(Func<ModuleContext, League, LeagueSeason, LeagueStandings, ValueTask> function);

    /// <summary>
    /// Declares an index over stored objects (<see cref="IStorageFunctions.ListIndex"/>), before what is registered for the start is done. A name that is taken, or a
    /// declaration that makes no sense, refuses the module.
    /// </summary>
    /// <param name="name">Unique among all indexes.</param>
    /// <param name="collection">The collection whose objects are found.</param>
    /// <param name="fields">Members of the objects' values that queries can name; objects with none of them are not indexed.</param>
    /// <param name="sortableFields">Those of them by which results can be ordered.</param>
    /// <param name="maxEntries">Objects that it holds at most; those that were not written for longest leave.</param>
    /// <param name="key">Only objects with this key; empty for all of the collection.</param>
    /// <param name="indexOnly">Whether to answer from memory, with the declared fields only.</param>
    void StorageIndex(
        string name, string collection, IReadOnlyList<string> fields, IReadOnlyList<string> sortableFields, int maxEntries, string key = "", bool indexOnly = false);

    /// <summary>Says which objects a storage index holds. What it throws leaves the object out of the index as it was.</summary>
    void FilterIndex(string index, Func<ModuleContext, StorageObject, ValueTask<bool>> filter);

    /// <summary>Runs once when the server is told to stop, within its grace.</summary>
    void OnShutdown(Func<ModuleContext, ValueTask> function);

    /// <summary>A match handler by its name, which <c>match_create</c> is given. Every match has an instance of its own.</summary>
    void Match(string name, Func<IMatchHandler> create);
}

/// <summary>Shorter ways to register.</summary>
public static class ModuleSetupExtensions
{
    /// <summary>A function that does not wait for anything.</summary>
    public static void Rpc(this IModuleSetup setup, string id, Func<ModuleContext, string, string?> function) =>
        setup.Rpc(id, (context, payload) => new ValueTask<string?>(function(context, payload)));

    /// <summary>A function that is given JSON and answers JSON, members in snake case. A payload that does not fit is refused with code 3.</summary>
    public static void JsonRpc<TRequest, TReply>(this IModuleSetup setup, string id, Func<ModuleContext, TRequest, ValueTask<TReply>> function) =>
        setup.Rpc(id, async (context, payload) => JsonText.Of(await function(context, Read<TRequest>(payload))).Text);

    static TRequest Read<TRequest>(string payload)
    {
        try
        {
            return new JsonText(payload).Read<TRequest>() ?? throw new RefusedException(StatusCode.InvalidArgument, "expects a JSON payload");
        }
        catch (System.Text.Json.JsonException)
        {
            throw new RefusedException(StatusCode.InvalidArgument, "the payload is not what this function expects");
        }
    }
}
