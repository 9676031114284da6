using Jint.Native;
using Jint.Native.Object;
using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Matchmaking;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.JavaScript;

namespace KaosNet.Scripting.Nk.Bundles;

/// <summary>The functions that a bundle registered for the matchmaker (parity runtime.md section 8, matches 2.6).</summary>
public sealed class BundleMatchmakerFunctions(BundleHost bundle, ScriptSettings settings, NkServer server, TimeProvider time) : IMatchmakerFunctions
{
    private const string InvalidResult = "Unexpected return type from runtime Matchmaker Matched hook, must be string or nil.";
    private const string InvalidId = "Invalid return value from runtime Matchmaker Matched hook, not a valid match ID.";
    private const string InvalidChoice = "Unexpected return type from runtime matchmaker function, must be a list of lists of entries.";

    /// <summary>Entries in an answer beyond those that a function was given.</summary>
    private const int Surplus = 1024;

    public bool HasMatched => Has(MatchmakerCallback.Matched);

    public MatchmakerPart Part =>
        Has(MatchmakerCallback.Processor) ? MatchmakerPart.Processor : Has(MatchmakerCallback.Override) ? MatchmakerPart.Override : MatchmakerPart.None;

    public ValueTask<Answer<string?>> Matched(IReadOnlyList<MatchedPlayer> players, CancellationToken cancel) => Call(
        MatchmakerCallback.Matched, "matchmaker", state => state.NewList([.. players.Select(player => (JsValue)PlayerOf(state, player))]),
        static (_, result) => MatchIdOf(result), cancel);

    public ValueTask<Answer<IReadOnlyList<IReadOnlyList<string>>>> Override(IReadOnlyList<IReadOnlyList<HeldTicket>> candidates, CancellationToken cancel)
    {
        var given = candidates.Sum(match => match.Sum(ticket => ticket.Players.Count()));
        return Call(MatchmakerCallback.Override, "matchmaker_override", state =>
        {
            // A player is the same object in all matches.
            var made = new Dictionary<string, JsValue[]>(StringComparer.Ordinal);
            return state.NewList(
            [
                .. candidates.Select(match => state.NewList(
                [
                    .. match.SelectMany(ticket => made.TryGetValue(ticket.Ticket.Id, out var known) ? known : made[ticket.Ticket.Id] = EntriesOf(state, ticket)),
                ])),
            ]);
        }, (_, result) => Read(result, given), cancel);
    }

    public ValueTask<Answer<IReadOnlyList<IReadOnlyList<string>>>> Process(IReadOnlyList<HeldTicket> tickets, CancellationToken cancel)
    {
        var given = tickets.Sum(ticket => ticket.Players.Count());
        return Call(
            MatchmakerCallback.Processor, "matchmaker_processor", state => state.NewList([.. tickets.SelectMany(ticket => EntriesOf(state, ticket))]),
            (_, result) => Read(result, given), cancel);
    }

    private bool Has(MatchmakerCallback callback) => bundle.Registered.MatchmakerFunctions.ContainsKey(callback);

    private ValueTask<Answer<T>> Call<T>(
        MatchmakerCallback callback, string mode, Func<JavaScriptState, JsValue> argument, Func<JavaScriptState, JsValue, Answer<T>> read, CancellationToken cancel)
    {
        var loaded = bundle.Current;
        if (!loaded.Registered.MatchmakerFunctions.TryGetValue(callback, out var function)) return new(Fault.Internal("The function for the matchmaker is gone."));
        var caller = new Caller { Source = Source.Script, Actor = bundle.ActorOf(function), Operation = mode };
        return bundle.Run(
            loaded, mode, new BundleScene(server, time, "matchmaker", callback.ToString().ToLowerInvariant(), caller.Actor, caller, cancel), function, caller,
            state => BundleContext.OfCallback(state, settings, mode), state => [argument(state)], read, cancel);
    }

    private static Answer<string?> MatchIdOf(JsValue result)
    {
        if (result.Type is Jint.Runtime.Types.Undefined or Jint.Runtime.Types.Null) return (string?)null;
        if (result is not JsString text) return Fault.Internal(InvalidResult);
        var id = text.ToString();
        var dot = id.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && Guid.TryParseExact(id.AsSpan(0, dot), "D", out _) ? id : Fault.Internal(InvalidId);
    }

    /// <summary>The tickets of the matches that a function returned: lists of entries, of which only the ticket is looked at, or of tickets' ids.</summary>
    private static Answer<IReadOnlyList<IReadOnlyList<string>>> Read(JsValue result, int given)
    {
        if (result.Type is Jint.Runtime.Types.Undefined or Jint.Runtime.Types.Null) return Array.Empty<IReadOnlyList<string>>();
        if (result is not JsArray list) return Fault.Internal(InvalidChoice);
        var matches = new List<IReadOnlyList<string>>();
        var left = (2L * given) + Surplus;
        foreach (var group in list)
        {
            if (group is not JsArray entries) return Fault.Internal(InvalidChoice);
            var tickets = new List<string>();
            if (--left < 0) return TooMany();
            foreach (var entry in entries)
            {
                if (--left < 0) return TooMany();
                // Only what is simply there: a getter would run the script's own code out of bounds.
                var ticket = entry is JsObject found && found.GetOwnProperty("ticket") is { } property && property.IsDataDescriptor() ? property.Value : entry;
                if (ticket is not JsString id) return Fault.Internal(InvalidChoice);
                tickets.Add(id.ToString());
            }

            matches.Add(tickets);
        }

        return matches;
    }

    private static Fault TooMany() => Fault.Internal("The runtime matchmaker function returned more entries than it was given.");

    private static JsValue[] EntriesOf(JavaScriptState state, HeldTicket ticket) =>
    [
        .. ticket.Players.Select(player =>
        {
            var entry = PlayerOf(state, player);
            entry.FastSetDataProperty("ticket", JsString.Create(ticket.Ticket.Id));
            entry.FastSetDataProperty("createTime", JsNumber.Create(ticket.Ticket.CreatedAt.ToUnixTimeSeconds()));
            entry.FastSetDataProperty("minCount", JsNumber.Create(player.Search.MinCount));
            entry.FastSetDataProperty("maxCount", JsNumber.Create(player.Search.MaxCount));
            entry.FastSetDataProperty("countMultiple", JsNumber.Create(player.Search.CountMultiple));
            entry.FastSetDataProperty("query", JsString.Create(player.Search.Query));
            return (JsValue)entry;
        }),
    ];

    private static ObjectInstance PlayerOf(JavaScriptState state, MatchedPlayer player)
    {
        var presence = state.NewObject();
        presence.FastSetDataProperty("userId", JsString.Create(player.Presence.UserId));
        presence.FastSetDataProperty("sessionId", JsString.Create(player.Presence.SessionId));
        presence.FastSetDataProperty("username", JsString.Create(player.Presence.Username));
        presence.FastSetDataProperty("node", JsString.Create(player.Presence.Node));
        var properties = BundleContext.Texts(state, player.Search.StringProperties);
        foreach (var (name, number) in player.Search.NumericProperties) properties.CreateDataProperty(JsString.Create(name), JsNumber.Create(number));
        var made = state.NewObject();
        made.FastSetDataProperty("presence", presence);
        made.FastSetDataProperty("properties", properties);
        if (player.PartyId.Length > 0) made.FastSetDataProperty("partyId", JsString.Create(player.PartyId));
        return made;
    }
}
