using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Storage;

/// <summary>The items of a batch with the order in which they are applied: by key, and those of one key as they were given (parity W7).</summary>
sealed class ObjectBatch<TItem>
{
    static readonly int[] OnlyOne = [0];

    /// <summary>Stands in for streams that the store cannot even be asked for: such a batch is refused by its input alone.</summary>
    static readonly StreamRef[] NoStreams = [StoredObject.Kind.New("none")];

    readonly bool _hasRepeats;

    public ObjectBatch(IReadOnlyList<TItem> items, Func<TItem, ObjectKey> keyOf)
    {
        Items = items;
        if (items.Count == 1)
        {
            var only = keyOf(items[0]);
            (Order, Streams) = (OnlyOne, only.Flaw is null ? [only.Stream] : NoStreams);
            return;
        }

        var keys = new ObjectKey[items.Count];
        var isFlawed = items.Count is 0 or > Limits.BatchMax;
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = keyOf(items[i]);
            isFlawed |= keys[i].Flaw is not null;
        }

        if (isFlawed)
        {
            (Order, Streams) = ([], NoStreams);
            return;
        }

        var order = new int[items.Count];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(order, (left, right) => ObjectKey.Compare(keys[left], keys[right]) is not 0 and var byKey ? byKey : left - right);
        var streams = new List<StreamRef>(order.Length);
        for (var i = 0; i < order.Length; i++)
        {
            if (i > 0 && ObjectKey.Compare(keys[order[i]], keys[order[i - 1]]) == 0) _hasRepeats = true;
            else streams.Add(keys[order[i]].Stream);
        }

        (Order, Streams) = (order, streams);
    }

    public IReadOnlyList<TItem> Items { get; }

    /// <summary>Places of the items, in the order in which they are applied.</summary>
    public IReadOnlyList<int> Order { get; }

    public IReadOnlyList<StreamRef> Streams { get; }

    /// <summary>The objects as the batch finds and changes them.</summary>
    public CurrentObjects StatesOf(StreamStates states) => new(states, _hasRepeats);
}

/// <summary>Objects as the items of a batch before have left them.</summary>
sealed class CurrentObjects(StreamStates states, bool hasRepeats)
{
    readonly Dictionary<ObjectKey, StoredObject>? _changed = hasRepeats ? [] : null;

    public StoredObject Of(ObjectKey key) => _changed is not null && _changed.TryGetValue(key, out var changed) ? changed : states.Of(key.Stream);

    public void Set(ObjectKey key, StoredObject stored) => _changed?[key] = stored;
}
