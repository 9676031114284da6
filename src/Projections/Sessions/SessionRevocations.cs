using System.Collections.Concurrent;
using System.Collections.Immutable;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Sessions;
using KaosNet.Store;
using KaosNet.Store.Journal;

namespace KaosNet.Projections.Sessions;

/// <summary>
/// What ends tokens before their time (parity 2.7), in memory because every request asks. Read from its tables at start, then kept true by the
/// Journal. An entry is dropped when no token that it could refuse is left, so there are never more than logouts and bans in one lifetime of a token.
/// </summary>
/// <param name="longestLifetime">The longer of the two lifetimes of tokens.</param>
/// <param name="time">For dropping what has run out.</param>
public sealed class SessionRevocations(TimeSpan longestLifetime, TimeProvider time) : ICommitObserver
{
    const int SweepAtLeast = 1024;

    readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    int _sweepAt = SweepAtLeast;

    /// <summary>How many players something is remembered against.</summary>
    public int Count => _entries.Count;

    /// <summary>Reads what is known against tokens that may still be about.</summary>
    public Task Load(Database database, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        return SessionRevocationRows.Read(
            database, now - longestLifetime - TimeSpan.FromSeconds(1), now,
            row => Remember(row.UserId.ToString(), row.NotBefore, row.Revoked),
            row => Remember(row.UserId.ToString(), row.EndedAt),
            cancel);
    }

    public void Committed(IReadOnlyList<CommittedStream> changes)
    {
        foreach (var change in changes)
        {
            switch (change.After)
            {
                case PlayerSessions sessions:
                    Remember(sessions.UserId, sessions.NotBefore, sessions.Revoked);
                    break;
                case Account { SessionsEndedAt: { } ended } account when ended != ((Account)change.Before).SessionsEndedAt:
                    Remember(account.Id, ended);
                    break;
            }
        }
    }

    /// <summary>Told by the event feed of what this or another server ended. To hear of it again changes nothing.</summary>
    /// <param name="userId">Whose tokens.</param>
    /// <param name="happened">Ended one or all; other events end none.</param>
    /// <param name="at">When.</param>
    public void Announce(string userId, object happened, DateTimeOffset at)
    {
        switch (happened)
        {
            case SessionTokenRevoked revoked:
                var token = new RevokedToken(revoked.TokenId, revoked.Kind, revoked.Until);
                _entries.AddOrUpdate(
                    userId,
                    static (_, ended) => new(NotBefore: 0, [ended]),
                    static (_, entry, ended) => entry.Revoked.Contains(ended) ? entry : entry with { Revoked = entry.Revoked.Add(ended) },
                    token);
                SweepWhenGrown();
                break;
            case SessionsRevoked revoked:
                Remember(userId, revoked.NotBefore);
                break;
            case AccountBanned or AccountDeleted:
                Remember(userId, at);
                break;
        }
    }

    /// <summary>Whether a token that is otherwise good was ended before its time (V1, V2).</summary>
    /// <param name="userId">Whose token.</param>
    /// <param name="tokenId">The token's id.</param>
    /// <param name="kind">Which of the two tokens that share the id.</param>
    /// <param name="issuedAt">Its expiry less its kind's configured lifetime, in Unix seconds.</param>
    public bool IsRevoked(string userId, string tokenId, TokenKind kind, long issuedAt)
    {
        if (!_entries.TryGetValue(userId, out var entry)) return false;
        if (issuedAt < entry.NotBefore) return true;
        foreach (var token in entry.Revoked)
        {
            if (token.Kind == kind && token.TokenId == tokenId && token.Until > time.GetUtcNow()) return true;
        }

        return false;
    }

    /// <summary>The second before which everything issued to the player is over; 0 when nothing is. New tokens are not dated before it.</summary>
    public long NotBefore(string userId) => _entries.TryGetValue(userId, out var entry) ? entry.NotBefore : 0;

    void Remember(string userId, DateTimeOffset? notBefore, ImmutableList<RevokedToken> revoked)
    {
        var second = notBefore?.ToUnixTimeSeconds() ?? 0;
        _entries.AddOrUpdate(
            userId,
            (_, added) => added,
            (_, entry, added) => added with { NotBefore = Math.Max(entry.NotBefore, added.NotBefore) },
            new Entry(second, revoked));
        SweepWhenGrown();
    }

    // Whoever is banned or deleted is to be let in with no token, also with none of the same second. One that is issued after an unban is dated later.
    void Remember(string userId, DateTimeOffset ended)
    {
        _entries.AddOrUpdate(
            userId,
            (_, second) => new(second, []),
            (_, entry, second) => entry with { NotBefore = Math.Max(entry.NotBefore, second) },
            ended.ToUnixTimeSeconds() + 1);
        SweepWhenGrown();
    }

    // Only when the number of entries has doubled: what one commit costs stays constant on average.
    void SweepWhenGrown()
    {
        if (_entries.Count < Volatile.Read(ref _sweepAt)) return;
        var now = time.GetUtcNow();
        var oldest = (now - longestLifetime).ToUnixTimeSeconds() - 1;
        foreach (var pair in _entries)
        {
            if (pair.Value.NotBefore < oldest && pair.Value.Revoked.TrueForAll(token => token.Until <= now)) _entries.TryRemove(pair);
        }

        Volatile.Write(ref _sweepAt, Math.Max(SweepAtLeast, _entries.Count * 2));
    }

    sealed record Entry(long NotBefore, ImmutableList<RevokedToken> Revoked);
}
