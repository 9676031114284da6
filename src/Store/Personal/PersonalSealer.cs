using KaosNet.Store.Journal;
using Npgsql;

namespace KaosNet.Store.Personal;

/// <summary>
/// Seals what is personal in the events of a batch just before its commit. A user's key is made with the first event that needs it, and committed with it; should
/// somebody else have made one at the same time, the commit notices and the batch is decided again.
/// </summary>
sealed class PersonalSealer(PersonalKeys keys, EventCodec codec, NpgsqlDataSource source)
{
    readonly Dictionary<Guid, PersonalKey?> _known = [];
    readonly HashSet<Guid> _missing = [];
    readonly List<PersonalKey> _of = [];

    /// <summary>Seals all of them.</summary>
    /// <exception cref="PersonForgottenException">Somebody is forgotten, and the batch was decided without knowing that.</exception>
    public async ValueTask Seal(Batch batch)
    {
        if (!keys.IsSealing || !batch.Events.Exists(entry => entry.Personal is not null)) return;
        _known.Clear();
        batch.FreshKeys.Clear();
        var kept = batch.KeptKeys = keys.Now;
        await LoadMissing(batch, kept);
        foreach (var entry in batch.Events)
        {
            if (entry.Personal is not { } part) continue;
            _of.Clear();
            foreach (var owner in part.Owners) _of.Add(KeyFor(owner, batch));
            foreach (var mentioned in part.Mentioned)
            {
                if (_known.GetValueOrDefault(mentioned) is not { } key) continue;
                if (key.IsForgotten) throw new PersonForgottenException(mentioned);
                if (_of.Count < SealedHeader.SubjectsMax && !_of.Contains(key)) _of.Add(key);
            }

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
    }

    /// <summary>All keys that are needed and not in memory, in one round trip. What begins with its owner has none yet.</summary>
    async ValueTask LoadMissing(Batch batch, KeptKeys kept)
    {
        _missing.Clear();
        foreach (var entry in batch.Events)
        {
            if (entry.Personal is not { } part) continue;
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
