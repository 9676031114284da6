using System.Collections.Concurrent;
using JasperFx.Events;
using KaosNet.Store.Tail;

namespace KaosNet.Projections.Feed;

/// <summary>Events of the store's tail as handlers know them from Marten.</summary>
static class StoredEvents
{
    static readonly ConcurrentDictionary<Type, Func<object, IEvent>> Envelopes = new();

    /// <summary>The event in Marten's envelope.</summary>
    public static IEvent Of(TailEvent tail)
    {
        var stored = Envelopes.GetOrAdd(tail.Event.GetType(), EnvelopeFor)(tail.Event);
        (stored.Id, stored.Sequence, stored.StreamKey, stored.Version) = (tail.Id, tail.Sequence, tail.StreamKey, tail.Version);
        (stored.Timestamp, stored.UserName, stored.CausationId) = (tail.At, tail.Actor, tail.Cause);
        return stored;
    }

    static Func<object, IEvent> EnvelopeFor(Type type) =>
        typeof(StoredEvents).GetMethod(nameof(Envelope), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
            .MakeGenericMethod(type).CreateDelegate<Func<object, IEvent>>();

    static Event<T> Envelope<T>(object happened)
        where T : notnull => new((T)happened);
}
