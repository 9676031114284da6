using System.Text;
using System.Text.Json;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Listing;
using KaosNet.Scripting.Lua;
using KaosNet.Store.Journal.Transactions;

namespace KaosNet.Scripting.Nk;

/// <summary>Matches as modules start and reach them (parity matches sections 1.9 and 1.10).</summary>
internal static class MatchFunctions
{
    /// <summary>Matches that one call lists at most.</summary>
    private const int ListMax = 10_000;

    private const string Create = "match_create";
    private const string Get = "match_get";
    private const string List = "match_list";
    private const string Signal = "match_signal";

    public static LuaLibrary AddMatches(this LuaLibrary library, NkServer server) => library
        .Add(Create, (ref LuaCall call) => CreateMatch(ref call, server))
        .Add(Get, (ref LuaCall call) => GetMatch(ref call, server))
        .Add(List, (ref LuaCall call) => ListMatches(ref call, server))
        .Add(Signal, (ref LuaCall call) => SignalMatch(ref call, server));

    private static LuaResult CreateMatch(ref LuaCall call, NkServer server)
    {
        var handler = call.NonEmptyText(1, "expects module name");
        // Nil may be passed, but it has to be passed.
        if (call.Kind(2) == LuaKind.None) call.Wrong(2, "value expected");
        if (call.Failed) return call.Fail();
        var parameters = "{}";
        if (!call.IsNil(2))
        {
            if (call.Kind(2) != LuaKind.Table) return call.Wrong(2, "expects params to be nil or a table of key value pairs");
            var into = call.Owner.Scratch;
            if (LuaPlainData.HoldsFunction(call.Stack, 2) || !call.Stack.TryWriteJson(2, into, out _))
                return call.Fail("error creating match: cannot encode params");
            if (into.Written[0] != (byte)'{') return call.Wrong(2, "expects params to be nil or a table of key value pairs");
            parameters = Encoding.UTF8.GetString(into.Written);
        }

        var created = call.Perform(Create, "error creating match: ", async (_, cancel) =>
        {
            // A match goes on by itself, whatever becomes of the transaction that it was started in.
            var answer = await JournalTransaction.Apart(() => server.Get<IMatches>().Create(handler, parameters, cancel));
            return answer.IsGranted(out var id, out var fault) ? NkJson.Write(json => json.WriteStringValue(id)) : fault;
        });
        return call.ReturnJson(created);
    }

    private static LuaResult GetMatch(ref LuaCall call, NkServer server)
    {
        var id = call.Text(1);
        if (call.Failed) return call.Fail();
        var found = call.Perform(Get, "failed to get match: ", async (_, cancel) =>
        {
            var answer = await server.Get<IMatches>().Get(id, cancel);
            if (answer.Fault is { } fault) return fault;
            return NkJson.Write(json => Write(json, answer.Value));
        });
        return call.ReturnJson(found);
    }

    private static LuaResult ListMatches(ref LuaCall call, NkServer server)
    {
        // Nil may be passed, but it has to be passed.
        for (var position = 2; position <= 6 && !call.Failed; position++)
            if (call.Kind(position) == LuaKind.None) call.Wrong(position, "value expected");
        var filter = new MatchFilter((int)Math.Clamp(call.OptionalInteger(1, 1), 0, ListMax))
        {
            Authoritative = Optional(ref call, 2, LuaKind.Boolean, "expects authoritative true/false or nil") ? call.Boolean(2) : null,
            Label = Optional(ref call, 3, LuaKind.Text, "expects label string or nil") ? call.Text(3) : null,
            MinSize = Optional(ref call, 4, LuaKind.Number, "expects minimum size number or nil") ? Size(ref call, 4) : null,
            MaxSize = Optional(ref call, 5, LuaKind.Number, "expects maximum size number or nil") ? Size(ref call, 5) : null,
            Query = Optional(ref call, 6, LuaKind.Text, "expects query string or nil") ? call.Text(6) : null,
        };
        if (call.Failed) return call.Fail();
        var found = call.Perform(List, "failed to list matches: ", async (_, cancel) =>
        {
            var answer = await server.Get<IMatches>().List(filter, cancel);
            return answer.IsGranted(out var matches, out var fault) ? NkJson.Write(json => Write(json, matches)) : fault;
        });
        return call.ReturnJson(found);
    }

    private static bool Optional(ref LuaCall call, int position, LuaKind kind, string problem)
    {
        if (call.Failed || call.IsNil(position)) return false;
        if (call.Kind(position) == kind) return true;
        call.Wrong(position, problem);
        return false;
    }

    private static int Size(ref LuaCall call, int position) => (int)Math.Clamp(call.Integer(position), int.MinValue, int.MaxValue);

    private static LuaResult SignalMatch(ref LuaCall call, NkServer server)
    {
        var id = call.Text(1);
        var data = call.OptionalText(2, "")!;
        if (call.Failed) return call.Fail();
        var answered = call.Perform(Signal, "failed to signal match: ", async (_, cancel) =>
        {
            var answer = await server.Get<IMatches>().Signal(id, data, cancel);
            return answer.IsGranted(out var text, out var fault) ? NkJson.Write(json => json.WriteStringValue(text)) : fault;
        });
        return call.ReturnJson(answered);
    }

    private static void Write(Utf8JsonWriter json, MatchSummary[] matches)
    {
        json.WriteStartArray();
        foreach (var match in matches) Write(json, match);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, MatchSummary? match)
    {
        if (match is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("match_id"u8, match.MatchId);
        json.WriteBoolean("authoritative"u8, match.Authoritative);
        if (match.Label is not null) json.WriteString("label"u8, match.Label);
        json.WriteNumber("size"u8, match.Size);
        json.WriteNumber("tick_rate"u8, match.TickRate);
        json.WriteString("handler_name"u8, match.HandlerName);
        json.WriteEndObject();
    }
}

/// <summary>Tells data from what only lives in one script world.</summary>
internal static class LuaPlainData
{
    private const int DepthMax = 128;

    /// <summary>True if a function stands anywhere in the table, or it is too deep to tell.</summary>
    public static bool HoldsFunction(LuaStack stack, int table, int depth = 0)
    {
        if (depth == DepthMax) return true;
        stack.EnsureRoom();
        var at = table > 0 ? table : stack.Count + 1 + table;
        stack.PushNil();
        while (stack.Next(at))
        {
            var kind = stack.Kind(-1);
            if (kind == LuaKind.Function || (kind == LuaKind.Table && HoldsFunction(stack, -1, depth + 1)))
            {
                stack.Pop(2);
                return true;
            }

            stack.Pop();
        }

        return false;
    }
}
