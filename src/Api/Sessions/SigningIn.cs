using System.Collections.Frozen;
using System.Data.Common;
using KaosNet.Api.Configuration;
using KaosNet.Api.Errors;
using KaosNet.Api.Operations;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Sessions;
using KaosNet.Projections.Accounts;
using KaosNet.Protocol.Api;

namespace KaosNet.Api.Sessions;

/// <summary>The steps that all sign-ins share (parity 2.1, from A7 on).</summary>
sealed class SigningIn(SignInIdentities identities, SessionTokens tokens, KaosSettings settings, ILogger<SigningIn> log)
{
    public static readonly Fault NotFound = Fault.NotFound("User account not found.");

    public static readonly Fault Banned = Fault.PermissionDenied("User account banned.");

    static readonly Fault LookUpFailed = Fault.Internal("Error finding user account.");

    static readonly IReadOnlyDictionary<string, string> NoVars = FrozenDictionary<string, string>.Empty;

    /// <summary>Signs in whoever has this identity, or makes an account for it.</summary>
    /// <param name="identity">What the player proved.</param>
    /// <param name="username">For a new account. Empty to have one made up.</param>
    /// <param name="create">Whether an account may be made; absent means yes (A5).</param>
    /// <param name="vars">Session variables for the tokens.</param>
    public async ValueTask<Answer<Session>> With(
        Identity identity, string username, bool? create, IReadOnlyDictionary<string, string>? vars, OperationCall call)
    {
        return (await Player(identity, username, create, call)).IsGranted(out var found, out var fault) ? await Open(found, vars ?? NoVars, call) : fault;
    }

    /// <summary>Who has this identity, or the account that is made for it: a sign-in without a session, as modules ask for. Bans are told (A7).</summary>
    public async ValueTask<Answer<Found>> Player(Identity identity, string username, bool? create, OperationCall call)
    {
        if ((identity.Refusal() ?? Username.Refusal(username)) is { } refusal) return refusal;
        if (!(await Find(identity, call)).IsGranted(out var found, out var fault)) return fault;
        if (found.Player is null)
        {
            if (create is false) return NotFound;
            if (!(await Create(identity, username, passwordHash: null, call)).IsGranted(out found, out fault)) return fault;
        }

        return found.Player!.IsBanned ? Banned : found;
    }

    /// <summary>
    /// Makes an account for an identity that nobody has. When somebody else was quicker with the same identity, that account is found instead of failing:
    /// the answer then is a player that this call did not create.
    /// </summary>
    public async ValueTask<Answer<Found>> Create(Identity identity, string username, string? passwordHash, OperationCall call)
    {
        var userId = SessionTokens.NewUuid();
        // Who signs up does so; what a module does is the module's doing.
        if (call.Caller.Source is not Source.Script) call.Caller = call.Caller with { Actor = userId, UserId = userId };
        if ((await call.Execute(new CreateAccount(userId, username, identity, passwordHash))).IsGranted(out var account, out var fault))
            return new Found(new(userId, account.Username, IsBanned: false, passwordHash), IsNew: true);
        if (fault != CreateAccount.IdentityTaken) return fault;
        if (!(await Find(identity, call)).IsGranted(out var winner, out var failure)) return failure;
        return winner.Player is null ? fault : winner;
    }

    /// <summary>Hands out the tokens: the player has proved to be this one.</summary>
    public ValueTask<Answer<Session>> Open(KnownPlayer player, IReadOnlyDictionary<string, string> vars, OperationCall call) =>
        Open(new Found(player, IsNew: false), vars, call);

    /// <summary>Hands out the tokens to an old or a new player.</summary>
    public async ValueTask<Answer<Session>> Open(Found found, IReadOnlyDictionary<string, string> vars, OperationCall call)
    {
        var player = found.Player!;
        if (player.IsBanned) return Banned;
        call.Caller = call.Caller with { Actor = player.UserId, UserId = player.UserId, Username = player.Username, Vars = vars };
        if (settings.Session.SingleSession && !found.IsNew
            && !(await call.Execute(new RevokeSessions(player.UserId))).IsGranted(out _, out var fault)) return fault;

        var session = tokens.Issue(player.UserId, player.Username, vars, found.IsNew, out var expiresAt);
        call.Caller = call.Caller with { SessionExpiry = expiresAt };
        return session;
    }

    /// <summary>Who has this identity, if anybody.</summary>
    public ValueTask<Answer<Found>> Find(Identity identity, OperationCall call) => LookUp(identities.Of(identity, call.Aborted));

    /// <summary>Who goes by this name, if anybody.</summary>
    public ValueTask<Answer<Found>> FindByUsername(string username, OperationCall call) => LookUp(identities.OfUsername(username, call.Aborted));

    /// <summary>Whose id this is, if anybody's.</summary>
    public ValueTask<Answer<Found>> FindByUserId(string userId, OperationCall call) => LookUp(identities.OfUser(userId, call.Aborted));

    async ValueTask<Answer<Found>> LookUp(ValueTask<KnownPlayer?> looking)
    {
        try
        {
            return new Found(await looking, IsNew: false);
        }
        catch (DbException failure)
        {
            log.LogFailure(failure, "An account could not be looked up");
            return LookUpFailed;
        }
    }

    /// <summary>The outcome of looking for a player, or of making one.</summary>
    internal sealed record Found(KnownPlayer? Player, bool IsNew);
}
