using JasperFx.Events;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Feed;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Projections.Leaderboards;

/// <summary>The end of a board.</summary>
public sealed record LeaderboardClearingFed(IEvent Stored) : FedEvent(Stored);

/// <summary>Takes away the records of a deleted board that are left when whoever deleted it waits no longer: of big boards, and after a crash.</summary>
public sealed class LeaderboardClearingFeedHandler : FeedHandler<LeaderboardClearingFed>
{
    static readonly Caller Sweeper = Caller.System("leaderboard deletion", "DeleteLeaderboard");

    LeaderboardSetup? _setup;

    public override string Name => "leaderboard_clearings";

    public override IReadOnlyList<Type> EventTypes { get; } = [typeof(LeaderboardDeleted)];

    public override void Connect(IServiceProvider services) => _setup = services.GetService<LeaderboardSetup>();

    protected override LeaderboardClearingFed Wrap(IEvent stored) => new(stored);

    protected override async ValueTask Handle(IEvent stored, CancellationToken cancel)
    {
        if (_setup is null) return;
        var id = Leaderboard.Kind.IdOf(stored.StreamKey!);
        var cleared = await _setup.Clear(id, int.MaxValue, Sweeper with { Cause = stored.Id.ToString() }, cancel);
        // Thrown, so that the feed comes back to it.
        if (cleared.Fault is { } fault) throw new InvalidOperationException($"The deletion of {stored.StreamKey} could not be finished: {fault.Message}");
    }
}
