using KaosNet.Projections.Kernel;

namespace KaosNet.Realtime.Parties.Listing;

/// <summary>A party as lists show it.</summary>
/// <param name="Key">Which party.</param>
/// <param name="Open">Whether players come in without asking.</param>
/// <param name="Hidden">Whether players' lists leave it out.</param>
/// <param name="MaxSize">Places.</param>
/// <param name="Label">A JSON object, as its leader sent it.</param>
/// <param name="CreatedTicks">When it was made, ticks of UTC.</param>
/// <param name="Score">How well it fits what was looked for.</param>
[GenerateSerializer, Immutable]
public sealed record ListedParty(PartyKey Key, bool Open, bool Hidden, int MaxSize, string Label, long CreatedTicks, double Score = 0)
{
    /// <summary>The order of lists: what fits best, then what is newest.</summary>
    public static readonly IComparer<ListedParty> BestFirst = Comparer<ListedParty>.Create((left, right) =>
    {
        var order = right.Score.CompareTo(left.Score);
        if (order == 0) order = right.CreatedTicks.CompareTo(left.CreatedTicks);
        return order != 0 ? order : left.Key.Id.CompareTo(right.Key.Id);
    });

    /// <summary>Where this one stands in the list.</summary>
    public PartyPlace Place => new(Score, CreatedTicks, Key.Id);
}

/// <summary>A place in a list of parties: the last one of a page.</summary>
[GenerateSerializer, Immutable]
public sealed record PartyPlace(double Score, long CreatedTicks, Guid Id)
{
    /// <summary>A party that would stand there.</summary>
    public ListedParty AsParty => new(new(Id, ""), false, false, 0, "", CreatedTicks, Score);

    public void Write(CursorWriter cursor) => cursor.Whole(BitConverter.DoubleToInt64Bits(Score)).Whole(CreatedTicks).Uuid(Id);

    public static PartyPlace Read(CursorReader cursor) => new(BitConverter.Int64BitsToDouble(cursor.Whole()), cursor.Whole(), cursor.Uuid());
}

/// <summary>What a list shows.</summary>
/// <param name="Query">In the language of docs/reference/search.md; empty for all.</param>
/// <param name="Open">Only open ones or only closed ones; null for both.</param>
/// <param name="ShowHidden">Whether hidden ones are shown.</param>
/// <param name="Limit">How many at most.</param>
/// <param name="After">Leaves out what does not come after it.</param>
[GenerateSerializer, Immutable]
public sealed record PartyFilter(string Query, bool? Open, bool ShowHidden, int Limit, PartyPlace? After);

/// <summary>A page of a list.</summary>
/// <param name="Parties">The parties.</param>
/// <param name="Cursor">Leads to the next page; empty on the last.</param>
public sealed record PartyPage(IReadOnlyList<ListedParty> Parties, string Cursor);
