using KaosNet.Domain.Brackets;
using KaosNet.Domain.Kernel;
using KaosNet.Modules;
using KaosNet.Modules.Brackets;
using KaosNet.Projections.Brackets;
using KaosNet.Realtime;
using KaosNet.Store.Journal;
using Bracket = KaosNet.Modules.Brackets.Bracket;
using BracketFilter = KaosNet.Modules.Brackets.BracketFilter;
using BracketPage = KaosNet.Modules.Brackets.BracketPage;
using BracketPairing = KaosNet.Modules.Brackets.BracketPairing;
using IBracketFunctions = KaosNet.Modules.Brackets.IBracketFunctions;
using PairingResult = KaosNet.Modules.Brackets.PairingResult;
using Played = KaosNet.Domain.Brackets;
using Seeding = KaosNet.Modules.Brackets.Seeding;

namespace KaosNet.Scripting.Server;

/// <summary>Brackets for modules; of ours. What they answer is described in docs/reference/brackets.md.</summary>
internal sealed class BracketFunctions(ServerApi api) : IBracketFunctions
{
    private const string MatchCause = "match ";

    public ValueTask<Bracket> Create(BracketRules rules, IReadOnlyList<Guid>? userIds) =>
        Execute(new CreateBracket(FreshIds.Next().ToString(), BracketValues.Of(rules)) { UserIds = Texts(userIds) });

    public ValueTask<Bracket> Join(Guid id, IReadOnlyList<Guid>? userIds, Guid? userId) =>
        Execute(new EnterBracket(id.ToString(), userId is { } one ? [one.ToString()] : Texts(userIds), ByThemselves: false));

    public async ValueTask<Bracket> Start(Guid id, Seeding seeding, IReadOnlyList<Guid>? order, string leaderboardId, long? expiry)
    {
        if (seeding != Seeding.Board)
            return await Execute(new StartBracket(id.ToString(), (Played.Seeding)seeding) { Order = seeding == Seeding.Given ? Texts(order) : [] });
        if (leaderboardId.Length == 0) throw new RefusedException(StatusCode.InvalidArgument, "expects a leaderboard ID string");
        var period = expiry is < 0 ? null : expiry;
        return BracketValues.Of(ServerApi.GrantedInWords(
            await api.Get<BoardSeeds>().Start(id.ToString(), leaderboardId, period, api.Caller, api.Get<IJournal>(), api.Cancel)));
    }

    public ValueTask<BracketPairing> Report(Guid id, int pairing, PairingResult result, string matchId) =>
        ExecuteOnPairing(pairing, new ReportResult(id.ToString(), pairing, Of(result))
        {
            // A match that reports names itself.
            MatchId = matchId.Length > 0 ? matchId : api.Caller.Cause?.StartsWith(MatchCause, StringComparison.Ordinal) == true ? api.Caller.Cause[MatchCause.Length..] : null,
        });

    public ValueTask<BracketPairing> Correct(Guid id, int pairing, PairingResult? result, string reason) =>
        ExecuteOnPairing(pairing, new CorrectResult(id.ToString(), pairing, result is null ? null : Of(result), reason));

    public ValueTask<Bracket> Withdraw(Guid id, Guid userId, string reason) =>
        Execute(new WithdrawEntrant(id.ToString(), userId.ToString(), ByThemselves: false, reason));

    public ValueTask<Bracket> Cancel(Guid id, string reason) => Execute(new CancelBracket(id.ToString(), reason));

    public async ValueTask<Bracket> Of(Guid id)
    {
        // Through the Journal, so that a function sees what it has done itself in the same transaction.
        var bracket = await api.Get<IJournal>().Load(Played.Bracket.Kind.Of(id.ToString()), api.Cancel);
        return bracket.Exists ? BracketValues.Sheet(bracket) : ServerApi.GrantedInWords<Bracket>(BracketFaults.NotFound);
    }

    public async ValueTask<BracketPage> List(BracketFilter? filter, int limit, string cursor)
    {
        var asked = new Projections.Brackets.BracketFilter(filter?.Phase is { } phase ? (Played.BracketPhase)phase : Played.BracketPhase.None, filter?.Category, filter?.UserId);
        var page = ServerApi.GrantedInWords(await api.Get<BracketLists>().Page(asked, limit, cursor, api.Cancel));
        return new([.. page.Brackets.Select(BracketValues.Of)], page.Cursor.Length > 0 ? page.Cursor : null);
    }

    private async ValueTask<Bracket> Execute(Command<Played.Bracket> command) => BracketValues.Of(await api.ExecuteInWords(command));

    private async ValueTask<BracketPairing> ExecuteOnPairing(int pairing, Command<Played.Bracket> command)
    {
        var bracket = await api.ExecuteInWords(command);
        return BracketValues.Of(bracket, bracket.Find(pairing)!);
    }

    private static GivenResult Of(PairingResult result) => new(result.FirstScore, result.SecondScore, result.WinnerId?.ToString());

    private static string[] Texts(IReadOnlyList<Guid>? ids) => [.. (ids ?? []).Select(id => id.ToString())];
}
