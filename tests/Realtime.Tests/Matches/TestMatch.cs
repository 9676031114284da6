using System.Text;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matches;

namespace KaosNet.Realtime.Tests.Matches;

/// <summary>
/// A small deterministic game: counts what it is sent, rolls dice, and does what messages tell it to. One word and its rest, e.g. <c>label open</c>.
/// </summary>
sealed class TestMatch(IMatchHost host, TestScripts scripts) : IMatchScript
{
    readonly Dice _dice = new(host.Seed);
    long _score;

    public string ModuleVersion { get; } = scripts.Version;

    public List<string> Log { get; } = scripts.Log;

    public Answer<MatchStart> Init(MatchMoment moment, string parameters) => parameters switch
    {
        "fail" => Fault.Internal("no board"),
        "too fast" => new MatchStart(61, ""),
        "label too long" => new MatchStart(1, new string('x', 2049)),
        _ => new MatchStart(scripts.TickRate, "start"),
    };

    public JoinVerdict AttemptJoin(MatchMoment moment, MatchPresence presence, JoinRequest request)
    {
        Log.Add($"{moment.Tick} attempt {presence.Username}");
        return request.Metadata.GetValueOrDefault("say") switch
        {
            "no" => new(StepResult.Continue, false, "not you"),
            "no reason" => new(StepResult.Continue, false),
            "stop" => new(StepResult.Stop, true),
            "fail" => new(StepResult.Fail("boom"), true),
            _ => new(StepResult.Continue, true),
        };
    }

    public StepResult Join(MatchMoment moment, IReadOnlyList<MatchPresence> presences) => Tell(moment, "join", presences);

    public StepResult Leave(MatchMoment moment, IReadOnlyList<MatchPresence> presences) => Tell(moment, "leave", presences);

    public StepResult Loop(MatchMoment moment, IReadOnlyList<MatchMessage> messages)
    {
        Log.Add($"{moment.Tick} loop {messages.Count}");
        _score += _dice.Roll(6) + moment.UnixMs % 7 + scripts.Drift;
        foreach (var message in messages)
            if (Obey(message) is { Course: not MatchCourse.Continues } end) return end;
        return StepResult.Continue;
    }

    public StepResult Terminate(MatchMoment moment, int graceSeconds)
    {
        Log.Add($"{moment.Tick} terminate {graceSeconds}");
        return scripts.StopsWhenTold ? StepResult.Stop : StepResult.Continue;
    }

    public SignalVerdict Signal(MatchMoment moment, string data) => data switch
    {
        "fail" => new(StepResult.Fail("boom")),
        "stop" => new(StepResult.Stop),
        _ => new(StepResult.Continue, data + "!"),
    };

    public Answer<byte[]> HandOver() => scripts.HandsOver ? BitConverter.GetBytes(_score) : Fault.FailedPrecondition("the score is in a secret place");

    public Answer<Done> TakeOver(MatchMoment moment, byte[] state)
    {
        Log.Add($"{moment.Tick} take over");
        _score = BitConverter.ToInt64(state);
        Note(host.Broadcast(9, default, null, null, true));
        Note(host.UpdateLabel("mine"));
        host.Perform("score_write", state, scripts.Perform);
        return scripts.Taking();
    }

    public void HashState(ref MatchHash hash) => hash.Add(_score);

    public void Dispose() => Log.Add("disposed");

    StepResult Tell(MatchMoment moment, string what, IReadOnlyList<MatchPresence> presences)
    {
        Log.Add($"{moment.Tick} {what} {string.Join(",", presences.Select(presence => presence.Username + presence.Reason))}");
        return StepResult.Continue;
    }

    StepResult Obey(MatchMessage message)
    {
        var words = Encoding.UTF8.GetString(message.Data.Span).Split(' ', 2);
        switch (words[0])
        {
            case "stop": return StepResult.Stop;
            case "fail": return StepResult.Fail("boom");
            case "throw": throw new InvalidOperationException("a bug of the adapter");
            case "label": Note(host.UpdateLabel(words[1])); break;
            case "kick": Note(host.Kick([message.Sender])); break;
            case "shout": Note(host.Broadcast(1, message.Data.Span[6..], null, message.Sender, true)); break;
            case "whisper": Note(host.Broadcast(2, message.Data.Span[8..], [message.Sender, Stranger], null, true)); break;
            case "nobody": Note(host.Broadcast(3, default, [], null, true)); break;
            case "later":
                for (var i = 0; i < int.Parse(words[1]); i++) Note(host.BroadcastDeferred(4, default, null, null, false));
                break;
            case "run":
                for (var i = 0; i < scripts.Stamina; i++)
                {
                    Note(host.Broadcast(5, default, null, null, true));
                    host.Perform("score_write", message.Data.Span, scripts.Perform);
                }

                return StepResult.Cut("out of breath");
            case "score":
                var answer = host.Perform("score_write", message.Data.Span, scripts.Perform);
                _score += answer.IsGranted(out var bytes, out var fault) ? bytes[0] : (int)fault.Code;
                break;
        }

        return StepResult.Continue;
    }

    void Note(Fault? fault)
    {
        if (fault is not null) Log.Add(fault.Message);
    }

    static readonly MatchPresence Stranger = new("stranger", "stranger", "stranger", "node");
}

sealed class TestScripts : IMatchScripts
{
    public List<string> Log { get; } = [];

    public int TickRate { get; set; } = 10;

    /// <summary>The name of the one handler.</summary>
    public string Handler { get; set; } = "test";

    /// <summary>What its code is called now.</summary>
    public string Version { get; private set; } = "v1";

    public bool HandsOver { get; set; } = true;

    /// <summary>Whether new code takes a running match over.</summary>
    public Func<Answer<Done>> Taking { get; set; } = () => Done.Value;

    Action? _changed;

    public bool StopsWhenTold { get; set; }

    /// <summary>Makes the game behave differently from how it did.</summary>
    public long Drift { get; set; }

    /// <summary>How long it runs before it is ended by force, which is not the same on every day.</summary>
    public int Stamina { get; set; } = 10;

    public Func<CancellationToken, ValueTask<Answer<byte[]>>> Perform { get; set; } = _ => ValueTask.FromResult<Answer<byte[]>>(new byte[] { 7 });

    public Answer<OpenedScript> Open(string handler, IMatchHost host) => handler switch
    {
        "broken" => Fault.Internal("does not compile"),
        _ => new OpenedScript(handler == Handler ? new TestMatch(host, this) : null),
    };

    public Answer<OpenedScript> OpenChanged(string handler, IMatchHost host, IMatchScript current) =>
        current.ModuleVersion == Version ? new OpenedScript(null) : Open(handler, host);

    public void WhenCodeChanged(Action act) => _changed += act;

    /// <summary>Puts other code in.</summary>
    public void Change(string version, long drift = 0)
    {
        (Version, Drift) = (version, drift);
        _changed?.Invoke();
    }
}
