using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Accounts;

/// <summary>
/// Deletes an account and everything that ends with it, in one commit (X1 to X7). For an account that is gone already it only ends what is
/// left over, so that doing it twice is fine.
/// </summary>
/// <param name="UserId">Whose account.</param>
/// <param name="Owned">What ends with it, as the slices list it.</param>
/// <param name="IsRecorded">Whether the deletion is to be kept on record (X8).</param>
public sealed record DeleteAccount(string UserId, IReadOnlyList<OwnedStream> Owned, bool IsRecorded = false) : Command<Done>
{
    /// <summary>Only ends what is left over: an account that is there, since its deletion was undone, stays with all that is its player's.</summary>
    public bool IsOnlyLeftover { get; init; }

    public override IReadOnlyList<StreamRef> Streams { get; } = [Account.Kind.Of(UserId), .. Owned.SelectMany(owned => owned.Streams)];

    public override Decision<Done> Decide(StreamStates states, DecisionContext context)
    {
        var stream = Account.Kind.Of(UserId);
        if (IsOnlyLeftover && states.Of(stream).IsAlive) return Decision.Granted();
        var decision = Decision.Granted().AppendIf(states.Of(stream).IsAlive, stream, () => new AccountDeleted(IsRecorded));
        foreach (var owned in Owned)
        {
            foreach (var closing in owned.Close(states, context)) decision.Append(closing.Stream, closing.Event);
        }

        return decision;
    }
}
