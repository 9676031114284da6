using KaosNet.Store.Journal;
using Npgsql;

namespace KaosNet.Store.Personal;

/// <summary>
/// Seals what is personal in the events of a batch before its commit. A user's key is made with the first event that needs it, and committed with it; should
/// somebody else have made one at the same time, the commit notices and the batch is decided again.
/// </summary>
sealed class PersonalSealer(PersonalKeys keys, EventCodec codec, NpgsqlDataSource source)
{
    readonly Dictionary<Guid, PersonalKey?> _known = [];
    readonly HashSet<Guid> _missing = [];
    readonly List<PersonalKey> _of = [];

    /// <summary>Seals all that are not.</summary>
    /// <exception cref="PersonForgottenException">Somebody is forgotten, and the batch was decided without knowing that.</exception>
    public async ValueTask Seal(Batch batch)
    {
        var from = batch.SealedCount;
        if (!keys.IsSealing || batch.Events.FindIndex(from, entry => entry.Personal is not null) < 0) return;
        _known.Clear();
        await LoadMissing(batch, from, batch.KeptKeys ??= keys.Now);
        for (var i = from; i < batch.Events.Count; i++)
        {
            if (batch.Events[i] is not { Personal: { } part } entry) continue;
            _of.Clear();
            foreach (var owner in part.Owners) _of.Add(KeyFor(owner, batch));
            foreach (var mentioned in part.Mentioned)
            {
                if (_known.GetValueOrDefault(mentioned) is not { } key) continue;
                if (key.IsForgotten) throw new PersonForgottenException(mentioned);
                SealFor(key);
            }

            Seal(entry, part);
        }
    }

    /// <summary>Seals an event, if what that takes is in memory. A batch before it that is not through yet may bring new keys, which count as unknown.</summary>
    /// <returns>False when it has to wait.</returns>
    public bool SealFromMemory(Batch batch, Batch earlier, PendingEvent entry)
    {
        if (!keys.IsSealing || entry.Personal is not { } part) return true;
        var kept = batch.KeptKeys ??= keys.Now;
        _of.Clear();
        foreach (var owner in part.Owners)
        {
            if (keys.Find(owner) is not { IsForgotten: false } key) return false;
            _of.Add(key);
        }

        foreach (var mentioned in part.Mentioned)
        {
            if (keys.Find(mentioned) is { } key)
            {
                if (key.IsForgotten) return false;
                SealFor(key);
            }
            else if (!kept.IsStranger(mentioned) || earlier.FreshKeys.Exists(fresh => fresh.Subject == mentioned))
            {
                return false;
            }
        }

        Seal(entry, part);
        return true;
    }

    void SealFor(PersonalKey mentioned)
    {
        if (_of.Count < SealedHeader.SubjectsMax && !_of.Contains(mentioned)) _of.Add(mentioned);
    }

    void Seal(PendingEvent entry, PersonalPart part)
    {
        _of.Sort(static (left, right) => left.Subject.CompareTo(right.Subject));
        // Whoever is forgotten is forgotten in all events that are listed under them.
        foreach (var key in _of)
        {
            if (!entry.Users.Contains(key.Subject)) entry.Users.Add(key.Subject);
        }

        entry.Json = _of.Count == 0
            ? codec.Encode(entry.Event).Json
            : SealedMembers.Seal(part.Others, part.Members, _of, entry.Name, SealedHeader.PlaceOf(entry.Stream.Key, entry.Version));
    }

    /// <summary>All keys that are needed and not in memory, in one round trip. What begins with its owner has none yet.</summary>
    async ValueTask LoadMissing(Batch batch, int from, KeptKeys kept)
    {
        _missing.Clear();
        for (var i = from; i < batch.Events.Count; i++)
        {
            if (batch.Events[i] is not { Personal: { } part } entry) continue;
            foreach (var owner in part.Owners)
            {
                if (_known.ContainsKey(owner)) continue;
                if (keys.Find(owner) is { } key) _known[owner] = key;
                else if (!batch.Begins(entry.Stream, owner)) _missing.Add(owner);
            }

            foreach (var mentioned in part.Mentioned)
            {
                if (_known.ContainsKey(mentioned) || kept.IsStranger(mentioned)) continue;
                if (keys.Find(mentioned) is { } key) _known[mentioned] = key;
                else _missing.Add(mentioned);
            }
        }

        if (_missing.Count == 0) return;
        foreach (var (subject, key, isUser) in await keys.Load(_missing, source, CancellationToken.None))
        {
            if (key is not null) _known[subject] = key;
            else if (isUser) KeyFor(subject, batch);
            else kept.KeepStranger(subject);
        }
    }

    PersonalKey KeyFor(Guid owner, Batch batch)
    {
        if (_known.GetValueOrDefault(owner) is { } key) return key.IsForgotten ? throw new PersonForgottenException(owner) : key;
        key = PersonalKey.Draw(owner);
        _known[owner] = key;
        batch.FreshKeys.Add(key);
        return key;
    }
}
