using System.Globalization;
using System.Text;
using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api.Kaos;
using KaosNet.Store.Reading;

namespace KaosNet.Api.Subscriptions.Streaming;

/// <summary>Servers and tools read the game's events, a page at a time or as they come (<see cref="EventStreams"/>).</summary>
static class ListEvents
{
    public static readonly Operation Operation = Operations.Operation
        .Named("ListEvents", "Read events in the order in which they were stored, by the page or, as text/event-stream, as they come.")
        .Get("/v2/kaos/events")
        .AlsoStreamed()
        .ForServers<ListEventsRequest, EventList>(Handle);

    /// <summary>The place that a page's <c>next</c> names.</summary>
    public static long PlaceAfter(EventList page) => long.Parse(page.Next, CultureInfo.InvariantCulture) - 1;

    static async ValueTask<Answer<EventList>> Handle(ListEventsRequest request, OperationCall call)
    {
        if (!EventQuery.Of(request).IsGranted(out var query, out var refusal)) return refusal;
        var reader = call.Get<EventReader>();
        var page = query.After is { } after
            ? await reader.Read(query.Filter, after, query.Limit, call.Aborted)
            : new([], await reader.End(call.Aborted), IsAtEnd: true);
        return new EventList
        {
            Events = [.. page.Events.Select(Of)],
            Next = (page.Position + 1).ToString(CultureInfo.InvariantCulture),
            AtEnd = page.IsAtEnd,
            Asked = request,
        };
    }

    static StoredEvent Of(PublishedEvent read) => new()
    {
        Sequence = read.Sequence,
        Id = read.Id.ToString(),
        Stream = read.Stream,
        Slice = read.Slice,
        Version = read.Version,
        Type = read.Type,
        Time = read.Time,
        Actor = read.Actor,
        Source = read.Source,
        Operation = read.Operation,
        Correlation = read.Correlation,
        Cause = read.Cause,
        Users = [.. read.Users.Select(user => user.ToString())],
        Data = Encoding.UTF8.GetString(read.Data.Span),
    };
}
