using System.Text;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Modules;
using KaosNet.Modules.Matches;
using KaosNet.Realtime.Matches;
using KaosNet.Scripting.CSharp.Loading;
using Microsoft.Extensions.Logging;
using JoinRequest = KaosNet.Domain.Matches.JoinRequest;
using MatchMessage = KaosNet.Domain.Matches.MatchMessage;

namespace KaosNet.Scripting.CSharp.Matches;

/// <summary>One match whose handler is a class of a C# module. It keeps the module that it began with, also when the folder holds another by now.</summary>
internal sealed class CSharpMatch(Registered<Func<IMatchHandler>> registered, CSharpMatchContext context, string name, IMatchHost host, ILogger log) : IMatchScript
{
    private IMatchHandler? _handler;
    private object? _state;
    private bool _isGone, _isUnreadable;

    public string ModuleVersion { get; } = registered.Module.Fingerprint;

    public Answer<MatchStart> Init(MatchMoment moment, string parameters)
    {
        context.Moment = moment;
        try
        {
            _handler = Made();
            var beginning = _handler.Init(context, new JsonText(parameters));
            if (beginning.State is null) return Fault.Internal("Match initial state must not be null");
            _state = beginning.State;
            return new MatchStart(beginning.TickRate, beginning.Label ?? "");
        }
        catch (RefusedException refused)
        {
            return new Fault((FaultCode)(int)refused.Code, refused.Message);
        }
#pragma warning disable CA1031 // whatever a handler throws ends its match and nothing else
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return Fault.Internal(Told("init", failure));
        }
    }

    public JoinVerdict AttemptJoin(MatchMoment moment, MatchPresence presence, JoinRequest request)
    {
        context.Moment = moment;
        context.Server.UserId = presence.UserId;
        try
        {
            var answer = _handler!.JoinAttempt(
                context, _state!, Presences.Of(presence), new(request.Metadata, request.Vars, request.ClientAddress, request.ClientPort));
            return new(GoOn(answer.State), answer.IsAccepted, answer.Reason ?? "");
        }
#pragma warning disable CA1031 // whatever a handler throws ends its match and nothing else
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return new(StepResult.Fail(Told("join attempt", failure)), false);
        }
        finally
        {
            context.Server.UserId = "";
        }
    }

    public StepResult Join(MatchMoment moment, IReadOnlyList<MatchPresence> presences) =>
        Step("join", moment, presences, static (match, presences) => match._handler!.Join(match.Context, match._state!, Presences.Of(presences)));

    public StepResult Leave(MatchMoment moment, IReadOnlyList<MatchPresence> presences) =>
        Step("leave", moment, presences, static (match, presences) => match._handler!.Leave(match.Context, match._state!, Presences.Of(presences)));

    public StepResult Loop(MatchMoment moment, IReadOnlyList<MatchMessage> messages) =>
        Step("loop", moment, messages, static (match, messages) => match._handler!.Loop(match.Context, match._state!, Presences.Of(messages)));

    public StepResult Terminate(MatchMoment moment, int graceSeconds) =>
        Step("terminate", moment, graceSeconds, static (match, grace) => match._handler!.Terminate(match.Context, match._state!, grace));

    public SignalVerdict Signal(MatchMoment moment, string data)
    {
        context.Moment = moment;
        try
        {
            var answer = _handler!.Signal(context, _state!, data);
            return new(GoOn(answer.State), answer.Data ?? "");
        }
#pragma warning disable CA1031 // whatever a handler throws ends its match and nothing else
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return new(StepResult.Fail(Told("signal", failure)));
        }
    }

    public Answer<byte[]> HandOver()
    {
        try
        {
            var written = Encoding.UTF8.GetBytes(JsonText.OfAny(_state!).Text);
            return written.Length <= Limits.HandedStateBytesMax ? written : Fault.ResourceExhausted($"its state is larger than {Limits.HandedStateBytesMax} bytes");
        }
#pragma warning disable CA1031 // properties are the game's own code, and may throw what they like
        catch (Exception unwritable)
#pragma warning restore CA1031
        {
            return Fault.FailedPrecondition("its state cannot be written as JSON: " + unwritable.Message);
        }
    }

    public Answer<Done> TakeOver(MatchMoment moment, byte[] state)
    {
        context.Moment = moment;
        try
        {
            if ((_handler ??= Made()) is not ITakesRunningMatches<object> taking) return Fault.FailedPrecondition("its new code takes no running matches over");
            _state = taking.CodeChanged(context, new JsonText(Encoding.UTF8.GetString(state)));
            return _state is null ? Fault.FailedPrecondition("its new code does not take it over") : Done.Value;
        }
#pragma warning disable CA1031 // whatever a handler throws leaves the match with the code before
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return Fault.Internal(Told("code changed", failure));
        }
    }

    public void HashState(ref MatchHash hash)
    {
        if (_state is null) return;
        var problem = StateText.Add(_state, registered.Module.StateOptions, context.Tick, ref hash);
        if (problem is null || _isUnreadable) return;
        _isUnreadable = true;
        context.Logger.LogWarning("The state of {Handler} cannot be written as JSON, so only what the match does tells replays apart: {Problem}", name, problem);
    }

    public void Dispose()
    {
        if (_isGone) return;
        _isGone = true;
        try
        {
            (_handler as IDisposable)?.Dispose();
        }
#pragma warning disable CA1031 // whatever a handler throws ends its match and nothing else
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Told("dispose", failure);
        }

        (_handler, _state) = (null, null);
        registered.Module.Leave();
    }

    /// <summary>Whether its handler takes over matches that other code of it began.</summary>
    public bool TakesRunningMatches()
    {
        try
        {
            return (_handler ??= Made()) is ITakesRunningMatches<object>;
        }
#pragma warning disable CA1031 // a handler that cannot be made takes nothing over
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Told("code changed", failure);
            return false;
        }
    }

    private CSharpMatchContext Context => context;

    private IMatchHandler Made() => registered.Function() ?? throw new InvalidOperationException($"the module made no handler {name}");

    private StepResult Step<T>(string callback, MatchMoment moment, T with, Func<CSharpMatch, T, object?> run)
    {
        context.Moment = moment;
        try
        {
            return GoOn(run(this, with));
        }
#pragma warning disable CA1031 // whatever a handler throws ends its match and nothing else
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return StepResult.Fail(Told(callback, failure));
        }
    }

    private StepResult GoOn(object? state)
    {
        if (state is null) return StepResult.Stop;
        _state = state;
        return StepResult.Continue;
    }

    /// <summary>Writes a failure into the log; answers it in one line.</summary>
    private string Told(string callback, Exception failure)
    {
        if (!host.IsRepeating)
            log.LogError(failure, "Match {Callback} of {Handler} in {Module} failed in {Match}: {Error}", callback, name, registered.Module.Name, host.MatchId, failure.Message);
        return $"Match {callback} failed: {failure.GetType().Name}: {failure.Message}";
    }
}
