using KaosNet.Domain.Kernel;
using KaosNet.Store.Journal;

namespace KaosNet.Store.Forgetting;

/// <summary>Reads stored events both ways: with all keys that there are, and without the one of a person.</summary>
sealed class PersonReading(Database database, EventCatalogue catalogue, Guid person)
{
    readonly EventCodec _with = new(catalogue, database.PersonalKeys);
    readonly EventCodec _without = new(catalogue, database.PersonalKeys) { Without = person };

    /// <summary>Gets the keys of all whom these events are sealed for, ahead of reading them.</summary>
    public ValueTask Ready(IEnumerable<byte[]> events, CancellationToken cancel) => _with.Prefetch(events, cancel);

    public object With(string name, byte[] data) => _with.Decode(name, data);

    public object Without(string name, byte[] data) => _without.Decode(name, data);
}
