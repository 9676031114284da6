using System.Globalization;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Kernel;
using KaosNet.Realtime.Parties.Routing;

namespace KaosNet.Realtime.Parties.Listing;

/// <summary>Lists the parties of all servers, a page at a time (parity matches 3.6).</summary>
public sealed class PartyList(PartyIndex index, PartyCluster cluster, Cursors cursors)
{
    const string List = "parties";

    /// <summary>What cannot be asked for; the reference says it with code 13.</summary>
    public static readonly Fault Refused = Fault.InvalidArgument("Error listing matches.");

    /// <summary>A page of parties, the best fitting first.</summary>
    /// <param name="limit">1 to 100.</param>
    /// <param name="open">Only open ones or only closed ones; null for both.</param>
    /// <param name="showHidden">Whether hidden ones are shown; for server code.</param>
    /// <param name="query">In the language of docs/reference/search.md; empty for all.</param>
    /// <param name="cursor">From an earlier page with the same limit, openness and query; empty for the first page.</param>
    public async ValueTask<Answer<PartyPage>> Page(int limit, bool? open, bool showHidden, string query, string cursor)
    {
        if (limit is < 1 or > Limits.PageMax) return Fault.InvalidArgument($"Invalid limit - limit must be between 1 and {Limits.PageMax}.");
        var bound = string.Create(CultureInfo.InvariantCulture, $"{limit}\n{open}\n{showHidden}\n{query}");
        PartyPlace? after = null;
        if (cursor.Length > 0)
        {
            if (cursors.Read(List, bound, cursor) is not { } reader) return Refused;
            after = PartyPlace.Read(reader);
        }

        // One more than asked for tells whether there is a next page.
        var filter = new PartyFilter(query, open, showHidden, limit + 1, after);
        if (!index.Find(filter).IsGranted(out var here, out _)) return Refused;
        var elsewhere = await cluster.Find(filter);
        var found = here.Concat(elsewhere).Order(ListedParty.BestFirst).Take(limit + 1).ToList();
        if (found.Count <= limit) return new PartyPage(found, "");

        found.RemoveAt(limit);
        var writer = cursors.Write(List, bound);
        found[^1].Place.Write(writer);
        return new PartyPage(found, writer.Spell());
    }
}
