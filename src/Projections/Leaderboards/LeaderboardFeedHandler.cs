using JasperFx.Events;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Feed;
using KaosNet.Projections.Leaderboards.Ranking;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Projections.Leaderboards;

/// <summary>An event of a board or a record.</summary>
public sealed record LeaderboardFed(IEvent Stored) : FedEvent(Stored);

/// <summary>
/// Keeps boards and ranks in memory true from the event feed, where the Journal of this server did not: after a crash, or when another server made
/// the change. News that is known already does nothing.
/// </summary>
public sealed class LeaderboardFeedHandler : FeedHandler<LeaderboardFed>
{
    LeaderboardDirectory? _directory;
    LeaderboardRanks? _ranks;

    public override string Name => "leaderboards";

    public override FeedAudience Audience => FeedAudience.EachServer;

    public override bool HearsOwnServer => false;

    public override IReadOnlyList<Type> EventTypes { get; } =
        [.. EventCatalogue.EventsOf(Leaderboard.Kind), .. EventCatalogue.EventsOf(ScoreRecord.Kind)];

    public override void Connect(IServiceProvider services)
    {
        _directory = services.GetService<LeaderboardDirectory>();
        _ranks = services.GetService<LeaderboardRanks>();
    }

    protected override LeaderboardFed Wrap(IEvent stored) => new(stored);

    protected override ValueTask Handle(IEvent stored, CancellationToken cancel)
    {
        switch (stored.Data)
        {
            case LeaderboardEvent happened:
                var id = Leaderboard.Kind.IdOf(stored.StreamKey!);
                if (happened is LeaderboardDeleted or LeaderboardRanksDisabled) _ranks?.Forget(id);
                return _directory?.Announce(id, stored.Version, cancel) ?? ValueTask.CompletedTask;
            case ScoreRecordEvent happened when EventCatalogue.Default.KindOf(stored.StreamKey!) is { } kind:
                _ranks?.Announce((ScoreRecord)kind.Initial(kind.IdOf(stored.StreamKey!)), happened, stored.Version);
                break;
        }

        return ValueTask.CompletedTask;
    }
}
