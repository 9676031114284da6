using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Accounts.Linking;

/// <summary>
/// Gives a player one more way to sign in (parity 2.10). A second device joins the first; of every other kind the new identity takes the place of the old
/// one (K2), and a new email brings its own password (K3).
/// </summary>
/// <param name="UserId">Whose account.</param>
/// <param name="Identity">What the player proved, or says.</param>
/// <param name="PasswordHash">bcrypt text, with an email only.</param>
public sealed record LinkIdentity(string UserId, Identity Identity, string? PasswordHash = null) : StreamCommand<Account, Done>
{
    /// <summary>bcrypt reads no further; the reference fails here with code 13 (defect D17), or takes a password that then opens nothing.</summary>
    public static readonly Fault PasswordTooLong = Fault.InvalidArgument("Password must be at most 72 bytes long.");

    public override StreamRef<Account> Stream => Account.Kind.Of(UserId);

    public override Fault? OnTaken(string uniqueIndex) => InUse;

    /// <summary>Why email and password cannot be linked, or null. To be asked before the password is hashed: that takes half a second.</summary>
    public static Fault? Refusal(string email, string password)
    {
        if (email.Length == 0 || password.Length == 0) return Fault.InvalidArgument("Email address and password is required.");
        if (Text.HasControlOrSpace(email)) return Identity.Email(email).Refusal();
        return Text.Bytes(password) < Limits.PasswordBytesMin ? Fault.InvalidArgument("Password must be at least 8 characters long.")
            // The reference takes it and leaves an account that no password opens (defect D17).
            : Text.Bytes(password) > Limits.PasswordBytes ? PasswordTooLong
            : Identity.Email(email).Refusal();
    }

    protected override Decision<Done> Decide(Account state, DecisionContext context)
    {
        if (Misspelled() is { } malformed) return malformed;
        // A live token of a deleted account: the reference knows no better answer (K7).
        if (!state.IsAlive) return InUse;
        var isSame = state.Has(Identity) && (Identity.Kind is not IdentityKind.Email || PasswordHash == state.PasswordHash);
        if (isSame) return Decision.Granted();
        if (Identity.Kind is IdentityKind.Device && state.Identities.Count(one => one.Kind is IdentityKind.Device) >= Limits.Devices)
            return Fault.ResourceExhausted("Too many Device IDs.");
        return Decision.Granted().Append(Stream, new IdentityLinked(Identity.Kind, Identity.Value, PasswordHash));
    }

    Fault InUse => Fault.AlreadyExists(Identity.Kind is IdentityKind.Device ? "Device ID already in use."
        : Identity.Kind is IdentityKind.Email ? "Email is already in use."
        : $"{Identity.Kind.Title()} ID is already in use.");

    /// <summary>Custom ids are refused in other words than at sign-in, and so is what a provider should never have vouched for.</summary>
    Fault? Misspelled() => Identity.Refusal() is not { } refusal ? null : Identity.Kind switch
    {
        IdentityKind.Device or IdentityKind.Email => refusal,
        IdentityKind.Custom when Identity.Value.Length == 0 => refusal,
        IdentityKind.Custom when Text.HasControlOrSpace(Identity.Value) =>
            Fault.InvalidArgument("Invalid custom ID, no spaces or control characters allowed."),
        IdentityKind.Custom => Fault.InvalidArgument("Invalid custom ID, must be 6-128 bytes."),
        var provider => Fault.Internal($"Error while trying to link {provider.Title()} ID."),
    };
}
