using Jint.Native;
using Jint.Native.Object;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Resetting;
using KaosNet.Domain.Tournaments;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.JavaScript;
using KaosNet.Store.Journal;
using Microsoft.Extensions.Logging;

namespace KaosNet.Scripting.Nk.Bundles;

/// <summary>
/// The functions that a bundle registered for ends and resets of boards (parity runtime.md section 8). They are told of the board as it was in the second before
/// the instant, which is the last one of the period that is over.
/// </summary>
public sealed class BundleBoardFunctions(BundleHost bundle, ScriptSettings settings, NkServer server, TimeProvider time) : IBoardFunctions
{
    public bool Has(BoardCallback callback) => bundle.Registered.BoardFunctions.ContainsKey(callback);

    public Caller CallerOf(Leaderboard board, BoardOccurrence occurrence) => new()
    {
        Source = Source.Script,
        Actor = bundle.ActorOf(bundle.Registered.BoardFunctions.GetValueOrDefault(occurrence.Callback, "")),
        Operation = occurrence.Callback.NameOf(),
        Cause = occurrence.CauseOn(board.Id),
    };

    public async ValueTask<Answer<Done>> Call(Leaderboard board, BoardOccurrence occurrence, CancellationToken cancel)
    {
        var name = occurrence.Callback.NameOf();
        var loaded = bundle.Current;
        if (!loaded.Registered.BoardFunctions.TryGetValue(occurrence.Callback, out var function)) return Done.Value;
        var caller = CallerOf(board, occurrence);
        // Through the Journal, so that it is the size as of the transaction.
        var size = board.HasMaxSize ? (await server.Get<IJournal>().Load(TournamentPlaces.Of(board.Id, occurrence.Reset), cancel)).Taken : 0;
        var scene = new BundleScene(server, time, name, occurrence.CauseOn(board.Id), caller.Actor, caller, cancel, occurrence.CauseOn(board.Id));
        return await bundle.Run<Done>(
            loaded, $"{name} for {board.Id}", scene, function, caller, state => BundleContext.OfCallback(state, settings, name),
            state => board.IsTournament
                ? [ObjectOf(state, board, occurrence, size), JsNumber.Create(occurrence.End), JsNumber.Create(occurrence.Reset)]
                : [ObjectOf(state, board, occurrence, size), JsNumber.Create(occurrence.Reset)],
            (_, result) =>
            {
                if (result.Type is not (Jint.Runtime.Types.Undefined or Jint.Runtime.Types.Null))
                    server.Log.LogWarning("{Callback} of {Function} returned a value for {Board}; it must return nothing", name, function, board.Id);
                return Done.Value;
            }, cancel);
    }

    private static ObjectInstance ObjectOf(JavaScriptState state, Leaderboard board, BoardOccurrence occurrence, int size)
    {
        var before = DateTimeOffset.FromUnixTimeSeconds(occurrence.At - 1);
        var made = state.NewObject();
        Set(made, "id", board.Id);
        made.FastSetDataProperty("authoritative", Truth(board.Authoritative));
        Set(made, "sortOrder", board.SortOrder == SortOrder.Ascending ? 0 : 1);
        Set(made, "operator", BoardJson.NameOf(board.Operator));
        Set(made, "createTime", board.CreateTime.ToUnixTimeSeconds());
        var previous = board.PreviousResetAt(before);
        if (previous > 0) Set(made, "prevReset", previous);
        if (!board.IsTournament)
        {
            Set(made, "nextReset", occurrence.Reset);
        }
        else
        {
            var period = board.PeriodAt(before);
            Set(made, "title", board.Title);
            Set(made, "description", board.Description);
            Set(made, "category", board.Category);
            Set(made, "size", size);
            Set(made, "maxSize", board.MaxSize);
            Set(made, "maxNumScore", board.MaxNumScore);
            Set(made, "duration", board.Duration);
            Set(made, "startActive", period.StartActive);
            Set(made, "endActive", period.EndActive);
            made.FastSetDataProperty("canEnter", Truth(period.ShowsOpenAt(before) && size < board.MaxSize));
            made.FastSetDataProperty("joinRequired", Truth(board.JoinRequired));
            Set(made, "startTime", board.StartTime);
            made.FastSetDataProperty("endTime", board.EndTime > 0 ? JsNumber.Create(board.EndTime) : JsValue.Null);
            if (period.Expiry > 0) Set(made, "nextReset", period.Expiry);
        }

        made.FastSetDataProperty("metadata", state.ValueOf(board.Metadata));
        return made;
    }

    private static void Set(ObjectInstance made, string name, string value) => made.FastSetDataProperty(name, JsString.Create(value));

    private static void Set(ObjectInstance made, string name, long value) => made.FastSetDataProperty(name, JsNumber.Create(value));

    private static JsBoolean Truth(bool value) => value ? JsBoolean.True : JsBoolean.False;
}
