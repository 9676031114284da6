using System.Globalization;
using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Subscriptions;
using KaosNet.Projections.Subscriptions;
using KaosNet.Projections.Subscriptions.Delivering;
using KaosNet.Protocol.Api;
using KaosNet.Store.Reading;
using Kaos = KaosNet.Protocol.Api.Kaos;
using Limits = KaosNet.Domain.Subscriptions.Limits;

namespace KaosNet.Api.Subscriptions.Operating;

/// <summary>The batches that a subscription gave up.</summary>
static class ListDeadLetters
{
    public static readonly Operation Operation = Operations.Operation
        .Named("ListDeadLetters", "List the batches that a subscription gave up, newest first.")
        .Get("/v2/kaos/subscription/{name}/dead_letter")
        .ForServers<Kaos.ListDeadLettersRequest, Kaos.DeadLetterList>(Handle);

    static async ValueTask<Answer<Kaos.DeadLetterList>> Handle(Kaos.ListDeadLettersRequest request, OperationCall call)
    {
        if (!(await SubscriptionMessages.Known(request.Name, call)).IsGranted(out var status, out var refusal)) return refusal;
        var page = await call.Get<SubscriptionLists>().Letters(status.Subscription, request.Limit ?? Limits.PageMax, request.Cursor, call.Aborted);
        return page.As(found => new Kaos.DeadLetterList { DeadLetters = [.. found.Letters.Select(SubscriptionMessages.Of)], Cursor = found.Cursor });
    }
}

/// <summary>A batch that was given up is sent once more, now.</summary>
static class ReplayDeadLetter
{
    public static readonly Operation Operation = Operations.Operation
        .Named("ReplayDeadLetter", "Send a batch that was given up once more; it leaves the list when it is acknowledged.")
        .PostWithoutBody("/v2/kaos/subscription/{name}/dead_letter/{id}/replay")
        .ForServers<Kaos.DeadLetterRequest, Empty>(Handle);

    /// <summary>The dead letter that a request names, or the refusal.</summary>
    public static async ValueTask<Answer<(SubscriptionRow Subscription, DeadLetter Letter)>> Known(Kaos.DeadLetterRequest request, OperationCall call)
    {
        if (!(await SubscriptionMessages.Known(request.Name, call)).IsGranted(out var status, out var refusal)) return refusal;
        return long.TryParse(request.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && await call.Get<SubscriptionLists>().Letter(status.Subscription, id, call.Aborted) is { } letter
                ? (status.Subscription, letter)
                : SubscriptionFaults.LetterNotFound;
    }

    static async ValueTask<Answer<Empty>> Handle(Kaos.DeadLetterRequest request, OperationCall call)
    {
        if (!(await Known(request, call)).IsGranted(out var found, out var refusal)) return refusal;
        var (subscription, letter) = found;
        List<PublishedEvent> events = [];
        // Filters may have changed since; what passes them now is what is wanted.
        for (var after = letter.First - 1; after < letter.Last;)
        {
            var page = await call.Get<EventReader>().Read(Delivery.FilterOf(subscription), after, Limits.BatchMax, call.Aborted);
            events.AddRange(page.Events.Where(read => read.Sequence <= letter.Last));
            after = page.Position;
            if (page.IsAtEnd) break;
        }

        var error = events.Count == 0 ? null : await call.Get<Delivery>().Post(subscription, events, letter.Attempts + 1, call.Aborted);
        if (error is not null)
        {
            await call.Get<DeliveryLog>().FailedAgain(letter, error, call.Aborted);
            return Fault.FailedPrecondition("The batch was not acknowledged: " + error);
        }

        await call.Get<DeliveryLog>().Remove(subscription, letter.Id, call.Aborted);
        return new Empty();
    }
}

/// <summary>A batch that was given up is not wanted any more.</summary>
static class DeleteDeadLetter
{
    public static readonly Operation Operation = Operations.Operation
        .Named("DeleteDeadLetter", "Take a batch that was given up off the list; its events stay in the store.")
        .Delete("/v2/kaos/subscription/{name}/dead_letter/{id}")
        .ForServers<Kaos.DeadLetterRequest, Empty>(Handle);

    static async ValueTask<Answer<Empty>> Handle(Kaos.DeadLetterRequest request, OperationCall call)
    {
        if (!(await ReplayDeadLetter.Known(request, call)).IsGranted(out var found, out var refusal)) return refusal;
        await call.Get<DeliveryLog>().Remove(found.Subscription, found.Letter.Id, call.Aborted);
        return new Empty();
    }
}
