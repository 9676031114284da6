using KaosNet.Domain.Groups;
using KaosNet.Domain.Groups.Managing;
using KaosNet.Domain.Kernel;
using KaosNet.Modules;
using KaosNet.Modules.Groups;
using KaosNet.Projections.Accounts;
using KaosNet.Projections.Groups;
using KaosNet.Realtime;
using Group = KaosNet.Modules.Groups.Group;
using GroupPage = KaosNet.Modules.Groups.GroupPage;
using UserGroup = KaosNet.Modules.Groups.UserGroup;
using UserGroupPage = KaosNet.Modules.Groups.UserGroupPage;

namespace KaosNet.Scripting.Server;

/// <summary>Groups for modules.</summary>
internal sealed class GroupFunctions(ServerApi api) : IGroupFunctions
{
    private delegate Command<Done> UsersCommand(string groupId, string? callerId, IReadOnlyList<string> userIds);

    public async ValueTask<Group> Create(
        Guid userId, string name, Guid? creatorId, string langTag, string description, string avatarUrl, bool open, JsonText? metadata, int maxCount) =>
        Of(GroupRow.Of(await api.ExecuteInWords(new CreateGroup(userId.ToString(), name)
        {
            CreatorId = Somebody(creatorId),
            LangTag = langTag,
            Description = description,
            AvatarUrl = avatarUrl,
            IsOpen = open,
            Metadata = metadata?.Text ?? "{}",
            MaxCount = maxCount,
        })));

    public async ValueTask Update(
        Guid groupId, Guid? userId, string? name, Guid? creatorId, string? langTag, string? description, string? avatarUrl, bool? open, JsonText? metadata, int maxCount) =>
        await api.ExecuteInWords(new UpdateGroup(groupId.ToString(), Somebody(userId))
        {
            Name = name,
            CreatorId = Somebody(creatorId),
            LangTag = langTag,
            Description = description,
            AvatarUrl = avatarUrl,
            IsOpen = open,
            Metadata = metadata?.Text,
            MaxCount = maxCount == 0 ? null : maxCount,
        });

    public async ValueTask Delete(Guid groupId) => await api.ExecuteInWords(new DeleteGroup(groupId.ToString(), ActorId: null));

    // The name that is told is the account's; scripts written for Nakama hand in one.
    public async ValueTask Join(Guid groupId, Guid userId, string username) => await api.ExecuteInWords(new JoinGroup(groupId.ToString(), userId.ToString()));

    public async ValueTask Leave(Guid groupId, Guid userId, string username) => await api.ExecuteInWords(new LeaveGroup(groupId.ToString(), userId.ToString()));

    public ValueTask AddUsers(Guid groupId, IReadOnlyList<Guid> userIds, Guid? callerId) =>
        Change(groupId, userIds, callerId, (group, caller, users) => new AddGroupUsers(group, caller, users));

    public ValueTask BanUsers(Guid groupId, IReadOnlyList<Guid> userIds, Guid? callerId) =>
        Change(groupId, userIds, callerId, (group, caller, users) => new BanGroupUsers(group, caller, users));

    public ValueTask KickUsers(Guid groupId, IReadOnlyList<Guid> userIds, Guid? callerId) =>
        Change(groupId, userIds, callerId, (group, caller, users) => new KickGroupUsers(group, caller, users));

    public ValueTask PromoteUsers(Guid groupId, IReadOnlyList<Guid> userIds, Guid? callerId) =>
        Change(groupId, userIds, callerId, (group, caller, users) => new PromoteGroupUsers(group, caller, users));

    public ValueTask DemoteUsers(Guid groupId, IReadOnlyList<Guid> userIds, Guid? callerId) =>
        Change(groupId, userIds, callerId, (group, caller, users) => new DemoteGroupUsers(group, caller, users));

    public async ValueTask<GroupUserPage> ListUsers(Guid groupId, int limit, int? state, string cursor)
    {
        var page = ServerApi.GrantedInWords(await api.Get<GroupMembers>().OfGroup(groupId, state, limit, cursor, api.Cancel));
        var cards = await api.Get<PlayerCards>().Of([.. page.Members.Select(member => member.UserId)], api.Cancel);
        var online = api.Get<IOnlinePlayers>();
        // Who has no card is just being deleted.
        var users = page.Members.Where(member => cards.ContainsKey(member.UserId))
            .Select(member => new GroupUser(Users.Of(cards[member.UserId], online), (GroupUserState)member.State));
        return new([.. users], Spell(page.Cursor));
    }

    public async ValueTask<UserGroupPage> ListOfUser(Guid userId, int limit, int? state, string cursor)
    {
        var page = ServerApi.GrantedInWords(await api.Get<GroupMembers>().OfUser(userId, state, limit, cursor, api.Cancel));
        return new([.. page.Groups.Select(entry => new UserGroup(Of(entry.Group), (GroupUserState)entry.State))], Spell(page.Cursor));
    }

    public async ValueTask<GroupPage> List(string name, string langTag, bool? open, long edgeCount, int limit, string cursor)
    {
        var filter = new GroupFilter { Name = name, LangTag = langTag, IsOpen = open, Members = edgeCount < 0 ? null : (int)Math.Min(edgeCount, int.MaxValue) };
        var page = ServerApi.GrantedInWords(await api.Get<GroupSearch>().Page(filter, limit, cursor, api.Cancel));
        return new(Of(page.Groups), Spell(page.Cursor));
    }

    public async ValueTask<IReadOnlyList<Group>> Of(IReadOnlyList<Guid>? groupIds) =>
        groupIds is null or [] ? [] : Of(await api.Get<GroupSearch>().Of([.. groupIds], api.Cancel));

    public async ValueTask<IReadOnlyList<Group>> Random(int count) => count == 0 ? [] : Of(await api.Get<GroupSearch>().Random(FreshIds.Next(), count, api.Cancel));

    private async ValueTask Change(Guid groupId, IReadOnlyList<Guid> userIds, Guid? callerId, UsersCommand command)
    {
        if (userIds.Count > 0) await api.ExecuteInWords(command(groupId.ToString(), Somebody(callerId), [.. userIds.Select(id => id.ToString())]));
    }

    /// <summary>An id that is somebody's.</summary>
    private static string? Somebody(Guid? id) => id is { } known && known != Guid.Empty ? known.ToString() : null;

    private static string? Spell(string cursor) => cursor.Length > 0 ? cursor : null;

    private static List<Group> Of(IReadOnlyList<GroupRow> rows) => [.. rows.Select(Of)];

    private static Group Of(GroupRow row) => new()
    {
        Id = row.Id,
        CreatorId = row.CreatorId ?? Guid.Empty,
        Name = row.Name,
        Description = row.Description,
        AvatarUrl = row.AvatarUrl,
        LangTag = row.LangTag,
        Open = row.IsOpen,
        EdgeCount = row.EdgeCount,
        MaxCount = row.MaxCount,
        CreateTime = row.CreateTime,
        UpdateTime = row.UpdateTime,
        Metadata = row.Metadata,
    };
}
