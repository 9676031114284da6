using System.Buffers;

namespace KaosNet.Scripting.Lua;

/// <summary>What the prelude asks of the host. Called by the prelude only, which knows which of them can fail.</summary>
internal static class LuaHostFunctions
{
    public static (string Name, LuaFunction Function)[] All { get; } =
    [
        ("ended", static (ref LuaCall call) => call.Return(call.Owner.Ended != ScriptFault.None)),
        ("charge", static (ref LuaCall call) => Charge(ref call)),
        ("charge_open_calls", static (ref LuaCall call) => ChargeForOpenCalls(ref call)),
        ("number", static (ref LuaCall call) => Number(ref call)),
        ("print", static (ref LuaCall call) => Print(ref call)),
        ("compile", static (ref LuaCall call) => Compile(ref call)),
        ("concat", static (ref LuaCall call) => Concat(ref call)),
        ("find_text", static (ref LuaCall call) => LuaTextFunctions.Find(ref call)),
        ("match", static (ref LuaCall call) => LuaTextFunctions.Match(ref call)),
        ("next_match", static (ref LuaCall call) => LuaTextFunctions.Next(ref call)),
        ("gsub", static (ref LuaCall call) => LuaTextFunctions.Replace(ref call)),
        ("fill_context", static (ref LuaCall call) => LuaContexts.Fill(ref call)),
        ("keys", static (ref LuaCall call) => LuaKeys.Ordered(ref call)),
        ("piece", static (ref LuaCall call) => Piece(ref call)),
        ("module", static (ref LuaCall call) => Module(ref call)),
        ("library", static (ref LuaCall call) => Library(ref call)),
        ("find", static (ref LuaCall call) => Find(ref call)),
        ("time", static (ref LuaCall call) => LuaClock.Time(ref call)),
        ("date", static (ref LuaCall call) => LuaClock.Date(ref call)),
        ("clock", static (ref LuaCall call) => LuaClock.Clock(ref call)),
    ];

    private static LuaResult Charge(ref LuaCall call)
    {
        call.Charge(call.Integer(1));
        return call.Return();
    }

    private static LuaResult ChargeForOpenCalls(ref LuaCall call)
    {
        call.Owner.ChargeForOpenCalls();
        return call.Return();
    }

    private static LuaResult Number(ref LuaCall call)
    {
        Span<byte> text = stackalloc byte[48];
        return call.Return((ReadOnlySpan<byte>)text[..LuaNumbers.Print(call.Number(1), text)]);
    }

    private static LuaResult Print(ref LuaCall call)
    {
        call.Owner.Options.Print?.Invoke(call.Text(1));
        return call.Return();
    }

    /// <summary>Compiles text only. Answers nil and the problem, as loadstring does.</summary>
    private static LuaResult Compile(ref LuaCall call)
    {
        var source = call.Bytes(1);
        call.Charge(source.Length);
        if (call.Owner.LoadText(source, call.Text(2)) is not { } problem) return call.ReturnPushed(1);
        call.Owner.ChargeForOpenCalls();
        call.Stack.PushNil();
        call.Stack.Push(problem);
        return call.ReturnPushed(2);
    }

    private static LuaResult Piece(ref LuaCall call)
    {
        call.Owner.PushChunk(LuaWorld.Piece(call.Text(1)));
        return call.ReturnPushed(1);
    }

    private static LuaResult Module(ref LuaCall call)
    {
        if (!call.Owner.Options.Modules.TryGetValue(call.Text(1), out var chunk)) return call.Return();
        call.Owner.PushChunk(chunk);
        return call.ReturnPushed(1);
    }

    /// <summary>The proper name of the library that goes by a name, or nothing.</summary>
    private static LuaResult Library(ref LuaCall call) =>
        LibraryNamed(call.Owner, call.Text(1)) is { } library ? call.Return(library.Names[0]) : call.Return();

    private static LuaResult Find(ref LuaCall call)
    {
        var name = call.Text(2);
        if (LibraryNamed(call.Owner, call.Text(1)) is not { } library) return call.Return();
        if (library.Scripts.TryGetValue(name, out var script))
        {
            call.Owner.PushChunk(script);
            call.Stack.Push(true);
            return call.ReturnPushed(2);
        }

        if (!library.Functions.TryGetValue(name, out var function)) return call.Return();
        call.Owner.PushHostFunction(name, function);
        return call.ReturnPushed(1);
    }

    private static LuaLibrary? LibraryNamed(LuaState owner, string name)
    {
        foreach (var library in owner.Options.Libraries)
        {
            if (library.Names.Contains(name)) return library;
        }

        return null;
    }

    /// <summary>table.concat, with whole floats written as integers and without asking metamethods.</summary>
    private static LuaResult Concat(ref LuaCall call)
    {
        if (!call.Table(1)) return call.Fail();
        var separator = call.IsNil(2) ? default : call.Bytes(2);
        var first = call.OptionalInteger(3, 1);
        var last = call.OptionalInteger(4, call.Stack.Length(1));
        if (call.Failed) return call.Fail();

        var buffer = new ArrayBufferWriter<byte>(256);
        var limit = call.Owner.Options.MemoryBytes;
        for (var index = first; index <= last; index++)
        {
            if (call.Stack.PushItem(1, index) == LuaKind.Text && call.Stack.TryBytes(-1, out var text)) buffer.Write(text);
            else if (call.Stack.TryNumber(-1, out var number)) buffer.Advance(LuaNumbers.Print(number, buffer.GetSpan(48)));
            else return call.Fail($"invalid value ({LuaNames.Of(call.Stack.Kind(-1))}) at index {index} in table for 'concat'");
            call.Stack.Pop();
            if (index != last) buffer.Write(separator);
            if (buffer.WrittenCount > limit) return call.Fail("not enough memory");
        }

        call.Charge(Math.Max(0, last - first) / 8);
        return call.Return(buffer.WrittenSpan);
    }
}
