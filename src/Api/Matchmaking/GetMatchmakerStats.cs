using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;
using KaosNet.Realtime.Matchmaking;

namespace KaosNet.Api.Matchmaking;

/// <summary>How busy the matchmaker was at the end of its last pass (parity matches 2.7).</summary>
static class GetMatchmakerStats
{
    public static readonly Operation Operation = Operations.Operation
        .Named("GetMatchmakerStats", "Read how many tickets wait in the matchmaker and how long the last players did.")
        .Get("/v2/matchmaker/stats")
        .ForPlayers<Empty, MatchmakerStats>(Handle);

    static ValueTask<Answer<MatchmakerStats>> Handle(Empty request, OperationCall call)
    {
        var figures = call.Get<Matchmaker>().Figures;
        return ValueTask.FromResult<Answer<MatchmakerStats>>(new MatchmakerStats
        {
            TicketCount = figures.Tickets,
            OldestTicketCreateTime = figures.Oldest,
            Completions =
            [
                .. figures.Completions.Select(completion => new MatchmakerCompletionStats { CreateTime = completion.Began, CompleteTime = completion.Over }),
            ],
        });
    }
}
