using System.Globalization;
using System.Text;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Resetting;
using KaosNet.Domain.Tournaments;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.Lua;
using KaosNet.Store.Journal;
using Microsoft.Extensions.Logging;

namespace KaosNet.Scripting.Nk;

/// <summary>
/// The functions that modules registered for ends and resets of boards (parity runtime.md section 8). They are told of the board as it was in the second
/// before the instant, which is the last one of the period that is over.
/// </summary>
public sealed class ModuleBoardFunctions(ModuleHost modules, ScriptSettings settings, NkServer server, TimeProvider time) : IBoardFunctions
{
    private const int Fields = 24;

    public bool Has(BoardCallback callback) => modules.BoardFunctions.ContainsKey(callback);

    public Caller CallerOf(Leaderboard board, BoardOccurrence occurrence) => new()
    {
        Source = Source.Script,
        Actor = modules.BoardFunctions.GetValueOrDefault(occurrence.Callback, ""),
        Operation = occurrence.Callback.NameOf(),
        Cause = occurrence.CauseOn(board.Id),
    };

    public async ValueTask<Answer<Done>> Call(Leaderboard board, BoardOccurrence occurrence, CancellationToken cancel)
    {
        try
        {
            // Through the Journal, so that it is the size as of the transaction.
            var size = board.HasMaxSize ? (await server.Get<IJournal>().Load(TournamentPlaces.Of(board.Id, occurrence.Reset), cancel)).Taken : 0;
            using var lease = await modules.Rent(cancel);
            return Run(lease.State, board, occurrence, size, cancel);
        }
        catch (ScriptException broken)
        {
            server.Log.LogError("A script state for {Callback} could not be made: {Error}", occurrence.Callback.NameOf(), broken.Message);
            return Fault.Internal(broken.Message);
        }
    }

    private Answer<Done> Run(LuaState state, Leaderboard board, BoardOccurrence occurrence, int size, CancellationToken cancel)
    {
        var name = occurrence.Callback.NameOf();
        if (!ModuleHost.LoadingOf(state).BoardFunctions.TryGetValue(occurrence.Callback, out var registered)) return Done.Value;
        state.Context = new OccasionScene(server, time, occurrence.CauseOn(board.Id), registered.Module, CallerOf(board, occurrence), cancel);
        using var run = state.Prepare(registered.Function);
        var values = run.Values;
        ScriptContext.PushCallback(values, settings, name);
        if (PushBoard(values, board, occurrence, size) is { } problem) return Fault.Internal(problem);
        if (board.IsTournament) values.Push(occurrence.End);
        values.Push(occurrence.Reset);
        if (run.Execute() is not { } error)
        {
            if (run.Values.Count > 0 && !run.Values.IsNil(-1))
                server.Log.LogWarning("{Callback} of {Module} returned a value for {Board}; it must return nil", name, registered.Module, board.Id);
            return Done.Value;
        }

        server.Log.LogError(
            state.LastHostException, "{Callback} of {Module} failed for {Board}: {Error}; {Trace}", name, registered.Module, board.Id, error.Message, error.Trace);
        state.LastHostException = null;
        return Fault.Internal(error.Message);
    }

    private static string? PushBoard(LuaStack values, Leaderboard board, BoardOccurrence occurrence, int size)
    {
        var before = DateTimeOffset.FromUnixTimeSeconds(occurrence.At - 1);
        values.PushTable(0, Fields);
        values.SetField("id"u8, board.Id);
        values.SetField("authoritative"u8, board.Authoritative);
        values.SetField("sort_order"u8, board.SortOrder == SortOrder.Ascending ? "0" : "1");
        values.SetField("operator"u8, BoardJson.NameOf(board.Operator));
        values.SetField("create_time"u8, board.CreateTime.ToUnixTimeSeconds());
        var previous = board.PreviousResetAt(before);
        if (board.IsTournament)
        {
            var period = board.PeriodAt(before);
            values.SetField("title"u8, board.Title);
            values.SetField("description"u8, board.Description);
            values.SetField("category"u8, (long)board.Category);
            values.SetField("size"u8, (long)size);
            values.SetField("max_size"u8, (long)board.MaxSize);
            values.SetField("max_num_score"u8, (long)board.MaxNumScore);
            values.SetField("duration"u8, (long)board.Duration);
            values.SetField("start_active"u8, period.StartActive);
            values.SetField("end_active"u8, period.EndActive);
            values.SetField("can_enter"u8, period.ShowsOpenAt(before) && size < board.MaxSize);
            values.SetField("join_required"u8, board.JoinRequired);
            values.SetField("start_time"u8, board.StartTime);
            if (board.EndTime > 0) values.SetField("end_time"u8, board.EndTime);
            if (period.Expiry > 0) values.SetField("next_reset"u8, period.Expiry);
            if (previous > 0) values.SetField("prev_reset"u8, previous);
        }
        else
        {
            // As text, as ever.
            values.SetField("next_reset"u8, occurrence.Reset.ToString(CultureInfo.InvariantCulture));
            if (previous > 0) values.SetField("prev_reset"u8, previous.ToString(CultureInfo.InvariantCulture));
        }

        if (!values.TryPushJson(Encoding.UTF8.GetBytes(board.Metadata), out var problem)) return problem;
        values.SetField("metadata"u8);
        return null;
    }
}
