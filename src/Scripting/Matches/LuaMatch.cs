using System.Runtime.CompilerServices;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Ticking;
using KaosNet.Scripting.Lua;
using KaosNet.Scripting.Nk;

namespace KaosNet.Scripting.Matches;

/// <summary>
/// One match whose handler is a Lua module, in a state of its own (parity matches section 1.2). The module and what it requires load with the
/// init callback, so that whatever they do is part of the match's record.
/// </summary>
internal sealed class LuaMatch : IMatchScript
{
    private static readonly string[] Callbacks =
    [
        "match_init", "match_join_attempt", "match_join", "match_leave", "match_loop", "match_terminate", "match_signal",
    ];

    /// <summary>The callback of a handler that takes over matches which other code of it began.</summary>
    internal const string CodeChanged = "match_code_changed";

    private const int CallbackCount = 7;

    private const int BudgetsOfRepetition = 4;

    private readonly LuaState _lua;
    private readonly UsedModules _modules;
    private readonly string _handler;
    private readonly IMatchHost _host;
    private readonly ScriptSettings _settings;
    private readonly MatchScene _scene;
    private CallbackReferences _callbacks;
    private LuaReference _context, _dispatcher, _state;
    private LuaReference? _codeChanged;
    private string? _shownLabel;

    public LuaMatch(LuaState lua, UsedModules modules, string handler, IMatchHost host, ScriptSettings settings)
    {
        (_lua, _modules, _handler, _host, _settings) = (lua, modules, handler, host, settings);
        _scene = new(host, handler, handler, "lua");
        lua.Context = _scene;
    }

    private enum Callback
    {
        Init,
        JoinAttempt,
        Join,
        Leave,
        Loop,
        Terminate,
        Signal,
    }

    [InlineArray(CallbackCount)]
    private struct CallbackReferences
    {
        private LuaReference _first;
    }

    public string ModuleVersion { get; private set; } = "";

    /// <summary>What its Lua state takes now; 0 when the match is over.</summary>
    internal long MemoryBytes => _lua.Memory.Now;

    /// <summary>Whether these modules are, as far as it uses any, what it runs.</summary>
    internal bool Runs(IReadOnlyDictionary<string, LuaChunk> modules) => _modules.AreIn(modules);

    public Answer<MatchStart> Init(MatchMoment moment, string parameters)
    {
        Enter(moment);
        if (Load() is { } broken) return Fault.Internal(broken);
        using var run = _lua.Prepare(_callbacks[(int)Callback.Init]);
        var values = run.Values;
        values.Push(_context);
        if (!values.TryPushJson(System.Text.Encoding.UTF8.GetBytes(parameters), out var problem)) return Fault.InvalidArgument(problem!);
        if (run.Execute() is { } error) return Fault.Internal(error.Message);

        var results = run.Values;
        if (results.Count > 3) return Fault.Internal("match_init returned unexpected extra values");
        if (results.Count < 3 || results.Kind(3) != LuaKind.Text) return Fault.Internal("match_init returned unexpected third value, must be a label string");
        if (!results.TryNumber(2, out var rate)) return Fault.Internal("match_init returned unexpected second value, must be a tick rate number");
        if (results.IsNil(1)) return Fault.Internal("Match initial state must not be nil");
        _state = results.Keep(1);
        var label = results.Text(3)!;
        // Loading has left much behind, and the collector takes its measure from what there is.
        _lua.Collect();
        return new MatchStart((int)Math.Clamp(Math.Truncate(rate), -1, int.MaxValue), label);
    }

    public JoinVerdict AttemptJoin(MatchMoment moment, MatchPresence presence, JoinRequest request)
    {
        Enter(moment);
        _scene.UserId = presence.UserId;
        using var run = _lua.Prepare(_callbacks[(int)Callback.JoinAttempt]);
        var values = run.Values;
        ScriptContext.PushJoinAttempt(values, _settings, _host, presence, request);
        PushRest(values, moment);
        MatchValues.PushPresence(values, presence, withReason: false);
        ScriptContext.PushTexts(values, request.Metadata);
        var error = run.Execute();
        _scene.UserId = "";
        if (error is not null) return new(Failed(error), false);

        var results = run.Values;
        if (results.Count == 0 || results.IsNil(1)) return new(StepResult.Stop, false);
        if (results.Count > 3) return new(Extra("join attempt"), false);
        if (results.Count < 2 || results.Kind(2) != LuaKind.Boolean)
            return new(StepResult.Fail("Match join attempt returned unexpected second value, must be a boolean"), false);
        if (!results.IsNil(3) && results.Kind(3) != LuaKind.Text)
            return new(StepResult.Fail("Match join attempt returned unexpected third value, must be a string"), false);
        _lua.Replace(_state, results, 1);
        return new(StepResult.Continue, results.Truth(2), results.IsNil(3) ? "" : results.Text(3)!);
    }

    public StepResult Join(MatchMoment moment, IReadOnlyList<MatchPresence> presences)
    {
        using var run = Begin(Callback.Join, moment);
        MatchValues.PushPresences(run.Values, presences);
        return Finish(run, "join");
    }

    public StepResult Leave(MatchMoment moment, IReadOnlyList<MatchPresence> presences)
    {
        using var run = Begin(Callback.Leave, moment);
        MatchValues.PushPresences(run.Values, presences);
        return Finish(run, "leave");
    }

    public StepResult Loop(MatchMoment moment, IReadOnlyList<MatchMessage> messages)
    {
        using var run = Begin(Callback.Loop, moment);
        MatchValues.PushMessages(run.Values, messages);
        return Finish(run, "loop");
    }

