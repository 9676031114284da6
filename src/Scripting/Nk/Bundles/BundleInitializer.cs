using Jint.Native;
using KaosNet.Domain.Leaderboards.Resetting;
using KaosNet.Projections.Brackets;
using KaosNet.Projections.Storage.Indexes;
using KaosNet.Realtime.Scripts;
using KaosNet.Realtime.Sessions.Messages;
using KaosNet.Scripting.JavaScript;
using KaosNet.Scripting.Nk.Bundles.Matches;
using KaosNet.Scripting.Server;

namespace KaosNet.Scripting.Nk.Bundles;

/// <summary>The fourth argument of InitModule: functions by which a bundle says what it does (parity runtime.md section 3).</summary>
internal sealed class BundleInitializer(BundleReading reading, JavaScriptState state, NkServer server)
{
    private const string RegisterMatch = "registerMatch";

    /// <summary>What a match handler consists of.</summary>
    public static readonly string[] MatchCallbacks =
        ["matchInit", "matchJoinAttempt", "matchJoin", "matchLeave", "matchLoop", "matchTerminate", "matchSignal"];

    /// <summary>What was registered so far.</summary>
    public BundleRegistrations Registered { get; } = new();

    /// <summary>The initializer for a state.</summary>
    public JavaScriptLibrary Library()
    {
        var library = new JavaScriptLibrary("initializer");
        AddNamed(library, "registerRpc", "expects rpc id", (id, function) => Registered.Rpcs[id] = function, memberCounts: true);
        AddNamed(library, "registerRtBefore", "expects message name", (id, function) => Registered.RealtimeBefore[id] = function);
        AddNamed(library, "registerRtAfter", "expects message name", (id, function) => Registered.RealtimeAfter[id] = function);
        AddNamed(
            library, "registerStorageIndexFilter", "expects index name to be a non-empty string", (id, function) => Registered.IndexFilters[id] = function,
            memberCounts: true);
        AddSlot(library, "registerMatchmakerMatched", function => Registered.MatchmakerFunctions[MatchmakerCallback.Matched] = function);
        AddSlot(library, "registerMatchmakerOverride", function => Registered.MatchmakerFunctions[MatchmakerCallback.Override] = function);
        AddSlot(library, "registerMatchmakerProcessor", function => Registered.MatchmakerFunctions[MatchmakerCallback.Processor] = function);
        AddSlot(library, "registerTournamentEnd", function => Registered.BoardFunctions[BoardCallback.TournamentEnd] = function);
        AddSlot(library, "registerTournamentReset", function => Registered.BoardFunctions[BoardCallback.TournamentReset] = function);
        AddSlot(library, "registerLeaderboardReset", function => Registered.BoardFunctions[BoardCallback.LeaderboardReset] = function);
        AddSlot(library, "registerBracketReady", function => Registered.BracketFunctions[BracketCallback.Ready] = function);
        AddSlot(library, "registerBracketEnd", function => Registered.BracketFunctions[BracketCallback.End] = function);
        AddSlot(library, "registerLeagueSeasonEnd", function => Registered.LeagueFunction = function);
        AddSlot(library, "registerShutdown", function => Registered.Shutdown = function);
        AddSlot(library, "registerEvent", function => Registered.Events[EventKind.Reported] = function);
        AddSlot(library, "registerEventSessionStart", function => Registered.Events[EventKind.SessionStart] = function);
        AddSlot(library, "registerEventSessionEnd", function => Registered.Events[EventKind.SessionEnd] = function);
        foreach (var notification in Enum.GetValues<StoreNotification>())
        {
            var name = notification.ToString();
            var split = name.IndexOfAny(['A', 'G'], 1);
            AddSlot(library, $"register{name[..split]}Notification{name[split..]}", function => Registered.StoreNotifications[notification] = function);
        }

        foreach (var operation in BundleHookNames.Operations.Union(server.Find<HookNames>()?.Operations ?? []))
        {
            AddSlot(library, "registerBefore" + operation, function => Registered.OperationBefore[operation] = function);
            AddSlot(library, "registerAfter" + operation, function => Registered.OperationAfter[operation] = function);
        }

        return library
            .Add(RegisterMatch, Match)
            .Add("registerStorageIndex", StorageIndex)
            .AddInitializerFunctions(server);
    }

