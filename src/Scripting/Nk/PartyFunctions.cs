using System.Text.Json;
using KaosNet.Realtime.Parties;
using KaosNet.Realtime.Parties.Listing;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>Parties for modules to look at (parity matches section 3.6).</summary>
internal static class PartyFunctions
{
    private const string List = "party_list";
    private const int LimitDefault = 10;

    public static LuaLibrary AddParties(this LuaLibrary library, NkServer server) => library
        .Add(List, (ref LuaCall call) => ListParties(ref call, server));

    private static LuaResult ListParties(ref LuaCall call, NkServer server)
    {
        if (ScriptScene.Of(ref call).Loading is not null) return call.Fail("party registry not initialized: listing cannot be performed in InitModule");
        var limit = call.OptionalInteger(1, LimitDefault);
        if (limit is < 1 or > Limits.PageMax) call.Wrong(1, $"expects limit to be 1-{Limits.PageMax}");
        bool? open = call.IsNil(2) ? null : call.Boolean(2);
        var showHidden = call.Boolean(3);
        var query = call.OptionalText(4, "")!;
        var cursor = call.OptionalText(5, "")!;
        if (call.Failed) return call.Fail();

        var page = call.Perform(List, "failed to list parties: ", async (_, _) =>
        {
            var answer = await server.Get<PartyList>().Page((int)limit, open, showHidden, query, cursor);
            return answer.IsGranted(out var found, out var fault) ? NkJson.Write(json => Write(json, found)) : fault;
        });
        if (page is null) return call.Fail();
        if (!call.Stack.TryPushJson(page, out var problem)) return call.Fail(problem!);
        var results = call.Stack.Count;
        for (var at = 1; at <= 2; at++) call.Stack.PushItem(results, at);
        return call.ReturnPushed(2);
    }

    /// <summary>The two results; no cursor is nil.</summary>
    private static void Write(Utf8JsonWriter json, PartyPage page)
    {
        json.WriteStartArray();
        json.WriteStartArray();
        foreach (var party in page.Parties)
        {
            json.WriteStartObject();
            // Named as the reference names it.
            json.WriteString("match_id"u8, party.Key.ToString());
            json.WriteBoolean("open"u8, party.Open);
            json.WriteNumber("maxSize"u8, party.MaxSize);
            json.WriteString("label"u8, party.Label);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (page.Cursor.Length > 0) json.WriteStringValue(page.Cursor);
        json.WriteEndArray();
    }
}
