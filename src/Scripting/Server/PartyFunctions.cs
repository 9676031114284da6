using KaosNet.Modules.Parties;
using KaosNet.Realtime.Parties.Listing;
using ListedParty = KaosNet.Modules.Parties.ListedParty;
using PartyPage = KaosNet.Modules.Parties.PartyPage;

namespace KaosNet.Scripting.Server;

/// <summary>Parties for modules to look at (parity matches section 3.6).</summary>
internal sealed class PartyFunctions(ServerApi api) : IPartyFunctions
{
    public async ValueTask<PartyPage> List(int limit, bool? open, bool showHidden, string query, string cursor)
    {
        var page = ServerApi.Granted(await api.Get<PartyList>().Page(limit, open, showHidden, query, cursor));
        return new(
            [.. page.Parties.Select(party => new ListedParty { PartyId = party.Key.ToString(), Open = party.Open, MaxSize = party.MaxSize, Label = party.Label })],
            page.Cursor.Length > 0 ? page.Cursor : null);
    }
}
