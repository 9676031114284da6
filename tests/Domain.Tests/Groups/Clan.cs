using KaosNet.Domain.Accounts;
using KaosNet.Domain.Chat;
using KaosNet.Domain.Groups;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Tests.Groups;

/// <summary>
/// The clan of the specs: ann and sue are superadmins, bob and abe admins, cid and mia members, dan asks to be let in, eve is banned, and fay has nothing to
/// do with it. Nobody of the name of zed.
/// </summary>
static class Clan
{
    public const string Id = "c1a00000-0000-4000-8000-000000000001";
    public const string Ann = "0aa0aa00-0000-4000-8000-000000000001";
    public const string Bob = "0aa0aa00-0000-4000-8000-000000000002";
    public const string Cid = "0aa0aa00-0000-4000-8000-000000000003";
    public const string Dan = "0aa0aa00-0000-4000-8000-000000000004";
    public const string Eve = "0aa0aa00-0000-4000-8000-000000000005";
    public const string Fay = "0aa0aa00-0000-4000-8000-000000000006";
    public const string Sue = "0aa0aa00-0000-4000-8000-000000000007";
    public const string Abe = "0aa0aa00-0000-4000-8000-000000000008";
    public const string Mia = "0aa0aa00-0000-4000-8000-000000000009";
    public const string Zed = "0aa0aa00-0000-4000-8000-00000000000f";

    public static readonly StreamRef<Group> Stream = Group.Kind.Of(Id);

    public static readonly IReadOnlyDictionary<string, string> Names = new Dictionary<string, string>
    {
        [Ann] = "ann", [Bob] = "bob", [Cid] = "cid", [Dan] = "dan", [Eve] = "eve", [Fay] = "fay", [Sue] = "sue", [Abe] = "abe", [Mia] = "mia",
    };

    public static readonly GroupCreated Founded =
        new(Ann, Ann, "Clan", "We play", "http://a", "en", "{}", IsOpen: true, MaxCount: 7);

    /// <summary>Everybody has an account, and there is no clan.</summary>
    public static Specification Players() => Names.Aggregate(Specification.GivenNothing(), (world, player) =>
        world.And(Account.Kind.Of(player.Key), new AccountCreated(player.Value, IdentityKind.Device, "device-of-" + player.Value)));

    /// <summary>The clan right after ann founded it, and what happened since.</summary>
    public static Specification Young(params object[] since) => Players().And(Stream, [Founded, .. since]);

    /// <summary>The clan with everybody in their place, and what happened since.</summary>
    public static Specification Grown(params object[] since) => Young(
    [
        new GroupMemberAdded(Sue), new GroupMemberPromoted(Sue, GroupRank.Admin), new GroupMemberPromoted(Sue, GroupRank.Superadmin),
        new GroupJoined(Bob), new GroupMemberPromoted(Bob, GroupRank.Admin), new GroupJoined(Abe), new GroupMemberPromoted(Abe, GroupRank.Admin),
        new GroupJoined(Cid), new GroupJoined(Mia), new GroupJoined(Eve), new GroupMemberBanned(Eve), new GroupEdited { IsOpen = false },
        new GroupJoinRequested(Dan), .. since,
    ]);

    /// <summary>Who of the clan in a few letters, in order: <c>ann0 sue0 …</c>.</summary>
    public static string Roster(Group group) => string.Join(
        ' ', group.Members.OrderBy(member => member.Value.Rank).ThenBy(member => member.Value.Position)
            .Select(member => Names[member.Key.ToString()] + (int)member.Value.Rank));

    /// <summary>What a decision tells in the clan's channel, and whom it tells of what: <c>4 dan | dan -4 ann</c>.</summary>
    public static string News(IEnumerable<StreamEvent> events) => string.Join(' ', events.Select(appended => appended.Event switch
    {
        MessageSent sent => $"{sent.Code}:{sent.Username}",
        KaosNet.Domain.Notifications.NotificationSent told => $"{told.Code}:{Names[told.ReceiverId]}<{(told.SenderId is null ? "" : Names[told.SenderId])}",
        _ => "",
    }).Where(text => text.Length > 0));
}
