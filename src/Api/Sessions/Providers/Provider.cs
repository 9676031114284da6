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
        var verifier = VerifierOf(call);
        if (verifier is null && IsConfigurationFirst) return NotConfigured;
        credential ??= new();
        if ((refusal(credential) ?? Username.Refusal(username)) is { } refused) return refused;
        if (verifier is null) return NotConfigured;
        return await verifier.Verify(credential, call.Aborted) is { } verified
            ? await call.Get<SigningIn>().With(new(kind, verified.Id), username, create, vars, call)
            : NotVerifiedAtSignIn ?? NotVerified;
    }

    /// <summary>Adds what the provider vouches for to the caller's ways to sign in.</summary>
    /// <param name="isConfigurationFirst">Whether configuration comes before the credential.</param>
    public async ValueTask<Answer<Empty>> Link(TCredential? credential, OperationCall call, bool isConfigurationFirst = false)
    {
        var verifier = VerifierOf(call);
        if (verifier is null && isConfigurationFirst) return NotConfigured;
        credential ??= new();
        if (refusal(credential) is { } refused) return refused;
        if (verifier is null) return NotConfigured;
        return await verifier.Verify(credential, call.Aborted) is { } verified
            ? await call.Change(new LinkIdentity(call.Caller.UserId, new(kind, verified.Id)))
            : NotVerified;
    }

    /// <summary>Takes the provider away from the caller's ways to sign in. A credential is not needed; one that is given has to be the linked one's (N2).</summary>
    public async ValueTask<Answer<Empty>> Unlink(TCredential credential, OperationCall call)
    {
        // One from which something is missing is none (N3).
        if (refusal(credential) is not null) return await call.Change(new UnlinkIdentity(call.Caller.UserId, kind));
        // Without a verifier there is no telling whose it is (N10).
        return VerifierOf(call) is { } verifier && await verifier.Verify(credential, call.Aborted) is { } verified
            ? await call.Change(new UnlinkIdentity(call.Caller.UserId, kind, verified.Id))
            : NotVerified;
    }

    static IIdentityVerifier<TCredential>? VerifierOf(OperationCall call) => call.Get<IEnumerable<IIdentityVerifier<TCredential>>>().FirstOrDefault();
}
