using Nakama;

namespace KaosNet.Compat.Tests.Clients;

/// <summary>Groups through the official .NET client (also Unity's), unmodified: every operation, every list to its last page.</summary>
public sealed class DotNetGroupSpecs(CompatServer compat)
{
    readonly Client client = new("http", "127.0.0.1", compat.Server.Port, "defaultkey");

    [Fact]
    public async Task a_group_is_founded_edited_and_ended()
    {
        var (ann, name) = (await SignIn(), Fresh("clan"));
        var group = await client.CreateGroupAsync(ann, name, "We play", "http://a", "de", open: false, maxCount: 7);
        (group.Name, group.Description, group.AvatarUrl, group.LangTag, group.Open, group.MaxCount, group.EdgeCount, group.CreatorId, group.Metadata)
            .ShouldBe((name, "We play", "http://a", "de", false, 7, 1, ann.UserId, "{}"));
        await client.UpdateGroupAsync(ann, group.Id, name + "2", open: true, description: "Still", avatarUrl: "http://b", langTag: "en");
        var found = (await client.ListGroupsAsync(ann, name + "2", limit: 10)).Groups.ShouldHaveSingleItem();
        (found.Name, found.Open, found.Description, found.LangTag).ShouldBe((name + "2", true, "Still", "en"));
        await client.DeleteGroupAsync(ann, group.Id);
        (await client.ListGroupsAsync(ann, name + "2", limit: 10)).Groups.ShouldBeEmpty();
    }

