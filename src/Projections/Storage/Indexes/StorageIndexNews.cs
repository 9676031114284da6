using KaosNet.Domain.Storage;
using Microsoft.Extensions.Logging;

namespace KaosNet.Projections.Storage.Indexes;

/// <summary>How the indexes come to know of changes: one at a time, aside of those who made them.</summary>
public sealed partial class StorageIndexes
{
    /// <summary>Objects of the feed's news that are read at once.</summary>
    const int ReadAtOnceMax = 256;

    /// <summary>Waits until everything that was known before the call is in the indexes.</summary>
    async ValueTask CaughtUp(CancellationToken cancel)
    {
        if (Volatile.Read(ref _waiting) > 0 || Volatile.Read(ref _unloaded) != 0) await Apply().WaitAsync(cancel);
    }

    void Tell(News news)
    {
        if (Interlocked.Increment(ref _waiting) > _settings.NewsMax)
        {
            Interlocked.Decrement(ref _waiting);
            // Too much to keep: the table knows it all.
            Distrust();
        }
        else
        {
            _news.Enqueue(news);
        }

        if (Interlocked.Exchange(ref _awake, 1) == 0) _ = Task.Run(ApplyAside);
    }

    async Task ApplyAside()
    {
        Volatile.Write(ref _awake, 0);
        try
        {
            while (Volatile.Read(ref _waiting) > 0 || Volatile.Read(ref _unloaded) != 0) await Apply();
        }
#pragma warning disable CA1031 // Nobody waits for this; the next search tries again and tells whoever asked.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailed(failure);
        }
    }

    /// <summary>Loads what is not loaded, then applies the news there is, after whoever does so already. What fails is made good by the next load.</summary>
    Task Apply()
    {
        lock (_gate)
        {
            var before = _applying;
            return _applying = Task.Run(() => ApplyAfter(before));
        }
    }

    async Task ApplyAfter(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            if (Interlocked.Exchange(ref _unloaded, 0) != 0) await LoadUnloaded();
            var told = new List<News>();
            // What is told from here on is for the next round, or a search might wait for ever.
            for (var left = _news.Count; left > 0 && _news.TryDequeue(out var news); left--)
            {
                told.Add(news);
                if (told.Count < ReadAtOnceMax && left > 1) continue;
                try
                {
                    await Apply(told);
                }
                finally
                {
                    // Only now, so that who waits for it does.
                    Interlocked.Add(ref _waiting, -told.Count);
                    told.Clear();
                }
            }
        }
        catch
        {
            Distrust();
            throw;
        }
    }

    async Task LoadUnloaded()
    {
        var isDistrusted = Interlocked.Exchange(ref _lost, 0) != 0;
        foreach (var index in _indexes.Values)
        {
            if (!isDistrusted && !index.IsStale) continue;
            // In this order: what comes in between is loaded once more.
            index.IsStale = false;
            index.IsLoaded = false;
        }

        foreach (var index in _indexes.Values)
        {
            if (!index.IsLoaded) await _loader.Load(index);
        }
    }

    /// <summary>Something was missed: all indexes are to be loaded again.</summary>
    void Distrust()
    {
        Volatile.Write(ref _lost, 1);
        Volatile.Write(ref _unloaded, 1);
    }

    async Task Apply(List<News> news)
    {
        var unknown = new Dictionary<ObjectName, long>();
        foreach (var told in news)
        {
            var owner = Guid.Parse(told.Object.OwnerId);
            foreach (var index in _byCollection[told.Object.Collection])
            {
                if (!index.Takes(told.Object.Key) || index.Content.RevisionOf(told.Object.Key, owner) >= told.Revision) continue;
                if (told.IsHint) unknown[new(told.Object.Collection, told.Object.Key, owner)] = told.Revision;
                else if (!told.Object.Exists) index.Content.Remove(told.Object.Key, owner, told.Revision);
                else await _loader.Put(index, index.Content, RowOf(told.Object, owner));
            }
        }

        if (unknown.Count == 0) return;
        var rows = (await _objects.Read([.. unknown.Keys], null, CancellationToken.None)).ToDictionary(row => new ObjectName(row.Collection, row.Key, row.OwnerId));
        foreach (var (name, revision) in unknown)
        {
            foreach (var index in _byCollection[name.Collection])
            {
                if (!index.Takes(name.Key)) continue;
                if (!rows.TryGetValue(name, out var row)) index.Content.Remove(name.Key, name.OwnerId, revision);
                else if (index.Content.RevisionOf(name.Key, name.OwnerId) < row.Revision) await _loader.Put(index, index.Content, row);
            }
        }
    }

    static StoredObjectRow RowOf(StoredObject stored, Guid owner) => new(
        stored.Collection, stored.Key, owner, stored.Value, stored.Version, stored.PermissionRead, stored.PermissionWrite, stored.CreateTime,
        stored.UpdateTime, stored.Revision);

    [LoggerMessage(LogLevel.Error, "The storage indexes could not be brought up to date; they will be loaded again")]
    partial void LogFailed(Exception failure);

    /// <summary>An object that changed.</summary>
    /// <param name="Object">Its state; only its name where it is a hint.</param>
    /// <param name="Revision">The revision that it has, at least.</param>
    /// <param name="IsHint">True when it must be read.</param>
    sealed record News(StoredObject Object, long Revision, bool IsHint);
}
