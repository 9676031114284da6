using System.Collections.Frozen;
using KaosNet.Api.Operations;
using KaosNet.Api.Sessions.Providers;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Accounts.Linking;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;
using KaosNet.Realtime.Scripts;
using KaosNet.Store.Journal;

namespace KaosNet.Api.Sessions;

/// <summary>Signing in, linking and unlinking by modules: what the operations do, but for the session.</summary>
sealed class ModuleSignIns(SigningIn signingIn, SessionTokens tokens, Passwords passwords, IJournal journal, IServiceProvider services) : ISignIns
{
    static readonly FrozenDictionary<Type, object> Providers = new object[]
    {
        AppleProvider.Provider, FacebookProvider.Provider, FacebookInstantGameProvider.Provider, GameCenterProvider.Provider, GoogleProvider.Provider, SteamProvider.Provider,
    }.ToFrozenDictionary(provider => provider.GetType().GenericTypeArguments[0]);

    public async ValueTask<Answer<SignedIn>> SignIn(Identity identity, string username, bool create, Caller caller, CancellationToken cancel) =>
        Told(await signingIn.Player(identity, username, create, CallOf(caller, cancel)));

    public async ValueTask<Answer<SignedIn>> SignInByEmail(
        string email, string password, string username, bool create, Caller caller, CancellationToken cancel)
    {
        var request = new AuthenticateEmailRequest { Account = new() { Email = email, Password = password }, Username = username, Create = create };
        return Told(await AuthenticateEmail.Player(request, CallOf(caller, cancel)));
    }

    public async ValueTask<Answer<SignedIn>> SignInWith<TCredential>(TCredential credential, string username, bool create, Caller caller, CancellationToken cancel)
        where TCredential : class, new()
    {
        var call = CallOf(caller, cancel);
        return (await ProviderOf<TCredential>().Identify(credential, username, call)).IsGranted(out var identity, out var fault)
            ? Told(await signingIn.Player(identity, username, create, call))
            : fault;
    }

    public async ValueTask<Answer<Done>> LinkEmail(string userId, string email, string password, Caller caller, CancellationToken cancel)
    {
        if (LinkIdentity.Refusal(email, password) is { } refusal) return refusal;
        if (!(await passwords.Hash(password, cancel)).IsGranted(out var hash, out var fault)) return fault;
        return await journal.Execute(new LinkIdentity(userId, Identity.Email(email), hash), caller, cancel);
    }

    public async ValueTask<Answer<Done>> Link<TCredential>(string userId, TCredential credential, Caller caller, CancellationToken cancel)
        where TCredential : class, new() =>
        Told(await ProviderOf<TCredential>().Link(credential, CallOf(caller, cancel), userId: userId));

    public async ValueTask<Answer<Done>> Unlink<TCredential>(string userId, TCredential credential, Caller caller, CancellationToken cancel)
        where TCredential : class, new() =>
        Told(await ProviderOf<TCredential>().Unlink(credential, CallOf(caller, cancel), userId));

    public string Token(string userId, string username, IReadOnlyDictionary<string, string> vars, ref long expiresAt) =>
        tokens.IssueAlone(userId, username, vars, ref expiresAt);

    static Provider<TCredential> ProviderOf<TCredential>()
        where TCredential : class, new() => (Provider<TCredential>)Providers[typeof(TCredential)];

    static Answer<SignedIn> Told(Answer<SigningIn.Found> answer) =>
        answer.IsGranted(out var found, out var fault) ? new SignedIn(found.Player!.UserId, found.Player.Username, found.IsNew) : fault;

    static Answer<Done> Told(Answer<Empty> answer) => answer.Fault is { } fault ? fault : Done.Value;

    OperationCall CallOf(Caller caller, CancellationToken cancel) => new(caller, services, cancel);
}
