using System.Threading.Channels;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Notifications;
using KaosNet.Projections.Notifications;
using KaosNet.Store.Journal;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KaosNet.Realtime.Notifications;

/// <summary>
/// Sends a notification to every account, in the background and in the order of user ids, one commit for each few hundred. A server that ends meanwhile
/// leaves the rest untold, as the reference does.
/// </summary>
public sealed class NotificationsToAll(IJournal journal, NotificationReceivers receivers, ILogger<NotificationsToAll> log) : BackgroundService
{
    /// <summary>Notifications to everybody that may wait for their turn.</summary>
    public const int QueueMax = 16;

    static readonly Fault Busy = Fault.ResourceExhausted("Too many notifications to everybody are under way.");

    readonly Channel<(NotificationDraft Draft, Caller Caller)> _queue =
        Channel.CreateBounded<(NotificationDraft, Caller)>(new BoundedChannelOptions(QueueMax) { SingleReader = true });

    internal Answer<Done> Begin(NotificationDraft draft, Caller caller)
    {
        if (_queue.Writer.TryWrite((draft, caller))) return Done.Value;
        // Some callers are past the point where they could be told.
        log.LogWarning("A notification to everybody is not sent: {Limit} others wait", QueueMax);
        return Busy;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (draft, caller) in _queue.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await Send(draft, caller, stoppingToken);
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
            {
                log.LogError(failure, "A notification to everybody did not reach everybody");
            }
        }
    }

    async Task Send(NotificationDraft draft, Caller caller, CancellationToken cancel)
    {
        IReadOnlyList<Guid> page;
        var after = Guid.Empty;
        do
        {
            page = await receivers.After(after, Limits.AtOnceMax, cancel);
            if (page.Count == 0) return;
            after = page[^1];
            var command = new SendNotifications([.. page.Select(user => draft with { ReceiverId = user.ToString() })]) { SkipsUnknownReceivers = true };
            var answer = await journal.Execute(command, caller, cancel);
            if (answer.Fault is not { } fault) continue;
            log.LogError("A notification to everybody was refused on its way to users after {UserId}: {Fault}", after, fault.Message);
            return;
        }
        while (page.Count == Limits.AtOnceMax);
    }
}
