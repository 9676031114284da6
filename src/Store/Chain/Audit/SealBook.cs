using Npgsql;

namespace KaosNet.Store.Chain.Audit;

/// <summary>Finds seals by what they stand over, without reading those between.</summary>
sealed class SealBook(NpgsqlConnection connection, string schema)
{
    StoredSeal? _last, _recent;
    bool _isLastKnown;

    /// <summary>The last seal of all.</summary>
    public async Task<StoredSeal?> Last(CancellationToken cancel)
    {
        if (!_isLastKnown) (_last, _isLastKnown) = (await StoredSeal.Last(connection, schema, cancel), true);
        return _last;
    }

    /// <summary>The seal that stands over a number; null when none does.</summary>
    public async Task<StoredSeal?> Over(long sequence, CancellationToken cancel)
    {
        if (_recent is { } recent && recent.Seal.After < sequence && sequence <= recent.Seal.Through) return recent;
        _recent = await First(seal => seal.Seal.Through >= sequence, cancel);
        return _recent?.Seal.After < sequence ? _recent : null;
    }

    /// <summary>The seal of a version, or the next that is there.</summary>
    public async Task<StoredSeal?> At(long version, CancellationToken cancel) =>
        (await StoredSeal.After(connection, schema, version - 1, 1, cancel)).FirstOrDefault();

    /// <summary>The first seal of which something holds that holds of all after it.</summary>
    public async Task<StoredSeal?> First(Func<StoredSeal, bool> holds, CancellationToken cancel)
    {
        if (await Last(cancel) is not { } last || !holds(last)) return null;
        var (low, high, found) = (1L, last.Version, last);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            // Where seals are missing, the next one stands in.
            var seal = await At(middle, cancel) ?? last;
            if (holds(seal)) (high, found) = (middle, seal);
            else low = seal.Version + 1;
        }

        return found;
    }
}
