using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using KaosNet.Api.Operations;
using KaosNet.Domain.Sessions;
using KaosNet.Projections.Forgetting;

namespace KaosNet.Api.Sessions;

/// <summary>
/// Tells whose session token a request carries. Verified tokens are remembered by their text in two generations: what is asked for again moves to the
/// younger one, and when that is full the older one is forgotten.
/// </summary>
public sealed class SessionAuthenticator(SessionTokens tokens) : ISessionAuthenticator, IMemoryOfPeople
{
    /// <summary>Tokens of one generation.</summary>
    internal const int GenerationMax = 8192;

    /// <summary>Longer tokens, with many variables, are verified each time rather than remembered.</summary>
    internal const int RememberedLengthMax = 1024;

    readonly Lock _turning = new();
    volatile ConcurrentDictionary<string, SignedInPlayer> _young = new(StringComparer.Ordinal);
    volatile ConcurrentDictionary<string, SignedInPlayer> _old = new(StringComparer.Ordinal);
    int _youngCount;

    public bool TryAuthenticate(string token, [NotNullWhen(true)] out SignedInPlayer? player)
    {
        if (!_young.TryGetValue(token, out player))
        {
            if (!_old.TryGetValue(token, out player) && !tokens.TryRead(token, TokenKind.Session, out player)) return false;
            Remember(token, player);
        }

        return tokens.IsRunning(player) && !tokens.IsRevoked(player, TokenKind.Session);
    }

    /// <summary>Tokens hold the username and what the client wrote into them.</summary>
    public void Forget(Guid user)
    {
        var id = user.ToString();
        foreach (var generation in new[] { _young, _old })
        {
            foreach (var entry in generation)
            {
                if (entry.Value.UserId == id) generation.TryRemove(entry);
            }
        }
    }

    void Remember(string token, SignedInPlayer player)
    {
        if (token.Length > RememberedLengthMax || !_young.TryAdd(token, player) || Interlocked.Increment(ref _youngCount) < GenerationMax) return;
        lock (_turning)
        {
            if (_youngCount < GenerationMax) return;
            _old = _young;
            _young = new(StringComparer.Ordinal);
            _youngCount = 0;
        }
    }
}
