using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Matches;

namespace KaosNet.Scripting.Nk;

/// <summary>
/// A match. Its clock is the tick's, its chance comes from its seed, and what it asks of the server goes through its host, which records the
/// answers: so a replay goes exactly as the match went.
/// </summary>
/// <param name="host">The match's host.</param>
/// <param name="handler">The name that it was started by.</param>
/// <param name="module">In whose name it acts.</param>
/// <param name="runtime">Its language, for the log.</param>
internal class MatchScene(IMatchHost host, string handler, string module, string runtime) : ScriptScene
{
    private readonly KeyValuePair<string, object?>[] _fields =
        [new("runtime", runtime), new("mode", "match"), new("mid", host.MatchId), new("module", handler)];

    /// <summary>Ids are rolled apart from <c>math.random</c>, which starts from the seed itself.</summary>
    private readonly Dice _ids = new(host.Seed ^ 0xA5A5_5A5A_C3C3_3C3C);

    /// <summary>The server as the match sees it.</summary>
    public IMatchHost Host => host;

    /// <summary>When the running callback runs.</summary>
    public MatchMoment Moment { get; set; }

    /// <summary>The player who wants to join, during that callback.</summary>
    public string UserId { get; set; } = "";

    /// <summary>True while the match's modules load.</summary>
    public bool IsLoading { get; set; }

    public override bool IsLoadingAgain => IsLoading;

    public override bool IsRepeating => host.IsRepeating;

    public override long UnixMs => Moment.UnixMs;

    public override bool WantsArguments => true;

    public override bool Logs => !IsLoading && !host.IsRepeating;

    public override IReadOnlyList<KeyValuePair<string, object?>> LogFields =>
        [.. _fields, new("tick", Moment.Tick)];

    public override Guid NewUuid() => _ids.Uuid();

    public override Caller CallerFor(string function) =>
        new() { Source = Source.Script, Actor = module, UserId = UserId, Operation = function, Cause = "match " + host.MatchId };

    public override Answer<byte[]> Perform(
        string function, ReadOnlySpan<byte> arguments, Func<CancellationToken, ValueTask<Answer<byte[]>>> perform) =>
        host.Perform(function, arguments, perform);
}