    /// <summary>The match handlers that a bundle's text names, without those functions that only a run of it would register.</summary>
    public static BundleRegistrations MatchesIn(BundleReading reading, JavaScriptState state)
    {
        string? TextOf(string variable) => state.Global(variable) is JsString text ? text.ToString() : null;
        var registered = new BundleRegistrations();
        foreach (var name in reading.IdsOf(RegisterMatch, TextOf)) registered.Matches[name] = reading.MatchOf(RegisterMatch, name, MatchCallbacks, BundleMatchCode.CodeChanged, TextOf);
        return registered;
    }

    /// <summary>Names of messages in their usual letters; others are never asked for. Calls of functions have no hooks.</summary>
    public static IEnumerable<string> MessagesIn(Dictionary<string, string> hooks) =>
        MessageKinds.All.Select(kind => kind.Name).Where(name => name != nameof(Protocol.Api.Rpc) && hooks.ContainsKey(name));

    private void AddNamed(JavaScriptLibrary library, string register, string expectation, Action<string, string> take, bool memberCounts = false) =>
        library.Add(register, (ref JavaScriptCall call) =>
        {
            var id = call.NonEmptyText(1, expectation);
            HandlerAt(ref call, 2);
            if (!call.Failed) take(id, reading.FunctionOf(register, id, TextOf, memberCounts));
            return call.Return();
        });

    private void AddSlot(JavaScriptLibrary library, string register, Action<string> take) => library.Add(register, (ref JavaScriptCall call) =>
    {
        HandlerAt(ref call, 1);
        if (!call.Failed) take(reading.FunctionOf(register));
        return call.Return();
    });

    /// <summary>A function, or the name of one.</summary>
    private static void HandlerAt(ref JavaScriptCall call, int position)
    {
        if (call.Value(position) is not JsString) call.Function(position);
    }

    private JsValue Match(ref JavaScriptCall call)
    {
        var name = call.NonEmptyText(1, "expects a non empty string");
        var handlers = call.Object(2);
        if (call.Failed) return call.Fail();
        foreach (var callback in MatchCallbacks)
        {
            if (!JavaScriptState.IsFunction(handlers!.Get(callback))) return call.Wrong($"{callback} not found");
        }

        Registered.Matches[name] = reading.MatchOf(RegisterMatch, name, MatchCallbacks, BundleMatchCode.CodeChanged, TextOf);
        return call.Return();
    }

    private JsValue StorageIndex(ref JavaScriptCall call)
    {
        var name = call.Text(1);
        var collection = call.Text(2);
        var key = call.OptionalText(3, "")!;
        var fields = call.Texts(4, StorageIndexDeclaration.FieldsMax);
        var sortable = call.Texts(5, StorageIndexDeclaration.FieldsMax);
        var entries = call.Integer(6);
        var indexOnly = call.OptionalBoolean(7, false);
        if (call.Failed) return call.Fail();
        var declaration = new StorageIndexDeclaration(name, collection, key, fields, sortable, (int)Math.Clamp(entries, int.MinValue, int.MaxValue), indexOnly);
        return server.Get<StorageIndexes>().Declare(declaration).Fault is { } fault ? call.Fail("failed to create storage index: " + fault.Message) : call.Return();
    }

    /// <summary>The text in a global variable.</summary>
    private string? TextOf(string variable) => state.Global(variable) is JsString text ? text.ToString() : null;
}

/// <summary>Readers that the initializer needs.</summary>
internal static class BundleArguments
{
    /// <summary>A mandatory list of texts.</summary>
    public static List<string> Texts(ref this JavaScriptCall call, int position, int most)
    {
        var texts = new List<string>();
        if (call.Array(position) is not { } list) return texts;
        if (list.Length > most) call.Wrong($"expects at most {most} fields");
        for (uint at = 0; at < list.Length && !call.Failed; at++)
        {
            if (list[at] is JsString text) texts.Add(text.ToString());
            else call.Wrong("expects each field to be string");
        }

        return texts;
    }
}
