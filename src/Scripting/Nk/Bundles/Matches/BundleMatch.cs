using Jint;
using Jint.Native;
using Jint.Native.Object;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matches;
using KaosNet.Scripting.JavaScript;

namespace KaosNet.Scripting.Nk.Bundles.Matches;

/// <summary>A match handler in a bundle.</summary>
/// <param name="Program">The bundle.</param>
/// <param name="Handler">The name that it was registered under.</param>
/// <param name="Module">In whose name its matches act.</param>
/// <param name="Functions">Its functions by the callbacks' names.</param>
/// <param name="Library">The server's API.</param>
internal sealed record BundleMatchCode(
    JavaScriptProgram Program, string Handler, string Module, IReadOnlyDictionary<string, string> Functions, JavaScriptLibrary Library)
{
    /// <summary>The callback of a handler that takes over matches which other code of it began.</summary>
    public const string CodeChanged = "matchCodeChanged";

    /// <summary>Whether the handler takes over matches that other code of it began.</summary>
    public bool TakesRunningMatches => Functions.ContainsKey(CodeChanged);
}

/// <summary>
/// One match whose handler is part of the JavaScript bundle, in a state of its own which ran the bundle without InitModule (parity matches section 1.2). What the
/// handler returns as its state stays as it is: nothing is copied between callbacks.
/// </summary>
internal sealed class BundleMatch : IMatchScript
{
    private const int PatienceOfRepetition = 4;

    private readonly BundleMatchCode _code;
    private readonly IMatchHost _host;
    private readonly ScriptSettings _settings;
    private readonly BundleMatchScene _scene;
    private readonly BundleState _bundle;
    private readonly MatchMemory _memory;
    private ObjectInstance? _context;
    private JsValue? _state;
    private string? _shownLabel;

    public BundleMatch(BundleMatchCode code, IMatchHost host, ScriptSettings settings, NkServer server)
    {
        (_code, _host, _settings) = (code, host, settings);
        _scene = new(host, code.Handler, code.Module);
        var dice = new Dice(host.Seed);
        var script = new JavaScriptState(settings.JavaScriptOptions(new MatchTime(_scene)) with { Chance = () => (dice.Bits() >> 11) * (1.0 / (1UL << 53)) });
        _memory = new(script, code.Program);
        _bundle = new(script, code.Library, server);
        _scene.Script = script;
    }

    public string ModuleVersion => _code.Program.Fingerprint;

    private JavaScriptState Script => _bundle.Script;

    public Answer<MatchStart> Init(MatchMoment moment, string parameters)
    {
        Enter(moment);
        if (Load() is { } broken) return Refused(broken);
        if (!Script.TryReadJson(System.Text.Encoding.UTF8.GetBytes(parameters), out var given, out var problem)) return Fault.InvalidArgument(problem);
        if (Run("matchInit", BundleContext.OfMatch(Script, _settings, _host), [given], out var result) is { } error) return Refused(error);

        if (!BundleMatchValues.IsPlain(result)) return Fault.Internal("matchInit is expected to return an object with 'state', 'tickRate' and 'label' properties");
        if (BundleMatchValues.Member(result, "tickRate") is not { } rate) return Fault.Internal("matchInit return value has no 'tickRate' property");
        if (rate is not JsNumber number || !JavaScriptCall.TryWhole(number.AsNumber(), out var whole) || whole is < 1 or > Limits.TickRateMax)
            return Fault.Internal($"matchInit 'tickRate' must be a number between 1 and {Limits.TickRateMax}");
        if (BundleMatchValues.Member(result, "label") is { } named and not JsString) return Fault.Internal("matchInit 'label' value must be a string");
        if (BundleMatchValues.Member(result, "state") is not { } state) return Fault.Internal("matchInit is expected to return an object with a 'state' property");
        if (BundleMatchValues.IsNothing(state)) return Fault.Internal("Match initial state must not be nil");
        if (!BundleMatchValues.IsPlain(state)) return Fault.Internal("matchInit is expected to return an object with a 'state' object property");
        _state = state;
        return new MatchStart((int)whole, BundleMatchValues.Member(result, "label") is JsString label ? label.ToString() : "");
    }

    public JoinVerdict AttemptJoin(MatchMoment moment, MatchPresence presence, JoinRequest request)
    {
        Enter(moment);
        _scene.UserId = presence.UserId;
        var error = Run(
            "matchJoinAttempt", BundleContext.OfJoinAttempt(Script, _settings, _host, presence, request),
            [.. Rest(moment), BundleMatchValues.Presence(Script, presence), BundleContext.Texts(Script, request.Metadata)], out var result);
        _scene.UserId = "";
        if (error is not null) return new(Failed(error), false);
        if (BundleMatchValues.IsNothing(result)) return new(StepResult.Stop, false);

        if (!BundleMatchValues.IsPlain(result)) return Nonsense("matchJoinAttempt is expected to return an object with 'state' and 'accept' properties");
        if (BundleMatchValues.Member(result, "accept") is not JsBoolean accept) return Nonsense("matchJoinAttempt 'accept' property must be a boolean");
        var (isAccepted, reason) = (accept == JsBoolean.True, "");
        if (!isAccepted && BundleMatchValues.Member(result, "rejectMessage") is { } told && told is not JsUndefined)
        {
            if (told is not JsString text) return Nonsense("matchJoinAttempt 'rejectMessage' property must be a string");
            reason = text.ToString();
        }

        var step = Take(result, "matchJoinAttempt");
        return new(step, isAccepted && step.Course is MatchCourse.Continues, step.Course is MatchCourse.Continues ? reason : "");

        static JoinVerdict Nonsense(string problem) => new(StepResult.Fail(problem), false);
    }

