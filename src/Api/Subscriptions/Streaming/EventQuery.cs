using System.Globalization;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api.Kaos;
using KaosNet.Store.Reading;

namespace KaosNet.Api.Subscriptions.Streaming;

/// <summary>What a consumer asks for, checked.</summary>
/// <param name="Filter">Which events.</param>
/// <param name="After">The number before the first; null for "from now on".</param>
/// <param name="Limit">Events of one page.</param>
sealed record EventQuery(EventFilter Filter, long? After, int Limit)
{
    public const string FromStart = "start";
    public const string FromNow = "now";

    const int LimitDefault = 100;

    /// <summary>Slices or types that one may name.</summary>
    const int NamesMax = 200;

    public static readonly Fault InvalidFrom = Fault.InvalidArgument("From must be start, now or the sequence number of an event.");
    public static readonly Fault InvalidLimit = Fault.InvalidArgument($"Limit must be between 1 and {EventReader.PageMax}.");
    public static readonly Fault InvalidUser = Fault.InvalidArgument("Invalid user ID.");
    public static readonly Fault TooManyNames = Fault.InvalidArgument($"At most {NamesMax} slices and types.");

    /// <summary>What the request asks for, or what is wrong with it.</summary>
    public static Answer<EventQuery> Of(ListEventsRequest request)
    {
        if (!PlaceOf(request.From).IsGranted(out var from, out var refusal)) return refusal;
        if (request.Limit is < 1 or > EventReader.PageMax) return InvalidLimit;
        return FilterOf(request.Slices, request.Types, request.User, request.Personal)
            .As(filter => new EventQuery(filter, from.After, request.Limit ?? LimitDefault));
    }

    /// <summary>Where to begin.</summary>
    public static Answer<StartingPlace> PlaceOf(string from)
    {
        if (from is "" or FromStart) return new StartingPlace(0);
        if (from == FromNow) return new StartingPlace(null);
        return long.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var first) && first > 0 ? new StartingPlace(first - 1) : InvalidFrom;
    }

    /// <summary>A filter of names that there are.</summary>
    public static Answer<EventFilter> FilterOf(IReadOnlyList<string> slices, IReadOnlyList<string> types, string user, bool isPersonal)
    {
        if (slices.Count + types.Count > NamesMax) return TooManyNames;
        Guid? of = null;
        if (user.Length > 0)
        {
            if (!Uuids.TryRead(user, out var id)) return InvalidUser;
            of = id;
        }

        var filter = new EventFilter { Slices = [.. slices.Distinct()], Types = [.. types.Distinct()], User = of, IsPersonal = isPersonal };
        return filter.Unknown(EventCatalogue.Default) is { } unknown ? Fault.InvalidArgument($"There is no slice or type of events named \"{unknown}\".") : filter;
    }
}

/// <summary>Where a consumer begins.</summary>
/// <param name="After">The number before the first; null for "from now on".</param>
sealed record StartingPlace(long? After);
