using System.Text;
using KaosNet.Api.Operations;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Accounts.Linking;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;

namespace KaosNet.Api.Sessions;

/// <summary>A player signs in, or up, with email and password; or only in, with username and password.</summary>
static class AuthenticateEmail
{
    public static readonly Operation Operation = Operations.Operation
        .Named("AuthenticateEmail", "Sign in, or up, with email and password.")
        .Post("/v2/account/authenticate/email", body: "account")
        .ForGames<AuthenticateEmailRequest, Session>(Handle);

    static readonly Fault WrongPassword = Fault.Unauthenticated("Invalid credentials.");

    static async ValueTask<Answer<Session>> Handle(AuthenticateEmailRequest request, OperationCall call) =>
        (await Player(request, call)).IsGranted(out var found, out var fault) ? await call.Get<SigningIn>().Open(found, request.Account!.Vars, call) : fault;

    /// <summary>Who has proved to be this player, or the account that is made: a sign-in without a session, as modules ask for.</summary>
    internal static async ValueTask<Answer<SigningIn.Found>> Player(AuthenticateEmailRequest request, OperationCall call)
    {
        if (Refusal(request) is { } refusal) return refusal;
        var account = request.Account!;
        var signingIn = call.Get<SigningIn>();
        if (account.Email.Length == 0)
        {
            // By username nobody is ever made an account, whatever create says (parity 2.4).
            if (!(await signingIn.FindByUsername(request.Username, call)).IsGranted(out var named, out var failure)) return failure;
            return named.Player is null ? SigningIn.NotFound : await WithPassword(named, account, call);
        }

        var identity = Identity.Email(account.Email);
        if (!(await signingIn.Find(identity, call)).IsGranted(out var found, out var fault)) return fault;
        if (found.Player is not null) return await WithPassword(found, account, call);
        if (request.Create is false) return SigningIn.NotFound;
        if (!Passwords.CanBeHashed(account.Password)) return LinkIdentity.PasswordTooLong;
        if (!(await call.Get<Passwords>().Hash(account.Password, call.Aborted)).IsGranted(out var hash, out fault)) return fault;
        if (!(await signingIn.Create(identity, request.Username, hash, call)).IsGranted(out var created, out fault)) return fault;
        return created.IsNew ? created : await WithPassword(created, account, call);
    }

    /// <summary>Ban before password: who is shut out learns that, and costs the server nothing.</summary>
    static async ValueTask<Answer<SigningIn.Found>> WithPassword(SigningIn.Found found, AccountEmail account, OperationCall call)
    {
        var player = found.Player!;
        if (player.IsBanned) return SigningIn.Banned;
        if (player.PasswordHash is null || !Passwords.CanBeHashed(account.Password)) return WrongPassword;
        if (!(await call.Get<Passwords>().Matches(account.Password, player.PasswordHash, call.Aborted)).IsGranted(out var matches, out var fault)) return fault;
        return matches ? found : WrongPassword;
    }

    /// <summary>What parity 2.3 checks, in its order, then the username.</summary>
    static Fault? Refusal(AuthenticateEmailRequest request)
    {
        if (request.Account is not { } account) return Fault.InvalidArgument("Email address and password is required.");
        if (account.Email.Length > 0 && Identity.Email(account.Email).Refusal() is { } badEmail) return badEmail;
        if (Encoding.UTF8.GetByteCount(account.Password) < Limits.PasswordBytesMin)
            return Fault.InvalidArgument("Password must be at least 8 characters long.");
        if (account.Email.Length == 0 && request.Username.Length == 0)
            return Fault.InvalidArgument("Username is required when email address is not supplied.");
        return Username.Refusal(request.Username);
    }
}
