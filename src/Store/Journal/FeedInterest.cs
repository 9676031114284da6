using System.Collections.Frozen;

namespace KaosNet.Store.Journal;

/// <summary>The events that some handler of the feed wants which runs on one server for all: commits of others need not wake it.</summary>
/// <param name="types">Their types; null when it is not known who listens, so everything counts.</param>
public sealed class FeedInterest(IEnumerable<Type>? types = null)
{
    readonly FrozenSet<Type>? _types = types?.ToFrozenSet();

    /// <summary>True when a handler wants events of the type.</summary>
    public bool Includes(Type type) => _types?.Contains(type) ?? true;
}