    public StepResult Join(MatchMoment moment, IReadOnlyList<MatchPresence> presences) =>
        Step("matchJoin", moment, presences, static (state, presences) => BundleMatchValues.Presences(state, presences));

    public StepResult Leave(MatchMoment moment, IReadOnlyList<MatchPresence> presences) =>
        Step("matchLeave", moment, presences, static (state, presences) => BundleMatchValues.Presences(state, presences));

    public StepResult Loop(MatchMoment moment, IReadOnlyList<MatchMessage> messages) =>
        Step("matchLoop", moment, messages, static (state, messages) => BundleMatchValues.Messages(state, messages));

    public StepResult Terminate(MatchMoment moment, int graceSeconds) => Step("matchTerminate", moment, graceSeconds, static (_, grace) => JsNumber.Create(grace));

    public SignalVerdict Signal(MatchMoment moment, string data)
    {
        Enter(moment);
        if (Run("matchSignal", Context(), [.. Rest(moment), JsString.Create(data)], out var result) is { } error) return new(Failed(error));
        if (BundleMatchValues.IsNothing(result)) return new(StepResult.Stop);
        var said = BundleMatchValues.Member(result, "data");
        if (said is not (null or JsString or JsUndefined)) return new(StepResult.Fail("matchSignal 'data' property must be a string"));
        var step = Take(result, "matchSignal");
        return step.Course is MatchCourse.Continues ? new(step, said is JsString text ? text.ToString() : "") : new(step);
    }

    public Answer<byte[]> HandOver() => PlainState.TryWrite(_state!, out var state, out var problem) ? state : Fault.FailedPrecondition("its state is not plain data: " + problem);

    public Answer<Done> TakeOver(MatchMoment moment, byte[] state)
    {
        if (!_code.TakesRunningMatches) return Fault.FailedPrecondition("its new code takes no running matches over");
        Enter(moment);
        if (Load() is { } broken) return Refused(broken);
        if (!Script.TryReadJson(state, out var given, out var problem)) return Fault.InvalidArgument(problem);
        _state = given;
        if (Run(BundleMatchCode.CodeChanged, Context(), Rest(moment), out var result) is { } error) return Refused(error);
        if (BundleMatchValues.IsNothing(result)) return Fault.FailedPrecondition("its new code does not take it over");
        return Take(result, BundleMatchCode.CodeChanged).Error is { } nonsense ? Fault.Internal(nonsense) : Done.Value;
    }

    public void HashState(ref MatchHash hash)
    {
        if (_state is null || !ValueHash.IsDue(_scene.Moment.Tick)) return;
        ValueHash.Add(_state, _scene.Moment.Tick, ref hash);
    }

    public void Dispose() => _bundle.Dispose();

    private static StepResult Failed(ScriptError error) => error.Spoils ? StepResult.Cut(error.Message) : StepResult.Fail(error.Message);

    private static Fault Refused(ScriptError error) =>
        new(error is { Chosen: true, Code: > 0 and < 17 } ? (FaultCode)error.Code : FaultCode.Internal, error.Message);

    /// <summary>Runs the bundle, without its InitModule.</summary>
    private ScriptError? Load()
    {
        Script.Context = _scene;
        return Script.Run(_code.Program) ?? (_settings.FreezesGlobals ? Script.FreezeGlobals() : null);
    }

    private void Enter(MatchMoment moment)
    {
        _scene.Moment = moment;
        // Statements are counted, but time is not the same each time: what was within it when the match was played must be so now.
        Script.Patience = _host.IsRepeating ? PatienceOfRepetition : 1;
    }

    /// <summary>The match's one context, a new one after each change of its label.</summary>
    private ObjectInstance Context()
    {
        if (_context is not null && ReferenceEquals(_shownLabel, _host.Label)) return _context;
        _shownLabel = _host.Label;
        return _context = BundleContext.OfMatch(Script, _settings, _host);
    }

    private JsValue[] Rest(MatchMoment moment) => [Script.ObjectOf(BundleDispatcher.Library), JsNumber.Create(moment.Tick), _state!];

    private ScriptError? Run(string callback, ObjectInstance context, JsValue[] rest, out JsValue result)
    {
        var error = _bundle.Call(_scene, _code.Functions[callback], context, rest, out result);
        Script.LastHostException = null;
        return error ?? _memory.Look(_state, result);
    }

    private StepResult Step<T>(string callback, MatchMoment moment, T with, Func<JavaScriptState, T, JsValue> made)
    {
        Enter(moment);
        if (Run(callback, Context(), [.. Rest(moment), made(Script, with)], out var result) is { } error) return Failed(error);
        return BundleMatchValues.IsNothing(result) ? StepResult.Stop : Take(result, callback);
    }

    /// <summary>Takes the state that a callback returned.</summary>
    private StepResult Take(JsValue result, string callback)
    {
        if (!BundleMatchValues.IsPlain(result)) return StepResult.Fail($"{callback} is expected to return an object with 'state' property");
        if (BundleMatchValues.Member(result, "state") is not { } state || !BundleMatchValues.IsPlain(state))
            return StepResult.Fail($"{callback} is expected to return an object with 'state' object property");
        _state = state;
        return StepResult.Continue;
    }
}
