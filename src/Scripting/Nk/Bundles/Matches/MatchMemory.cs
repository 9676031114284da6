using Acornima.Ast;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using KaosNet.Scripting.JavaScript;

namespace KaosNet.Scripting.Nk.Bundles.Matches;

/// <summary>
/// Whether a match keeps more than a call may allocate. The engine cannot tell what a world holds, so whenever the match has allocated as much again, what its state
/// and the bundle's global variables reach is counted; what only closures hold is not seen.
/// </summary>
internal sealed class MatchMemory(JavaScriptState script, JavaScriptProgram program)
{
    /// <summary>What a value, a member or an object takes, about.</summary>
    private const int BytesAValue = 48;

    private readonly HashSet<string> _builtIn = [.. script.Engine.Global.GetOwnPropertyKeys(Jint.Runtime.Types.String).Select(key => key.ToString())];

    /// <summary>Lists the variables that the global object does not know.</summary>
    private readonly Prepared<Script> _others = Engine.PrepareScript($"[{string.Join(',', LexicalIn(program.Tree))}]", strict: true);

    private long _lookedAt;

    /// <summary>Looks, when it is time to; answers what is wrong.</summary>
    public ScriptError? Look(JsValue? state, JsValue result)
    {
        if (script.Allocated - _lookedAt < script.Options.MemoryBytes) return null;
        _lookedAt = script.Allocated;
        var weight = new Weight(script.Options.MemoryBytes);
        weight.Add(result);
        if (state is not null) weight.Add(state);
        foreach (var (name, property) in script.Engine.Global.GetOwnProperties())
            if (name is JsString && !_builtIn.Contains(name.ToString()) && property.IsDataDescriptor() && property.Value is { } value) weight.Add(value);
        weight.Add(script.Engine.Evaluate(_others));
        return weight.IsTooMuch() ? ScriptError.Ended(ScriptFault.Memory, null) : null;
    }

    private static IEnumerable<string> LexicalIn(Script tree) => tree.Body.OfType<VariableDeclaration>().Where(declared => declared.Kind != VariableDeclarationKind.Var)
        .SelectMany(declared => declared.Declarations).Select(declared => declared.Id).OfType<Identifier>().Select(name => name.Name);

    /// <summary>What values reach, each object once.</summary>
    private sealed class Weight(long most)
    {
        private readonly HashSet<ObjectInstance> _seen = new(ReferenceEqualityComparer.Instance);
        private readonly Stack<ObjectInstance> _open = new();
        private long _bytes;

        public void Add(JsValue value)
        {
            _bytes += BytesAValue;
            if (value is JsString text) _bytes += 2L * text.Length;
            else if (value is ObjectInstance found && _seen.Add(found)) _open.Push(found);
        }

        public bool IsTooMuch()
        {
            while (_bytes <= most && _open.TryPop(out var found)) Open(found);
            return _bytes > most;
        }

        private void Open(ObjectInstance found)
        {
            switch (found)
            {
                case JsMap map:
                    foreach (var (key, value) in map)
                    {
                        Add(key);
                        Add(value);
                    }

                    break;
                case JsSet set:
                    foreach (var item in set) Add(item);
                    break;
                case JsArrayBuffer or JsTypedArray when JavaScriptBytes.TryRead(found, out var bytes):
                    _bytes += bytes.Length;
                    return;
            }

            if (found is not (JsObject or JsArray)) return;
            foreach (var (_, property) in found.GetOwnProperties())
            {
                _bytes += BytesAValue;
                if (property.IsDataDescriptor() && property.Value is { } value) Add(value);
                if (_bytes > most) return;
            }
        }
    }
}
