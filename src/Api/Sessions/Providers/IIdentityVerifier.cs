namespace KaosNet.Api.Sessions.Providers;

/// <summary>
/// Asks a provider, or checks with its keys, whether a player is who they say. One service for each kind of credential that the server is set up to
/// check; sign-in with a provider that has none answers that it is not configured.
/// </summary>
/// <typeparam name="TCredential">What the provider's library gave the game, e.g. <see cref="Protocol.Api.AccountApple"/>.</typeparam>
public interface IIdentityVerifier<in TCredential>
{
    /// <summary>Who it is, or null when the credential proves nothing, for whatever reason.</summary>
    ValueTask<VerifiedPlayer?> Verify(TCredential credential, CancellationToken cancel);
}

/// <summary>A player for whom a provider vouches.</summary>
/// <param name="Id">The provider's id of the player.</param>
public sealed record VerifiedPlayer(string Id);
