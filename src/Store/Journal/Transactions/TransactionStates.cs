using KaosNet.Domain.Kernel;

namespace KaosNet.Store.Journal.Transactions;

/// <summary>The states that a transaction looked at, with what its commands decided on top.</summary>
sealed class TransactionStates : StreamStates
{
    readonly Dictionary<StreamRef, object> _states = [];
    readonly Dictionary<StreamRef, long> _bases = [];
    readonly HashSet<StreamRef> _named = [];

    public int Count => _states.Count;

    /// <summary>The version of each stream that was there to be looked at.</summary>
    public IReadOnlyDictionary<StreamRef, long> Bases => _bases;

    public bool Knows(StreamRef stream) => _states.ContainsKey(stream);

    public void Add(StreamRef stream, CachedState known)
    {
        _states.Add(stream, known.State);
        _bases.Add(stream, known.Version);
    }

    public object StateOf(StreamRef stream) => _states[stream];

    /// <summary>The states for a command that names these streams.</summary>
    public TransactionStates For(IReadOnlyList<StreamRef> named)
    {
        _named.Clear();
        _named.UnionWith(named);
        return this;
    }

    public override TState Of<TState>(StreamRef<TState> stream) => _named.Contains(stream)
        ? (TState)_states[stream]
        : throw new InvalidOperationException($"The command looks at {stream.Key}, which it does not name among its streams.");

    /// <summary>All of the events, or none when one of them does not go.</summary>
    public void Append(IReadOnlyList<StreamEvent> events, DateTimeOffset at)
    {
        Dictionary<StreamRef, object> after = [];
        foreach (var (stream, @event) in events)
        {
            if (!after.TryGetValue(stream, out var state) && !(_named.Contains(stream) && _states.TryGetValue(stream, out state)))
            {
                if (_states.ContainsKey(stream) || !stream.IsNew)
                    throw new InvalidOperationException($"The command appends to {stream.Key}, which it does not name among its streams.");
                state = stream.Kind.Initial(stream.Id);
            }

            after[stream] = stream.Kind.Evolve(state, @event, at) ?? throw new InvalidOperationException($"{stream} evolved into nothing.");
        }

        foreach (var (stream, state) in after) _states[stream] = state;
    }
}
