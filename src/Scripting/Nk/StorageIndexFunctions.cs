using KaosNet.Projections.Storage;
using KaosNet.Projections.Storage.Indexes;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>Declared indexes over stored objects for modules: declaring them, filtering what they hold, searching them (parity section 8.8).</summary>
internal static class StorageIndexFunctions
{
    private const string Register = "register_storage_index";
    private const string List = "storage_index_list";
    private const int LimitDefault = 100;

    public static LuaLibrary AddStorageIndexes(this LuaLibrary library, NkServer server) => library
        .Add(Register, (ref LuaCall call) => RegisterIndex(ref call, server))
        .Add("register_storage_index_filter", static (ref LuaCall call) => RegisterFilter(ref call))
        .Add(List, (ref LuaCall call) => ListObjects(ref call, server));

    private static LuaResult RegisterIndex(ref LuaCall call, NkServer server)
    {
        var name = call.Text(1);
        var collection = call.Text(2);
        var key = call.Text(3);
        var fields = call.Texts(4, StorageIndexDeclaration.FieldsMax);
        var sortable = call.Texts(5, StorageIndexDeclaration.FieldsMax);
        var entries = call.Integer(6);
        var indexOnly = call.OptionalBoolean(7, false);
        if (call.Failed) return call.Fail();
        if (ScriptScene.Of(ref call).Loading is null) return call.Return();

        var declaration = new StorageIndexDeclaration(
            name, collection, key, fields, sortable, (int)Math.Clamp(entries, int.MinValue, int.MaxValue), indexOnly);
        call.Perform(Register, "failed to create storage index: ", (_, _) =>
        {
            var answer = server.Get<StorageIndexes>().Declare(declaration);
            return new(answer.Fault is { } fault ? fault : NkJson.Nothing);
        });
        return call.Failed ? call.Fail() : call.Return();
    }

    private static LuaResult RegisterFilter(ref LuaCall call)
    {
        var index = call.NonEmptyText(1, "expects index name to be a non-empty string");
        if (call.Kind(2) != LuaKind.Function) return call.Wrong(2, "expects function");
        if (call.Failed) return call.Fail();
        if (ScriptScene.Of(ref call).Loading is { } loading) loading.RegisterIndexFilter(index, call.Function(2));
        return call.Return();
    }

    private static LuaResult ListObjects(ref LuaCall call, NkServer server)
    {
        var index = call.Text(1);
        var query = call.Text(2);
        var limit = call.OptionalInteger(3, LimitDefault);
        var order = call.Texts(4, StorageIndexDeclaration.FieldsMax);
        var caller = call.OptionalId(5, "expects caller ID to be empty or a valid identifier");
        var cursor = call.OptionalText(6, "")!;
        if (limit is < 1 or > StorageIndexes.LimitMax) call.Wrong(3, $"invalid limit: expects value 1-{StorageIndexes.LimitMax}");
        // It would wait for the very news that its index waits to hear about.
        if (ScriptScene.Of(ref call) is IndexFilterScene) call.Fail($"nk.{List} may not be called by a storage index filter");
        if (call.Failed) return call.Fail();

        var page = call.Perform(List, "failed to list storage index: ", async (_, cancel) =>
        {
            var answer = await server.Get<StorageIndexes>().Search(index, query, (int)limit, order, caller, cursor, cancel);
            return answer.IsGranted(out var found, out var fault) ? NkJson.Write(json => ObjectJson.Write(json, new ObjectPage(found.Objects, found.Cursor))) : fault;
        });
        if (page is null) return call.Fail();
        if (!call.Stack.TryPushJson(page, out var problem)) return call.Fail(problem!);
        var results = call.Stack.Count;
        for (var at = 1; at <= 2; at++) call.Stack.PushItem(results, at);
        return call.ReturnPushed(2);
    }

    /// <summary>A mandatory list of texts.</summary>
    private static List<string> Texts(ref this LuaCall call, int position, int most)
    {
        var texts = new List<string>();
        if (!call.Table(position)) return texts;
        var count = call.Stack.Length(position);
        if (count > most) call.Wrong(position, $"expects at most {most} fields");
        for (var at = 1; at <= count && !call.Failed; at++)
        {
            if (call.Stack.PushItem(position, at) == LuaKind.Text) texts.Add(call.Stack.Text(-1)!);
            else call.Wrong(position, "expects each field to be string");
            call.Stack.Pop();
        }

        return texts;
    }
}
