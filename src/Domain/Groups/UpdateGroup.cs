using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Groups;

/// <summary>Somebody who runs the group, or the server, edits its own fields (parity 5.3): null keeps, empty text clears.</summary>
/// <param name="GroupId">Which group.</param>
/// <param name="ActorId">Who edits, a lower-case UUID; null for the server, which may do anything.</param>
public sealed record UpdateGroup(string GroupId, string? ActorId) : StreamCommand<Group, Done>
{
    public string? Name { get; init; }

    /// <summary>A lower-case UUID.</summary>
    public string? CreatorId { get; init; }

    public string? Description { get; init; }

    public string? AvatarUrl { get; init; }

    public string? LangTag { get; init; }

    /// <summary>A JSON object.</summary>
    public string? Metadata { get; init; }

    public bool? IsOpen { get; init; }

    public int? MaxCount { get; init; }

    public override StreamRef<Group> Stream { get; } = Group.Kind.Of(GroupId);

    public override Fault? OnTaken(string uniqueIndex) => uniqueIndex == Group.NameIndex ? GroupFaults.NewNameTaken : null;

    protected override Decision<Done> Decide(Group state, DecisionContext context)
    {
        if (Name is "") return GroupFaults.NameCleared;
        if (LangTag is "") return GroupFaults.LangTagCleared;
        if (ActorId is not null && state.Find(ActorId) is not { Rank: <= GroupRank.Admin }) return GroupFaults.EditNoRights;
        if (!state.Exists) return GroupFaults.NotFound;
        if (this is
            {
                Name: null, CreatorId: null, Description: null, AvatarUrl: null, LangTag: null, Metadata: null, IsOpen: null, MaxCount: null,
            }) return GroupFaults.NothingToEdit;
        if (state.IsDisabled) return GroupFaults.NothingNew;
        if (!GroupText.Fits(Name, Limits.NameCharacters)
            || !GroupText.Fits(Description, Limits.DescriptionCharacters)
            || !GroupText.Fits(AvatarUrl, Limits.AvatarUrlCharacters)
            || !GroupText.Fits(LangTag, Limits.LangTagCharacters)) return GroupFaults.TextInvalid;
        var metadata = "";
        if (Metadata is not null && !GroupText.IsMetadata(Metadata, out metadata)) return GroupFaults.MetadataInvalid;
        if (MaxCount is < 1) return GroupFaults.MaxCountInvalid;
        if (MaxCount < state.MemberCount) return GroupFaults.MaxCountBelowMembers;

        // Also when all is as it was: the group then counts as edited just now.
        return Decision.Granted().Append(Stream, new GroupEdited
        {
            Name = Difference(Name, state.Name),
            CreatorId = Difference(CreatorId, state.CreatorId),
            Description = Difference(Description, state.Description),
            AvatarUrl = Difference(AvatarUrl, state.AvatarUrl),
            LangTag = Difference(LangTag, state.LangTag),
            Metadata = Metadata is null ? null : Difference(metadata, state.Metadata),
            IsOpen = IsOpen == state.IsOpen ? null : IsOpen,
            MaxCount = MaxCount == state.MaxCount ? null : MaxCount,
        });
    }

    static string? Difference(string? wanted, string? current) => wanted == current ? null : wanted;
}
