using KaosNet.Projections.Storage.Indexes;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>Declared indexes over stored objects for modules in Lua: declaring them and filtering what they hold (parity section 8.8).</summary>
internal static class StorageIndexFunctions
{
    private const string Register = "register_storage_index";

    public static LuaLibrary AddStorageIndexes(this LuaLibrary library, NkServer server) => library
        .Add(Register, (ref LuaCall call) => RegisterIndex(ref call, server))
        .Add("register_storage_index_filter", static (ref LuaCall call) => RegisterFilter(ref call));

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
