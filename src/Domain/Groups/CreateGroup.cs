using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Groups;

/// <summary>A player, or a module for one, founds a group and becomes its first superadmin (parity 5.3). The answer is the group.</summary>
/// <param name="FounderId">Who; a lower-case UUID.</param>
/// <param name="Name">Must be free.</param>
public sealed record CreateGroup(string FounderId, string Name) : Command<Group>
{
    /// <summary>Whom the group names as its creator, a lower-case UUID; null for the server.</summary>
    public string? CreatorId { get; init; } = FounderId;

    public string Description { get; init; } = "";

    public string AvatarUrl { get; init; } = "";

    /// <summary>Empty for the default.</summary>
    public string LangTag { get; init; } = "";

    /// <summary>A JSON object.</summary>
    public string Metadata { get; init; } = "{}";

    public bool IsOpen { get; init; }

    /// <summary>0 for the default.</summary>
    public int MaxCount { get; init; }

    StreamRef<Account> Founder { get; } = Account.Kind.Of(FounderId);

    public override IReadOnlyList<StreamRef> Streams => [Founder];

    public override Fault? OnTaken(string uniqueIndex) => uniqueIndex == Group.NameIndex ? GroupFaults.NameTaken : null;

    public override Decision<Group> Decide(StreamStates states, DecisionContext context)
    {
        if (Name.Length == 0) return GroupFaults.NameMissing;
        if (MaxCount < 0) return GroupFaults.MaxCountInvalid;
        if (!GroupText.Fits(Name, Limits.NameCharacters)
            || !GroupText.Fits(Description, Limits.DescriptionCharacters)
            || !GroupText.Fits(AvatarUrl, Limits.AvatarUrlCharacters)
            || !GroupText.Fits(LangTag, Limits.LangTagCharacters)) return GroupFaults.TextInvalid;
        if (!GroupText.IsMetadata(Metadata, out var metadata)) return GroupFaults.MetadataInvalid;
        if (!states.Of(Founder).IsAlive) return GroupFaults.UserNotFound;

        var stream = Group.Kind.New(context.Dice.Uuid().ToString());
        var created = new GroupCreated(
            FounderId, CreatorId, Name, Description, AvatarUrl, LangTag.Length == 0 ? Group.DefaultLangTag : LangTag, metadata, IsOpen,
            MaxCount == 0 ? Limits.MaxCountDefault : MaxCount);
        var group = Group.Evolve(new() { Id = stream.Id }, created, context.Now);
        return Decision.Granted(group).Append(stream, created);
    }
}
