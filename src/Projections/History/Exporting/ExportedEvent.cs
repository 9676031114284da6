using KaosNet.Domain.Chat;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Notifications;
using KaosNet.Domain.Purchases;
using KaosNet.Domain.Wallets;

namespace KaosNet.Projections.History.Exporting;

/// <summary>An event on its way into an export.</summary>
/// <param name="Sequence">Its place among all events.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Version">Its place in the stream.</param>
/// <param name="Happened">What happened.</param>
/// <param name="At">When it was decided.</param>
sealed record ExportedEvent(long Sequence, ExportedStream Stream, long Version, object Happened, DateTimeOffset At)
{
    /// <summary>How the stream began, where an event does not tell by itself whose it is.</summary>
    public object? Opening { get; init; }

    public string Actor { get; init; } = "";

    public string Source { get; init; } = "";

    public string Operation { get; init; } = "";

    public string Correlation { get; init; } = "";

    public string? Cause { get; init; }

    /// <summary>Whether what it tells of belongs to a user, so that all of it is theirs to see.</summary>
    public bool IsOf(string userId) => Stream.Kind.Prefix switch
    {
        "account" or "sessions" or "wallet" or "forgetting" => Stream.Id == userId,
        "record" or "object" or "leaguemember" => Stream.Id.EndsWith("/" + userId, StringComparison.Ordinal),
        "ledger" => First<LedgerEntryWritten>()?.UserId == userId,
        "message" => First<MessageSent>()?.SenderId == userId,
        "purchase" => First<PurchaseValidated>()?.UserId == userId,
        "storesubscription" => First<StoreSubscriptionValidated>()?.UserId == userId,
        "notification" => First<NotificationSent>()?.ReceiverId == userId,
        _ => false,
    };

    /// <summary>The stream's beginning, when it is of that type.</summary>
    public T? First<T>()
        where T : class => (Opening ?? Happened) as T;
}

/// <summary>The stream of an event.</summary>
sealed record ExportedStream(StreamKind Kind, string Id)
{
    public string Key => Kind.KeyOf(Id);
}
