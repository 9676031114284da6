using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Subscriptions.Delivering;
using KaosNet.Protocol.Api;
using Command = KaosNet.Domain.Subscriptions.PauseSubscription;
using Kaos = KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Subscriptions.Operating;

/// <summary>Deliveries stand still.</summary>
static class PauseSubscription
{
    public static readonly Operation Operation = Operations.Operation
        .Named("PauseEventSubscription", "Let deliveries to a subscriber stand still.")
        .PostWithoutBody("/v2/kaos/subscription/{name}/pause")
        .ForServers<Kaos.EventSubscriptionRequest, Kaos.EventSubscription>(Handle);

    static async ValueTask<Answer<Kaos.EventSubscription>> Handle(Kaos.EventSubscriptionRequest request, OperationCall call) =>
        (await call.Execute(new Command(request.Name, IsPaused: true))).IsGranted(out _, out var refusal)
            ? await SubscriptionMessages.Named(request.Name, call)
            : refusal;
}

/// <summary>Deliveries go on, also those that halted.</summary>
static class ResumeSubscription
{
    public static readonly Operation Operation = Operations.Operation
        .Named("ResumeEventSubscription", "Let deliveries to a subscriber go on from where they paused or halted.")
        .PostWithoutBody("/v2/kaos/subscription/{name}/resume")
        .ForServers<Kaos.EventSubscriptionRequest, Kaos.EventSubscription>(Handle);

    static async ValueTask<Answer<Kaos.EventSubscription>> Handle(Kaos.EventSubscriptionRequest request, OperationCall call)
    {
        if (!(await call.Execute(new Command(request.Name, IsPaused: false))).IsGranted(out _, out var refusal)) return refusal;
        if (!(await SubscriptionMessages.Known(request.Name, call)).IsGranted(out var status, out refusal)) return refusal;
        if (status.Progress.IsHalted)
        {
            await call.Get<DeliveryLog>().Resumed(status.Subscription, call.Aborted);
            call.Get<SubscriptionWorker>().Wake();
        }

        return await SubscriptionMessages.Named(request.Name, call);
    }
}

/// <summary>A service gets nothing any more.</summary>
static class DeleteSubscription
{
    public static readonly Operation Operation = Operations.Operation
        .Named("DeleteEventSubscription", "End a subscription, with its progress and its dead letters.")
        .Delete("/v2/kaos/subscription/{name}")
        .ForServers<Kaos.EventSubscriptionRequest, Empty>(Handle);

    static async ValueTask<Answer<Empty>> Handle(Kaos.EventSubscriptionRequest request, OperationCall call)
    {
        var answer = await call.Execute(new Domain.Subscriptions.DeleteSubscription(request.Name));
        if (!answer.IsGranted(out _, out var refusal)) return refusal;
        await call.Get<DeliveryLog>().Forget(request.Name, call.Aborted);
        return new Empty();
    }
}
