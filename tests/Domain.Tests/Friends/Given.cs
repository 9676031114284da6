using KaosNet.Domain.Accounts;
using KaosNet.Domain.Friends;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Notifications;

namespace KaosNet.Domain.Tests.Friends;

/// <summary>Players with accounts and what can be between the first two of them.</summary>
static class Given
{
    public static readonly string Ann = Specification.Player.UserId;

    public const string Bob = "0bb0bb00-0000-4000-8000-000000000002";

    public const string Cat = "0cc0cc00-0000-4000-8000-000000000003";

    public const string Nobody = "0dd0dd00-0000-4000-8000-000000000004";

    public static readonly StreamRef<Friendship> AnnAndBob = Friendship.Between(Ann, Bob);

    public static readonly StreamRef<Friendship> AnnAndCat = Friendship.Between(Cat, Ann);

    /// <summary>When what is given happened: a day before anything is asked for.</summary>
    public static readonly DateTimeOffset Yesterday = Specification.Now.AddDays(-1);

    public static readonly long YesterdaysPosition = PositionAt(Yesterday);

    public static readonly long TodaysPosition = PositionAt(Specification.Now);

    public static long PositionAt(DateTimeOffset moment) => (moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * 100;

    /// <summary>Ann, Bob and Cat have accounts.</summary>
    public static Specification Everybody() => Specification.Given(Account.Kind.Of(Ann), SignedUp("ann"))
        .And(Account.Kind.Of(Bob), SignedUp("bob"))
        .And(Account.Kind.Of(Cat), SignedUp("cat"));

    /// <summary>
    /// Everybody, and between Ann and Bob what the pair of letters says, Ann's edge first: <c>-</c> nothing, <c>0</c> friends, <c>1</c> invite sent,
    /// <c>2</c> invite received, <c>3</c> blocked.
    /// </summary>
    public static Specification Between(string pair) => pair switch
    {
        "--" => Everybody(),
        "12" => Everybody().And(AnnAndBob, Yesterday, Invited(Ann)),
        "21" => Everybody().And(AnnAndBob, Yesterday, Invited(Bob)),
        "00" => Everybody().And(AnnAndBob, Yesterday, Invited(Bob), new FriendAccepted(Ann)),
        "3-" => Everybody().And(AnnAndBob, Yesterday, new UserBlocked(Ann, YesterdaysPosition)),
        "-3" => Everybody().And(AnnAndBob, Yesterday, new UserBlocked(Bob, YesterdaysPosition)),
        "33" => Everybody().And(AnnAndBob, Yesterday, new UserBlocked(Ann, YesterdaysPosition), new UserBlocked(Bob, YesterdaysPosition)),
        _ => throw new ArgumentOutOfRangeException(nameof(pair), pair, "No such pair."),
    };

    /// <summary>What is between Ann and Bob, in the spelling of <see cref="Between"/>.</summary>
    public static string PairOf(Friendship pair) => Letter(pair.EdgeOf(Ann)) + Letter(pair.EdgeOf(Bob));

    public static FriendInvited Invited(string by, string metadata = "{}") => new(by, YesterdaysPosition, metadata);

    /// <summary>The notification in Ann's name as the event has it.</summary>
    public static NotificationSent Told(string receiverId, Notice notice) => new(receiverId, Ann, notice.Subject, notice.Content, notice.Code);

    static AccountCreated SignedUp(string name) => new(name, IdentityKind.Device, "device-of-" + name);

    static string Letter(FriendEdge? edge) => edge is null ? "-" : ((int)edge.State).ToString();
}
