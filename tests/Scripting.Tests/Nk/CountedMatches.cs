using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Listing;

namespace KaosNet.Scripting.Tests.Nk;

/// <summary>Matches that are only asked for.</summary>
internal sealed class CountedMatches : IMatches
{
    private static readonly MatchSummary[] Matches = [new("one", true, "l", 2, 5, "h"), new("two", false, null, 3, 0, "")];

    public List<string> Created { get; } = [];

    public List<MatchFilter> Filters { get; } = [];

    public ValueTask<Answer<string>> Create(string handler, string parameters, CancellationToken cancel = default)
    {
        if (handler == "bad") return ValueTask.FromResult<Answer<string>>(Fault.NotFound("error creating match: not found"));
        Created.Add($"{handler} {parameters}");
        return ValueTask.FromResult<Answer<string>>($"match{Created.Count}");
    }

    public ValueTask<Answer<MatchSummary?>> Get(string matchId, CancellationToken cancel = default) => ValueTask.FromResult<Answer<MatchSummary?>>(matchId switch
    {
        "some" => new MatchSummary(matchId, true, "l", 2, 5, "h"),
        "none" => (MatchSummary?)null,
        _ => Fault.InvalidArgument("match id invalid"),
    });

    public ValueTask<Answer<MatchSummary[]>> List(MatchFilter filter, CancellationToken cancel = default)
    {
        Filters.Add(filter);
        return ValueTask.FromResult<Answer<MatchSummary[]>>(filter.Query == "bad\"" ? Fault.InvalidArgument("no query") : Matches);
    }

    public ValueTask<Answer<string>> Signal(string matchId, string data, CancellationToken cancel = default) =>
        ValueTask.FromResult<Answer<string>>(matchId == "echo" ? data : Fault.Unavailable("match busy"));
}
