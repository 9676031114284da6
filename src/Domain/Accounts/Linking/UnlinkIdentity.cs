using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Accounts.Linking;

/// <summary>Takes one way to sign in away, never the last (N5, N6). With the email goes the password (N8).</summary>
/// <param name="UserId">Whose account.</param>
/// <param name="Kind">What kind of identity.</param>
/// <param name="Identifier">Which one; needed for devices, for all other kinds null takes away whichever it is.</param>
public sealed record UnlinkIdentity(string UserId, IdentityKind Kind, string? Identifier = null) : StreamCommand<Account, Done>
{
    static readonly Fault LastOrNotOwn =
        Fault.PermissionDenied("Cannot unlink last account identifier. Check profile exists and is not last link.");

    public override StreamRef<Account> Stream => Account.Kind.Of(UserId);

    protected override Decision<Done> Decide(Account state, DecisionContext context)
    {
        if (Kind is IdentityKind.Device && string.IsNullOrEmpty(Identifier)) return Fault.InvalidArgument("A device ID must be supplied.");
        var linked = state.Identities.Find(one => one.Kind == Kind && (Identifier is null || one.Value == Identifier));
        if (linked is null && Identifier is not null) return LastOrNotOwn;
        if (!state.Identities.Exists(one => one != linked && (Kind is IdentityKind.Device || one.Kind != Kind))) return LastOrNotOwn;
        return Decision.Granted().AppendIf(linked is not null, Stream, () => new IdentityUnlinked(Kind, linked!.Value));
    }
}
