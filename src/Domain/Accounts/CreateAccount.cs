using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Accounts;

/// <summary>Makes an account for an identity that nobody has yet (A9).</summary>
/// <param name="UserId">A fresh version-4 UUID, lower case.</param>
/// <param name="Username">The name asked for; empty to have one made up (U1).</param>
/// <param name="Identity">What the player proved.</param>
/// <param name="PasswordHash">bcrypt text, with an email only.</param>
public sealed record CreateAccount(string UserId, string Username, Identity Identity, string? PasswordHash = null) : StreamCommand<Account, Account>
{
    /// <summary>Somebody else was quicker with the same identity; whoever asks can find that account now.</summary>
    public static readonly Fault IdentityTaken = Fault.Internal("Error finding or creating user account.");

    public override StreamRef<Account> Stream => Account.Kind.New(UserId);

    public override Fault? OnTaken(string uniqueIndex) =>
        uniqueIndex == Accounts.Username.UniqueIndex ? Fault.AlreadyExists("Username is already in use.") : IdentityTaken;

    protected override Decision<Account> Decide(Account state, DecisionContext context)
    {
        if (Identity.Refusal() is { } badIdentity) return badIdentity;
        if (Accounts.Username.Refusal(Username) is { } badUsername) return badUsername;
        if (state.IsAlive || state.IsDeleted) return IdentityTaken;

        var username = Username.Length > 0 ? Username : context.Dice.Letters(Limits.GeneratedUsernameLetters);
        var created = new AccountCreated(username, Identity.Kind, Identity.Value, PasswordHash);
        return Decision.Granted(Account.Evolve(state, created, context.Now)).Append(Stream, created);
    }
}
