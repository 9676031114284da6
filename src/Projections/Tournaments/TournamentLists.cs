using System.Runtime.InteropServices;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Tournaments;
using KaosNet.Projections.Kernel;
using KaosNet.Projections.Leaderboards;
using Limits = KaosNet.Domain.Tournaments.Limits;

namespace KaosNet.Projections.Tournaments;

/// <summary>A tournament as it stands at a moment.</summary>
/// <param name="Board">Its rules.</param>
/// <param name="Period">Its window and period, as clients are shown them; the end of the period is its next reset.</param>
/// <param name="PreviousReset">The last reset before the moment, in Unix seconds; 0 for none.</param>
/// <param name="Size">Owners in the period; 0 when the size is not limited.</param>
/// <param name="CanEnter">It is open and has a place.</param>
public sealed record TournamentView(Leaderboard Board, TournamentPeriod Period, long PreviousReset, int Size, bool CanEnter);

/// <summary>Which tournaments are listed (parity section 6.6).</summary>
public sealed record TournamentFilter
{
    /// <summary>Lowest category.</summary>
    public int CategoryStart { get; init; }

    /// <summary>Highest category.</summary>
    public int CategoryEnd { get; init; } = Limits.CategoryMax;

    /// <summary>Starts at this Unix second or later; below 0 for any start.</summary>
    public long StartTime { get; init; } = -1;

    /// <summary>
    /// Below 0 for those that have not ended; 0 for those that never end; else for those that end at this Unix second or before, also when they have.
    /// </summary>
    public long EndTime { get; init; } = -1;

    /// <summary>True when a tournament is listed.</summary>
    public bool Fits(Leaderboard tournament, DateTimeOffset now) =>
        tournament.Category >= CategoryStart && tournament.Category <= CategoryEnd && tournament.StartTime >= StartTime && EndTime switch
        {
            < 0 => !tournament.HasEndedAt(now),
            0 => tournament.EndTime == 0,
            _ => tournament.EndTime > 0 && tournament.EndTime <= EndTime,
        };
}

/// <summary>A page of tournaments, and where the next page goes on; empty on the last one.</summary>
public sealed record TournamentPage(IReadOnlyList<TournamentView> Tournaments, string Cursor);

/// <summary>Lists of tournaments, for clients and for server modules.</summary>
public sealed class TournamentLists(LeaderboardDirectory directory, TournamentSizes sizes, Cursors cursors, TimeProvider time)
{
    const string List = "tournaments";

    Ordered? _ordered;

    /// <summary>Tournaments by start, then by end with those that never end last, then by category and id.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="limit">Tournaments of the page.</param>
    /// <param name="cursor">From the page before, whatever its filter; empty for the first page.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The page, or <see cref="TournamentFaults.InvalidCursor"/>.</returns>
    public async ValueTask<Answer<TournamentPage>> Page(TournamentFilter filter, int limit, string cursor, CancellationToken cancel = default)
    {
        var from = 0;
        var all = await InOrder(cancel);
        if (cursor.Length > 0)
        {
            if (cursors.Read(List, "", cursor) is not { } read) return TournamentFaults.InvalidCursor;
            // The tournament itself may be gone: the page goes on behind where it stood.
            from = ~Array.BinarySearch(all, new Place(read.Whole(), read.Whole(), (int)read.Whole(), read.Text()), Place.Behind);
        }

        var now = time.GetUtcNow();
        var page = new List<Leaderboard>(limit);
        for (; from < all.Length; from++)
        {
            if (!filter.Fits(all[from].Tournament!, now)) continue;
            if (page.Count == limit) return new TournamentPage(await At(page, now, cancel), Spell(Place.Of(page[^1])));
            page.Add(all[from].Tournament!);
        }

        return new TournamentPage(await At(page, now, cancel), "");
    }

    /// <summary>The tournaments with these ids, each once: those of unlimited size first, as asked for; others are left out.</summary>
    public async ValueTask<IReadOnlyList<TournamentView>> Of(IReadOnlyCollection<string> ids, CancellationToken cancel = default)
    {
        var found = new List<Leaderboard>(ids.Count);
        foreach (var id in ids.Distinct(StringComparer.Ordinal))
        {
            if (await directory.FindTournament(id, cancel) is { } tournament) found.Add(tournament);
        }

        return await At([.. found.OrderBy(tournament => tournament.HasMaxSize)], time.GetUtcNow(), cancel);
    }

    /// <summary>A tournament as it stood at a moment, with the size of the period of that moment.</summary>
    public async ValueTask<TournamentView> At(Leaderboard tournament, DateTimeOffset moment, CancellationToken cancel = default) =>
        (await At([tournament], moment, cancel))[0];

    async ValueTask<IReadOnlyList<TournamentView>> At(List<Leaderboard> tournaments, DateTimeOffset moment, CancellationToken cancel)
    {
        PlacesKey[] limited = [.. tournaments.Where(tournament => tournament.HasMaxSize).Select(tournament => PlacesKey.Of(tournament, moment))];
        var taken = await sizes.Of(limited, cancel);
        var views = new TournamentView[tournaments.Count];
        for (var i = 0; i < views.Length; i++)
        {
            var tournament = tournaments[i];
            var period = tournament.PeriodAt(moment);
            var size = tournament.HasMaxSize ? taken.GetValueOrDefault(PlacesKey.Of(tournament, moment)) : 0;
            views[i] = new(tournament, period, tournament.PreviousResetAt(moment), size, period.ShowsOpenAt(moment) && size < tournament.MaxSize);
        }

        return views;
    }

    string Spell(Place last) => cursors.Write(List).Whole(last.Start).Whole(last.End).Whole(last.Category).Text(last.Id).Spell();

    /// <summary>Sorted anew only when a board has changed.</summary>
    async ValueTask<Place[]> InOrder(CancellationToken cancel)
    {
        // Read before the boards are, so that a change in between is seen by the next one who asks.
        var changes = directory.Changes;
        if (_ordered is { } known && known.Changes == changes && changes > 0) return known.Places;
        Place[] places = [.. (await directory.Tournaments(cancel)).Select(Place.Of)];
        Array.Sort(places, Place.InOrder);
        _ordered = new(changes, places);
        return places;
    }

    sealed record Ordered(long Changes, Place[] Places);

    /// <summary>Where a tournament stands in the list.</summary>
    [StructLayout(LayoutKind.Auto)]
    readonly record struct Place(long Start, long End, int Category, string Id, Leaderboard? Tournament = null)
    {
        public static readonly Comparer<Place> InOrder = Comparer<Place>.Create(Compare);

        /// <summary>Never equal, so that a search ends right behind the place looked for.</summary>
        public static readonly Comparer<Place> Behind = Comparer<Place>.Create((other, last) => Compare(other, last) <= 0 ? -1 : 1);

        public static Place Of(Leaderboard tournament) =>
            new(tournament.StartTime, tournament.EndTime, tournament.Category, tournament.Id, tournament);

        static int Compare(Place left, Place right)
        {
            if (left.Start != right.Start) return left.Start.CompareTo(right.Start);
            // Late ends before early ones, and no end at all after them.
            if (left.End != right.End) return right.End.CompareTo(left.End);
            if (left.Category != right.Category) return left.Category.CompareTo(right.Category);
            return string.CompareOrdinal(left.Id, right.Id);
        }
    }
}
