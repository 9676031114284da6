using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Friends;

/// <summary>Server code notes something on a player's edge, in place of what was there; without an edge it does nothing.</summary>
/// <param name="UserId">Whose edge.</param>
/// <param name="FriendId">To whom.</param>
/// <param name="Metadata">A JSON object as submitted.</param>
public sealed record UpdateFriendMetadata(string UserId, string FriendId, string Metadata) : StreamCommand<Friendship, Done>
{
    static readonly Fault Malformed = Fault.InvalidArgument("Metadata must be a JSON object.");

    public override StreamRef<Friendship> Stream => Friendship.Between(UserId, FriendId);

    protected override Decision<Done> Decide(Friendship state, DecisionContext context)
    {
        if (FriendMetadata.Refusal(Metadata, Malformed, out var metadata) is { } refusal) return refusal;
        return Decision.Granted().AppendIf(
            state.EdgeOf(UserId) is { } edge && edge.Metadata != metadata, Stream, () => new FriendMetadataEdited(UserId, metadata));
    }
}
