using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;

namespace KaosNet.Realtime.Scripts;

/// <summary>Signing in and linking for server code, by the rules that players' own calls have. No session comes of it.</summary>
public interface ISignIns
{
    /// <summary>Who has this identity, or the account that is made for it.</summary>
    /// <param name="identity">A device, a custom id.</param>
    /// <param name="username">For a new account; empty to have one made up.</param>
    /// <param name="create">Whether an account may be made.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancel">Gives up.</param>
    ValueTask<Answer<SignedIn>> SignIn(Identity identity, string username, bool create, Caller caller, CancellationToken cancel);

    /// <summary>Who has this email and password, or the account that is made for them; without an email, who has this username and password.</summary>
    ValueTask<Answer<SignedIn>> SignInByEmail(string email, string password, string username, bool create, Caller caller, CancellationToken cancel);

    /// <summary>For whom a provider vouches.</summary>
    /// <typeparam name="TCredential">What the provider gave the game, e.g. <see cref="Protocol.Api.AccountApple"/>.</typeparam>
    ValueTask<Answer<SignedIn>> SignInWith<TCredential>(TCredential credential, string username, bool create, Caller caller, CancellationToken cancel)
        where TCredential : class, new();

    /// <summary>Gives a player email and password to sign in with.</summary>
    ValueTask<Answer<Done>> LinkEmail(string userId, string email, string password, Caller caller, CancellationToken cancel);

    /// <summary>Adds a provider to a player's ways to sign in.</summary>
    ValueTask<Answer<Done>> Link<TCredential>(string userId, TCredential credential, Caller caller, CancellationToken cancel)
        where TCredential : class, new();

    /// <summary>Takes a provider away from a player's ways to sign in. A credential that is given has to be the linked one's.</summary>
    ValueTask<Answer<Done>> Unlink<TCredential>(string userId, TCredential credential, Caller caller, CancellationToken cancel)
        where TCredential : class, new();

    /// <summary>A session token for a player, whether or not there is an account.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="username">What the token says of the name.</param>
    /// <param name="vars">Session variables.</param>
    /// <param name="expiresAt">In Unix seconds; 0 for the usual time. Told back.</param>
    string Token(string userId, string username, IReadOnlyDictionary<string, string> vars, ref long expiresAt);
}

/// <summary>A player who has proved to be this one.</summary>
/// <param name="UserId">Lower case with dashes.</param>
/// <param name="Username">The name.</param>
/// <param name="IsNew">Whether this sign-in made the account.</param>
public sealed record SignedIn(string UserId, string Username, bool IsNew);
