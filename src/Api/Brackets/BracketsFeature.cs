using KaosNet.Api.Brackets.Running;
using KaosNet.Api.Operations;
using KaosNet.Projections.Brackets;

namespace KaosNet.Api.Brackets;

/// <summary>Brackets: of ours. Players enter and play, servers run them.</summary>
public sealed class BracketsFeature : IFeature
{
    public IReadOnlyList<Operation> Operations { get; } =
    [
        ListBrackets.Operation,
        GetBracket.Operation,
        JoinBracket.Operation,
        LeaveBracket.Operation,
        CheckInToBracket.Operation,
        ClaimBracketResult.Operation,
        CreateBracket.Operation,
        AddBracketEntrants.Operation,
        StartBracket.Operation,
        ReportBracketResult.Operation,
        CorrectBracketResult.Operation,
        WithdrawBracketEntrant.Operation,
        CancelBracket.Operation,
    ];

    public void AddServices(IServiceCollection services) => services.AddBrackets();
}