    [Fact]
    public async Task players_join_ask_are_let_in_rise_fall_go_and_are_banned()
    {
        var (ann, bob, cid) = (await SignIn(), await SignIn(), await SignIn());
        var group = await client.CreateGroupAsync(ann, Fresh("clan"), open: true);
        await client.JoinGroupAsync(bob, group.Id);
        await client.UpdateGroupAsync(ann, group.Id, name: null, open: false);
        await client.JoinGroupAsync(cid, group.Id);
        (await Roster(ann, group.Id)).ShouldBe([(ann.UserId, 0), (bob.UserId, 2), (cid.UserId, 3)]);
        (await Roster(ann, group.Id, 3)).ShouldBe([(cid.UserId, 3)]);
        await client.AddGroupUsersAsync(ann, group.Id, [cid.UserId]);
        await client.PromoteGroupUsersAsync(ann, group.Id, [bob.UserId, cid.UserId]);
        (await Roster(ann, group.Id)).ShouldBe([(ann.UserId, 0), (bob.UserId, 1), (cid.UserId, 1)]);
        await client.DemoteGroupUsersAsync(ann, group.Id, [cid.UserId]);
        await client.BanGroupUsersAsync(bob, group.Id, [cid.UserId]);
        (await Roster(ann, group.Id, 4)).ShouldBe([(cid.UserId, 4)]);
        await client.KickGroupUsersAsync(ann, group.Id, [cid.UserId, bob.UserId]);
        (await Roster(ann, group.Id)).ShouldBe([(ann.UserId, 0)]);
        await client.LeaveGroupAsync(ann, group.Id);
        (await Roster(ann, group.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task groups_are_searched_by_every_filter_and_listed_to_the_last_page()
    {
        var ann = await SignIn();
        var (lang, prefix) = ("x" + Guid.NewGuid().ToString("n")[..12], Fresh("team"));
        for (var i = 0; i < 5; i++) await client.CreateGroupAsync(ann, $"{prefix} {i}", langTag: lang, open: i % 2 == 0);

        async Task<List<string>> All(Func<string?, Task<IApiGroupList>> list)
        {
            List<string> names = [];
            string? cursor = null;
            do
            {
                var page = await list(cursor);
                names.AddRange(page.Groups.Select(group => group.Name));
                cursor = page.Cursor;
            }
            while (!string.IsNullOrEmpty(cursor));
            return names;
        }

        (await All(cursor => client.ListGroupsAsync(ann, prefix + "%", 2, cursor))).ShouldBe(Enumerable.Range(0, 5).Select(i => $"{prefix} {i}"));
        (await All(cursor => client.ListGroupsAsync(ann, limit: 2, cursor: cursor, langTag: lang))).Count.ShouldBe(5);
        (await All(cursor => client.ListGroupsAsync(ann, limit: 2, cursor: cursor, langTag: lang, open: true))).Count.ShouldBe(3);
        (await All(cursor => client.ListGroupsAsync(ann, limit: 2, cursor: cursor, langTag: lang, members: 1))).Count.ShouldBe(5);
        (await All(cursor => client.ListGroupsAsync(ann, limit: 1, cursor: cursor, langTag: lang, members: 1, open: false))).Count.ShouldBe(2);
        foreach (var filter in new Func<string?, Task<IApiGroupList>>[]
        {
            cursor => client.ListGroupsAsync(ann, limit: 100, cursor: cursor),
            cursor => client.ListGroupsAsync(ann, limit: 100, cursor: cursor, open: true),
            cursor => client.ListGroupsAsync(ann, limit: 100, cursor: cursor, members: 1),
            cursor => client.ListGroupsAsync(ann, limit: 100, cursor: cursor, members: 1, open: true),
        }) (await All(filter)).ShouldContain($"{prefix} 2");

        List<(string Name, int State)> mine = [];
        string? next = null;
        do
        {
            var page = await client.ListUserGroupsAsync(ann, ann.UserId, null, 2, next);
            mine.AddRange(page.UserGroups.Select(entry => (entry.Group.Name, entry.State)));
            next = page.Cursor;
        }
        while (!string.IsNullOrEmpty(next));
        mine.ShouldBe(Enumerable.Range(0, 5).Select(i => ($"{prefix} {i}", 0)));
        (await client.ListUserGroupsAsync(ann, 2, 10, null)).UserGroups.ShouldBeEmpty();
    }

    [Fact]
    public async Task refusals_are_in_the_words_that_clients_know()
    {
        var (ann, bob) = (await SignIn(), await SignIn());
        var name = Fresh("clan");
        var group = await client.CreateGroupAsync(ann, name, open: true, maxCount: 2);
        async Task Refused(Task call, int status, int code, string message)
        {
            var refusal = await Should.ThrowAsync<ApiResponseException>(call);
            (refusal.StatusCode, refusal.GrpcStatusCode, refusal.Message).ShouldBe((status, code, message));
        }

        await Refused(client.CreateGroupAsync(bob, name), 409, 6, "Group name is in use.");
        await client.JoinGroupAsync(bob, group.Id);
        await Refused(client.LeaveGroupAsync(ann, group.Id), 400, 3, "Cannot leave group when you are the last superadmin.");
        await Refused(client.JoinGroupAsync(await SignIn(), group.Id), 400, 3, "Group is full.");
        await Refused(client.KickGroupUsersAsync(bob, group.Id, [ann.UserId]), 404, 5, "Group not found or permission denied.");
        await Refused(client.ListGroupUsersAsync(ann, group.Id, null, 10, "bad"), 400, 3, "Cursor is invalid.");
    }

    async Task<List<(string UserId, int State)>> Roster(ISession session, string groupId, int? state = null)
    {
        List<(string, int)> roster = [];
        string? cursor = null;
        do
        {
            var page = await client.ListGroupUsersAsync(session, groupId, state, 2, cursor);
            roster.AddRange(page.GroupUsers.Select(entry => (entry.User.Id, entry.State)));
            cursor = page.Cursor;
        }
        while (!string.IsNullOrEmpty(cursor));
        return roster;
    }

    Task<ISession> SignIn() => client.AuthenticateDeviceAsync(Fresh("device"));

    static string Fresh(string word) => $"{word}-{Guid.NewGuid():n}";
}
