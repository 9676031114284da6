using JasperFx.Events;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Feed;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Projections.Accounts;

/// <summary>The end of an account.</summary>
public sealed record AccountDeletionFed(IEvent Stored) : FedEvent(Stored);

/// <summary>
/// Ends what is left over of a deleted account: what did not fit into its commit when the server died before the next, and what others did with the player
/// meanwhile. Usually there is nothing.
/// </summary>
public sealed class AccountDeletionFeedHandler : FeedHandler<AccountDeletionFed>
{
    static readonly Caller Sweeper = Caller.System("account deletion", "DeleteAccount");

    AccountDeletion? _deletion;

    public override string Name => "account_deletions";

    public override IReadOnlyList<Type> EventTypes { get; } = [typeof(AccountDeleted)];

    public override void Connect(IServiceProvider services) => _deletion = services.GetService<AccountDeletion>();

    protected override AccountDeletionFed Wrap(IEvent stored) => new(stored);

    protected override async ValueTask Handle(IEvent stored, CancellationToken cancel)
    {
        if (_deletion is null) return;
        var finished = await _deletion.Finish(Account.Kind.IdOf(stored.StreamKey!), Sweeper with { Cause = stored.Id.ToString() }, cancel);
        // Thrown, so that the feed comes back to it.
        if (finished.Fault is { } fault) throw new InvalidOperationException($"The deletion of {stored.StreamKey} could not be finished: {fault.Message}");
    }
}
