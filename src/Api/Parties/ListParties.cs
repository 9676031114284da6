using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;
using KaosNet.Realtime.Parties.Listing;
using PartyList = KaosNet.Protocol.Api.PartyList;

namespace KaosNet.Api.Parties;

/// <summary>A page of the parties that a filter lets through; hidden ones are left out (parity matches section 3.6).</summary>
static class ListParties
{
    const int LimitDefault = 10;

    public static readonly Operation Operation = Operations.Operation
        .Named("ListParties", "Search parties by openness and query.")
        .Get("/v2/party")
        .ForPlayers<ListPartiesRequest, PartyList>(Handle);

    static async ValueTask<Answer<PartyList>> Handle(ListPartiesRequest request, OperationCall call)
    {
        var answer = await call.Get<Realtime.Parties.Listing.PartyList>()
            .Page(request.Limit ?? LimitDefault, request.Open, showHidden: false, request.Query ?? "", request.Cursor ?? "");
        if (!answer.IsGranted(out var page, out var refusal)) return refusal;
        return new PartyList { Parties = [.. page.Parties.Select(Wire)], Cursor = page.Cursor };
    }

    static Party Wire(ListedParty party) => new()
    {
        PartyId = party.Key.ToString(),
        Open = party.Open,
        Hidden = party.Hidden,
        MaxSize = party.MaxSize,
        Label = party.Label,
    };
}
