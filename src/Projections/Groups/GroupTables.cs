using KaosNet.Domain.Groups;
using KaosNet.Store.Tables;

namespace KaosNet.Projections.Groups;

/// <summary>A group as its table and every list show it.</summary>
/// <param name="Id">The group.</param>
/// <param name="CreatorId">Whom it names as its creator; null for the server.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">For players to read.</param>
/// <param name="AvatarUrl">Its picture.</param>
/// <param name="LangTag">Its language.</param>
/// <param name="Metadata">A JSON object in its canonical spelling.</param>
/// <param name="IsOpen">Players join without asking.</param>
/// <param name="EdgeCount">Superadmins, admins and members.</param>
/// <param name="MaxCount">How many of them it takes.</param>
/// <param name="IsDisabled">Out of the game: only its name finds it.</param>
/// <param name="CreateTime">When it was founded.</param>
/// <param name="UpdateTime">When its fields or its number of members last changed.</param>
public sealed record GroupRow(
    Guid Id, Guid? CreatorId, string Name, string Description, string AvatarUrl, string LangTag, string Metadata, bool IsOpen,
    int EdgeCount, int MaxCount, bool IsDisabled, DateTimeOffset CreateTime, DateTimeOffset UpdateTime)
{
    /// <summary>The row that shows a group.</summary>
    public static GroupRow Of(Group group) => new(
        Guid.Parse(group.Id), group.CreatorId is null ? null : Guid.Parse(group.CreatorId), group.Name, group.Description,
        group.AvatarUrl, group.LangTag, group.Metadata, group.IsOpen, group.MemberCount, group.MaxCount, group.IsDisabled, group.CreatedAt, group.UpdatedAt);

    /// <summary>A name as searches compare it; here and not in SQL, so that it means the same whatever locale a database was made with.</summary>
    public static string InSearch(string name) => name.ToLowerInvariant();
}

/// <summary>What a player is to a group.</summary>
/// <param name="GroupId">The group.</param>
/// <param name="UserId">The player.</param>
/// <param name="State">The wire's number of the rank, or of asking or being banned.</param>
/// <param name="Position">Place among those of the same state.</param>
public sealed record GroupMemberRow(Guid GroupId, Guid UserId, int State, long Position);

/// <summary>The inline tables of groups: inline, because who joins sees the group among the own ones at once.</summary>
public static class GroupTables
{
    /// <summary>
    /// One index for each order that a search can ask for, so that a page is a walk along one of them. Texts are compared byte by byte, whatever the
    /// database's locale.
    /// </summary>
    public static readonly StateTable<Group, GroupRow> Groups = new(
        "groups",
        Group.Kind,
        (_, group) => group.Exists ? [GroupRow.Of(group)] : [],
        table => table
            .Uuid("id", row => row.Id)
            .UuidOrNull("creator_id", row => row.CreatorId)
            .Text("name", row => row.Name)
            .Text("search_name", row => GroupRow.InSearch(row.Name))
            .Text("description", row => row.Description)
            .Text("avatar_url", row => row.AvatarUrl)
            .Text("lang_tag", row => row.LangTag)
            .Text("metadata", row => row.Metadata)
            .Boolean("is_open", row => row.IsOpen)
            .Whole("edge_count", row => row.EdgeCount)
            .Whole("max_count", row => row.MaxCount)
            .Boolean("is_disabled", row => row.IsDisabled)
            .Time("create_time", row => row.CreateTime)
            .Time("update_time", row => row.UpdateTime)
            .Key("id")
            .Unique(Group.NameIndex, "name")
            .Index("groups_by_name", """search_name collate "C", name collate "C" """)
            .Index("groups_by_update", "update_time, edge_count, id", "not is_disabled")
            .Index("groups_by_count", "edge_count, update_time, id", "not is_disabled")
            .Index("groups_by_lang", """lang_tag collate "C", edge_count, id""", "not is_disabled")
            .Index("groups_by_open", "is_open, update_time, edge_count, id", "not is_disabled")
            .Index("groups_by_open_count", """is_open, edge_count, lang_tag collate "C", id""", "not is_disabled")
            .Index("groups_by_open_lang", """is_open, lang_tag collate "C", edge_count, id""", "not is_disabled"));

    /// <summary>Rows of a group of thousands are not looked at when one of them changes.</summary>
    public static readonly StateTable<Group, GroupMemberRow> Members = new StateTable<Group, GroupMemberRow>(
        "group_members",
        Group.Kind,
        (id, group) =>
        {
            var groupId = Guid.Parse(id);
            return group.Members.Select(member => RowOf(groupId, member.Key, member.Value));
        },
        table => table
            .Uuid("group_id", row => row.GroupId)
            .Uuid("user_id", row => row.UserId)
            .Whole("state", row => row.State)
            .Bigint("position", row => row.Position)
            .Key("group_id", "user_id")
            .Index("group_members_in_order", "group_id, state, position")
            .Index("group_members_of_user", "user_id, state, position, group_id"))
        .TouchedBy<Guid>(
            happened => happened switch
            {
                GroupMemberEvent { UserId: var userId } => [Guid.Parse(userId)],
                GroupEdited or GroupDisabled or GroupEnabled => [],
                _ => null,
            },
            (id, group, userId) => group.Members.TryGetValue(userId, out var member) ? RowOf(Guid.Parse(id), userId, member) : null);

    static GroupMemberRow RowOf(Guid groupId, Guid userId, GroupMember member) => new(groupId, userId, (int)member.Rank, member.Position);
}
