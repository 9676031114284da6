using KaosNet.Api.Operations;
using KaosNet.Api.Sessions.Linking;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Accounts.Linking;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;

namespace KaosNet.Api.Sessions.Providers;

/// <summary>A service that vouches for players: what signing in with it, linking and unlinking have in common.</summary>
/// <typeparam name="TCredential">What its library gave the game.</typeparam>
/// <param name="kind">The identity that it vouches for.</param>
/// <param name="refusal">What is missing from a credential (parity 2.3), or null.</param>
sealed class Provider<TCredential>(IdentityKind kind, Func<TCredential, Fault?> refusal)
    where TCredential : class, new()
{
    /// <summary>Whether configuration comes before the credential when signing in.</summary>
    public bool IsConfigurationFirst { get; init; }

    /// <summary>The answer to a credential that proves nothing.</summary>
    public Fault NotVerified { get; } = Fault.Unauthenticated($"Could not authenticate {kind.Title()} profile.");

    /// <summary>The same when signing in, where it differs.</summary>
    public Fault? NotVerifiedAtSignIn { get; init; }

    Fault NotConfigured { get; } = Fault.FailedPrecondition($"{kind.Title()} authentication is not configured.");

    /// <summary>Signs in whoever the provider vouches for, or makes an account.</summary>
    public async ValueTask<Answer<Session>> SignIn(
        TCredential? credential, string username, bool? create, IReadOnlyDictionary<string, string>? vars, OperationCall call)
    {
        return (await Identify(credential, username, call)).IsGranted(out var identity, out var fault)
            ? await call.Get<SigningIn>().With(identity, username, create, vars, call)
            : fault;
    }

    /// <summary>Whom the provider vouches for, at a sign-in.</summary>
    public async ValueTask<Answer<Identity>> Identify(TCredential? credential, string username, OperationCall call)
    {
        var verifier = VerifierOf(call);
        if (verifier is null && IsConfigurationFirst) return NotConfigured;
        credential ??= new();
        if ((refusal(credential) ?? Username.Refusal(username)) is { } refused) return refused;
        if (verifier is null) return NotConfigured;
        return await verifier.Verify(credential, call.Aborted) is { } verified ? new Identity(kind, verified.Id) : NotVerifiedAtSignIn ?? NotVerified;
    }

    /// <summary>Adds what the provider vouches for to a player's ways to sign in.</summary>
    /// <param name="credential">What the game has.</param>
    /// <param name="call">Who asks.</param>
    /// <param name="isConfigurationFirst">Whether configuration comes before the credential.</param>
    /// <param name="userId">Whose ways; null for the caller's own.</param>
    public async ValueTask<Answer<Empty>> Link(TCredential? credential, OperationCall call, bool isConfigurationFirst = false, string? userId = null)
    {
        var verifier = VerifierOf(call);
        if (verifier is null && isConfigurationFirst) return NotConfigured;
        credential ??= new();
        if (refusal(credential) is { } refused) return refused;
        if (verifier is null) return NotConfigured;
        return await verifier.Verify(credential, call.Aborted) is { } verified
            ? await call.Change(new LinkIdentity(userId ?? call.Caller.UserId, new(kind, verified.Id)))
            : NotVerified;
    }

    /// <summary>Takes the provider away from a player's ways to sign in. A credential is not needed; one that is given has to be the linked one's (N2).</summary>
    /// <param name="credential">What the game has, or nothing.</param>
    /// <param name="call">Who asks.</param>
    /// <param name="userId">Whose ways; null for the caller's own.</param>
    public async ValueTask<Answer<Empty>> Unlink(TCredential credential, OperationCall call, string? userId = null)
    {
        userId ??= call.Caller.UserId;
        // One from which something is missing is none (N3).
        if (refusal(credential) is not null) return await call.Change(new UnlinkIdentity(userId, kind));
        // Without a verifier there is no telling whose it is (N10).
        return VerifierOf(call) is { } verifier && await verifier.Verify(credential, call.Aborted) is { } verified
            ? await call.Change(new UnlinkIdentity(userId, kind, verified.Id))
            : NotVerified;
    }

    static IIdentityVerifier<TCredential>? VerifierOf(OperationCall call) => call.Get<IEnumerable<IIdentityVerifier<TCredential>>>().FirstOrDefault();
}
