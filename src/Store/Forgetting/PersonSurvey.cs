namespace KaosNet.Store.Forgetting;

/// <summary>What is known of a person's streams so far.</summary>
sealed class PersonSurvey(SealedEvents events, TwofoldReader twofold, Guid person)
{
    readonly HashSet<string> _streams = new(StringComparer.Ordinal);
    readonly Dictionary<string, TwofoldStream> _shown = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, (long Streams, long Events, long Shared)> _kinds = new(StringComparer.Ordinal);

    /// <summary>The last event that was looked at.</summary>
    public long Through { get; private set; }

    /// <summary>Streams whose rows are other ones without the person's key.</summary>
    public IEnumerable<TwofoldStream> Shown => _shown.Values;

    public IReadOnlyList<SealedKind> Kinds => [.. _kinds.Select(kind => new SealedKind(kind.Key, kind.Value.Streams, kind.Value.Events, kind.Value.Shared))];

    /// <summary>Looks at what is new up to an event, and gives the person's streams that are new or have changed.</summary>
    public async Task<IReadOnlyCollection<string>> LookThrough(long last, CancellationToken cancel)
    {
        HashSet<string> fresh = new(StringComparer.Ordinal);
        if (Through > 0) fresh.UnionWith((await events.Changed(Through, last, cancel)).Where(_streams.Contains));
        await foreach (var page in events.Of(person, Through, last, cancel))
        {
            foreach (var (stream, isShared) in page)
            {
                fresh.Add(stream);
                var kind = stream[..stream.IndexOf('-', StringComparison.Ordinal)];
                var (streams, known, shared) = _kinds.GetValueOrDefault(kind);
                _kinds[kind] = (streams + (_streams.Add(stream) ? 1 : 0), known + 1, shared + (isShared ? 1 : 0));
            }
        }

        await foreach (var (key, stream) in twofold.Fold([.. fresh.Where(twofold.IsShown)], cancel))
        {
            if (stream is null) _shown.Remove(key);
            else _shown[key] = stream;
        }

        Through = Math.Max(Through, last);
        return fresh;
    }
}
