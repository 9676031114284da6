using KaosNet.Domain.Kernel;
using KaosNet.Modules;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.CSharp.Asking;
using KaosNet.Scripting.Nk;
using KaosNet.Scripting.Recording;
using Microsoft.Extensions.Logging;

namespace KaosNet.Scripting.CSharp.Calling;

/// <summary>What is known of a call before its function is found.</summary>
/// <param name="Mode">What the function runs as, as its context says.</param>
/// <param name="Cause">What it is called for, such as <c>rpc echo</c>; everything it changes carries this.</param>
/// <param name="Function">What the log calls it.</param>
/// <param name="Caller">Who is behind it.</param>
/// <param name="Cancel">The caller went away.</param>
internal readonly record struct CallFrame(string Mode, string Cause, string Function, Caller Caller, CancellationToken Cancel)
{
    /// <summary>The request, of a call of a function by its id.</summary>
    public RpcRequest? Request { get; init; }

    /// <summary>The socket's language; null elsewhere.</summary>
    public string? Language { get; init; }
}

/// <summary>A call's context. What costs something is made when it is first asked for.</summary>
internal sealed class CallContext : ModuleContext, IDisposable
{
    private readonly NkServer _server;
    private readonly ScriptSettings _settings;
    private readonly TimeProvider _time;
    private readonly CallFrame _frame;
    private readonly string _module;
    private readonly long _started;
    private readonly CallTape? _tape = CallTape.Take();
    private CancellationTokenSource? _deadline, _both;
    private CancellationToken _cancel;
    private INk? _nk;
    private ILogger? _logger;

    public CallContext(NkServer server, ScriptSettings settings, TimeProvider time, in CallFrame frame, string module)
    {
        (_server, _settings, _time, _frame, _module) = (server, settings, time, frame, module);
        _started = time.GetTimestamp();
        var caller = frame.Caller;
        (Mode, Env, Node, Version) = (frame.Mode, settings.Env, settings.Node, settings.Version);
        (Username, Vars, SessionId, TraceId) = (caller.Username, caller.Vars, caller.SessionId, caller.Correlation);
        (ClientIp, ClientPort) = (caller.ClientAddress, caller.ClientPort);
        if (caller.UserId.Length > 0) UserId = Guid.Parse(caller.UserId);
        Language = frame.Language ?? frame.Request?.Language ?? "";
        if (frame.Request is { } request) (Headers, QueryParameters) = (request.Headers, request.QueryParameters);
        if (caller.SessionExpiry > 0) SessionExpiry = DateTimeOffset.FromUnixTimeSeconds(caller.SessionExpiry);
    }

    /// <summary>What is left of the call's time.</summary>
    public TimeSpan TimeLeft
    {
        get
        {
            var left = _settings.CSharpCallTime - _time.GetElapsedTime(_started);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Whether the function's time is over.</summary>
    public bool IsLate => TimeLeft == TimeSpan.Zero;

    public override INk Nk
    {
        get
        {
            var cancel = Cancel;
            lock (this) return _nk ??= NewNk(cancel);
        }
    }

    public override ILogger Logger => _logger ??= new ModuleLogger(
        _server.Log, [new("runtime", "csharp"), new("module", _module), new("function", _frame.Function), new("traceId", _frame.Caller.Correlation)]);

    public override CancellationToken Cancel
    {
        get
        {
            lock (this)
            {
                if (_deadline is not null) return _cancel;
                _deadline = new CancellationTokenSource(TimeLeft, _time);
                if (_frame.Cancel.CanBeCanceled) _both = CancellationTokenSource.CreateLinkedTokenSource(_frame.Cancel, _deadline.Token);
                return _cancel = (_both ?? _deadline).Token;
            }
        }
    }

    private INk NewNk(CancellationToken cancel)
    {
        var caller = _frame.Caller with { Source = Source.Script, Actor = _module, Operation = _frame.Mode, Cause = _frame.Cause };
        return _tape is null ? _server.Functions(caller, cancel) : RecordedApi.Of(new TapedServer(_tape, _server, caller, cancel));
    }

    public void Dispose()
    {
        _both?.Dispose();
        _deadline?.Dispose();
    }
}
