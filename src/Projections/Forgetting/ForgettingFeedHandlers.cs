using JasperFx.Events;
using KaosNet.Domain.Forgetting;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Feed;
using KaosNet.Store.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Projections.Forgetting;

/// <summary>Something in memory that may hold what a person wrote, and is not kept true by events about it.</summary>
public interface IMemoryOfPeople
{
    /// <summary>Drops all that is a person's. Must not wait.</summary>
    void Forget(Guid user);
}

/// <summary>Somebody was ordered to be forgotten.</summary>
public sealed record ForgettingFed(IEvent Stored) : FedEvent(Stored);

/// <summary>Takes orders to their end, one at a time on one of the servers, that whoever gave them did not: after a crash, or when the store was busy.</summary>
public sealed class ForgettingFeedHandler : FeedHandler<ForgettingFed>
{
    static readonly Caller Finisher = Caller.System("forgetting", "ForgetUser");

    Forgettings? _forgettings;

    public override string Name => "forgettings";

    public override IReadOnlyList<Type> EventTypes { get; } = [typeof(PersonForgettingOrdered)];

    public override void Connect(IServiceProvider services) => _forgettings = services.GetService<Forgettings>();

    protected override ForgettingFed Wrap(IEvent stored) => new(stored);

    protected override async ValueTask Handle(IEvent stored, CancellationToken cancel)
    {
        if (_forgettings is null) return;
        var user = ForgottenPerson.Kind.IdOf(stored.StreamKey!);
        var finished = await _forgettings.Finish(Guid.Parse(user), Finisher with { Cause = stored.Id.ToString() }, cancel);
        // Thrown, so that the feed comes back to it.
        if (finished.Fault is { } fault) throw new InvalidOperationException($"User {user} could not be forgotten: {fault.Message}");
    }
}

/// <summary>Somebody is forgotten.</summary>
public sealed record ForgottenFed(IEvent Stored) : FedEvent(Stored);

/// <summary>Takes a forgotten person out of every server's memory.</summary>
public sealed class ForgottenFeedHandler : FeedHandler<ForgottenFed>
{
    LanedJournal? _journal;
    IReadOnlyList<IMemoryOfPeople> _memories = [];

    public override string Name => "forgotten";

    public override FeedAudience Audience => FeedAudience.EachServer;

    public override IReadOnlyList<Type> EventTypes { get; } = [typeof(PersonForgotten)];

    public override void Connect(IServiceProvider services) =>
        (_journal, _memories) = (services.GetService<LanedJournal>(), [.. services.GetServices<IMemoryOfPeople>()]);

    protected override ForgottenFed Wrap(IEvent stored) => new(stored);

    protected override async ValueTask Handle(IEvent stored, CancellationToken cancel)
    {
        if (_journal is not null) await _journal.FollowEpoch(cancel);
        var user = Guid.Parse(ForgottenPerson.Kind.IdOf(stored.StreamKey!));
        foreach (var memory in _memories) memory.Forget(user);
    }
}
