using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Accounts.Linking;

/// <summary>
/// Gives a player one more way to sign in (parity 2.10). A second device joins the first; of every other kind the new identity takes the place of the old
/// one (K2), and a new email brings its own password (K3).
/// </summary>
/// <param name="UserId">Whose account.</param>
/// <param name="Identity">What the player proved; the operation has checked how it is spelled.</param>
/// <param name="PasswordHash">bcrypt text, with an email only.</param>
public sealed record LinkIdentity(string UserId, Identity Identity, string? PasswordHash = null) : StreamCommand<Account, Done>
{
    public override StreamRef<Account> Stream => Account.Kind.Of(UserId);

    public override Fault? OnTaken(string uniqueIndex) => InUse;

    protected override Decision<Done> Decide(Account state, DecisionContext context)
    {
        // A live token of a deleted account: the reference knows no better answer (K7).
        if (!state.IsAlive) return InUse;
        var isSame = state.Has(Identity) && (Identity.Kind is not IdentityKind.Email || PasswordHash == state.PasswordHash);
        if (isSame) return Decision.Granted();
        if (Identity.Kind is IdentityKind.Device && state.Identities.Count(one => one.Kind is IdentityKind.Device) >= Limits.Devices)
            return Fault.ResourceExhausted("Too many Device IDs.");
        return Decision.Granted().Append(Stream, new IdentityLinked(Identity.Kind, Identity.Value, PasswordHash));
    }

    Fault InUse => Fault.AlreadyExists(Identity.Kind switch
    {
        IdentityKind.Device => "Device ID already in use.",
        IdentityKind.Custom => "Custom ID is already in use.",
        IdentityKind.Email => "Email is already in use.",
        IdentityKind.FacebookInstantGame => "Facebook Instant Game ID is already in use.",
        var provider => $"{provider} ID is already in use.",
    });
}
