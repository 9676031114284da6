using System.Text;
using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Tests.Lua;

/// <summary>A state for a test, and the short ways to run something in it.</summary>
internal sealed class ScriptWorld : IDisposable
{
    private readonly StringBuilder _printed = new();

    public ScriptWorld(LuaStateOptions? options = null, params LuaLibrary[] libraries)
    {
        options ??= new LuaStateOptions();
        State = new LuaState(options with { Print = line => _printed.Append(line).Append('\n'), Libraries = libraries });
    }

    public LuaState State { get; }

    public string Printed => _printed.ToString();

    public LuaReference Function(string source, string name = "test.lua")
    {
        State.Compile(Encoding.UTF8.GetBytes(source), name, out var chunk).ShouldBeNull();
        return State.Load(chunk!);
    }

    public ScriptError? Run(string source, string name = "test.lua")
    {
        var function = Function(source, name);
        using var run = State.Prepare(function);
        var error = run.Execute(0);
        State.Release(function);
        return error;
    }

    /// <summary>The results of a script as text, parted by commas.</summary>
    public string Eval(string source)
    {
        using var run = State.Prepare(Function(source));
        if (run.Execute() is { } error) return $"error {error.Code}: {error.Message}";
        var values = run.Values;
        return string.Join(",", Enumerable.Range(1, values.Count).Select(at => values.Kind(at) switch
        {
            LuaKind.Boolean => values.Truth(at) ? "true" : "false",
            LuaKind.Text or LuaKind.Number => values.Text(at),
            var kind => kind.ToString().ToLowerInvariant(),
        }));
    }

    public void Dispose() => State.Dispose();
}