    public StepResult Terminate(MatchMoment moment, int graceSeconds)
    {
        using var run = Begin(Callback.Terminate, moment);
        run.Values.Push(graceSeconds);
        return Finish(run, "terminate");
    }

    public SignalVerdict Signal(MatchMoment moment, string data)
    {
        using var run = Begin(Callback.Signal, moment);
        run.Values.Push(data);
        if (run.Execute() is { } error) return new(Failed(error));
        var results = run.Values;
        if (results.Count == 0 || results.IsNil(1)) return new(StepResult.Stop);
        if (results.Count > 2) return new(Extra("signal"));
        if (results.Count < 2 || !(results.IsNil(2) || results.Kind(2) == LuaKind.Text))
            return new(StepResult.Fail("Match signal returned unexpected second value, must be a string or nil"));
        _lua.Replace(_state, results, 1);
        return new(StepResult.Continue, results.IsNil(2) ? "" : results.Text(2)!);
    }

    public Answer<byte[]> HandOver()
    {
        var stack = _lua.Values;
        stack.Push(_state);
        var isPlain = LuaPlainState.TryWrite(stack, out var state, out var problem);
        stack.Pop();
        return isPlain ? state! : Fault.FailedPrecondition("its state is not plain data: " + problem);
    }

    public Answer<Done> TakeOver(MatchMoment moment, byte[] state)
    {
        Enter(moment);
        if (Load() is { } broken) return Fault.Internal(broken);
        if (_codeChanged is not { } function) return Fault.FailedPrecondition("its new code takes no running matches over");
        LuaPlainState.Push(_lua.Values, state);
        _state = _lua.Values.Keep(-1);
        _lua.Values.Pop();
        using var run = _lua.Prepare(function);
        PushContext(run.Values);
        PushRest(run.Values, moment);
        if (run.Execute() is { } error) return Fault.Internal(error.Message);
        var results = run.Values;
        if (results.Count == 0 || results.IsNil(1)) return Fault.FailedPrecondition("its new code does not take it over");
        if (results.Count > 1) return Fault.Internal($"{CodeChanged} returned unexpected extra values");
        _lua.Replace(_state, results, 1);
        _lua.Collect();
        return Done.Value;
    }

    public void HashState(ref MatchHash hash)
    {
        if (!StateHash.IsDue(_scene.Moment.Tick)) return;
        var stack = _lua.Values;
        stack.Push(_state);
        StateHash.Add(stack, _scene.Moment.Tick, ref hash);
        stack.Pop();
    }

    public void Trace(MatchFootprint into)
    {
        into.Add(this, 128);
        into.Add(_scene);
        _lua.Trace(into, [_callbacks[(int)Callback.Loop], _state], [_context, _dispatcher]);
    }

    public void Dispose() => _lua.Dispose();

    private static StepResult Failed(ScriptError error) => error.Spoils ? StepResult.Cut(error.Message) : StepResult.Fail(error.Message);

    private static StepResult Extra(string callback) => StepResult.Fail($"Match {callback} returned unexpected extra values, stopping match");

    private void Enter(MatchMoment moment)
    {
        _scene.Moment = moment;
        _lua.Clock = moment.UnixMs / 1000.0;
        // What a call may use is not quite the same each time: what was within it when the match was played must be so now.
        _lua.Budget = _host.IsRepeating ? BudgetsOfRepetition * _settings.Instructions : _settings.Instructions;
    }

    private LuaInvocation Begin(Callback callback, MatchMoment moment)
    {
        Enter(moment);
        var run = _lua.Prepare(_callbacks[(int)callback]);
        PushContext(run.Values);
        PushRest(run.Values, moment);
        return run;
    }

    /// <summary>The match's one context table, which follows the label.</summary>
    private void PushContext(LuaStack values)
    {
        values.Push(_context);
        if (ReferenceEquals(_shownLabel, _host.Label)) return;
        _shownLabel = _host.Label;
        ScriptContext.SetMatch(values, _host);
    }

    private void PushRest(LuaStack values, MatchMoment moment)
    {
        values.Push(_dispatcher);
        values.Push(moment.Tick);
        values.Push(_state);
    }

    private StepResult Finish(in LuaInvocation run, string callback)
    {
        if (run.Execute() is { } error) return Failed(error);
        var results = run.Values;
        if (results.Count == 0 || results.IsNil(-1)) return StepResult.Stop;
        if (results.Count > 1) return Extra(callback);
        _lua.Replace(_state, results, 1);
        return StepResult.Continue;
    }

    /// <summary>Runs the module and finds its callbacks; tells what is wrong with it, or null.</summary>
    private string? Load()
    {
        _scene.IsLoading = true;
        if (_lua.Require(DispatcherFunctions.Name, out _dispatcher) is { } missing) return missing.Message;
        if (_lua.Require(_handler, out var module) is { } error) return error.Message;
        _scene.IsLoading = false;
        ModuleVersion = _modules.Version();

        var stack = _lua.Values;
        stack.Push(module);
        if (stack.Kind(-1) != LuaKind.Table) return "match module must return a table containing the match callback functions";
        for (var at = 0; at < Callbacks.Length; at++)
        {
            if (stack.PushField(-1, System.Text.Encoding.ASCII.GetBytes(Callbacks[at])) != LuaKind.Function) return $"{Callbacks[at]} not found or not a function";
            _callbacks[at] = stack.Keep(-1);
            stack.Pop();
        }

        if (stack.PushField(-1, System.Text.Encoding.ASCII.GetBytes(CodeChanged)) == LuaKind.Function) _codeChanged = stack.Keep(-1);
        stack.Pop(2);
        ScriptContext.PushMatch(stack, _settings, _host);
        _context = stack.Keep(-1);
        stack.Pop();
        return null;
    }
}
