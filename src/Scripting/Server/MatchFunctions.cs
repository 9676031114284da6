using KaosNet.Modules;
using KaosNet.Modules.Matches;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Listing;
using KaosNet.Store.Journal.Transactions;

namespace KaosNet.Scripting.Server;

/// <summary>Matches for modules (parity matches sections 1.9 and 1.10).</summary>
internal sealed class MatchFunctions(ServerApi api) : IMatchFunctions
{
    /// <summary>Matches that one call lists at most.</summary>
    private const int ListMax = 10_000;

    public async ValueTask<string> Create(string handler, JsonText? parameters)
    {
        // A match goes on by itself, whatever becomes of the transaction that it was started in.
        var created = await JournalTransaction.Apart(() => api.Get<IMatches>().Create(handler, parameters?.Text ?? "{}", api.Cancel));
        return ServerApi.Granted(created);
    }

    public async ValueTask<ListedMatch?> Get(string id) => ServerApi.Granted(await api.Get<IMatches>().Get(id, api.Cancel)) is { } match ? Listed(match) : null;

    public async ValueTask<IReadOnlyList<ListedMatch>> List(long limit, bool? authoritative, string? label, long? minSize, long? maxSize, string? query)
    {
        var filter = new MatchFilter((int)Math.Clamp(limit, 0, ListMax))
        {
            Authoritative = authoritative,
            Label = label,
            MinSize = Size(minSize),
            MaxSize = Size(maxSize),
            Query = query,
        };
        return [.. ServerApi.Granted(await api.Get<IMatches>().List(filter, api.Cancel)).Select(Listed)];
    }

    public async ValueTask<string> Signal(string id, string data) => ServerApi.Granted(await api.Get<IMatches>().Signal(id, data, api.Cancel));

    private static int? Size(long? size) => size is { } given ? (int)Math.Clamp(given, int.MinValue, int.MaxValue) : null;

    private static ListedMatch Listed(MatchSummary match) => new()
    {
        MatchId = match.MatchId,
        Authoritative = match.Authoritative,
        Label = match.Label,
        Size = match.Size,
        TickRate = match.TickRate,
        HandlerName = match.HandlerName,
    };
}
