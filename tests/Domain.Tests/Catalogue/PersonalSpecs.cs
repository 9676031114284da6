using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Serialization;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Chat;
using KaosNet.Domain.Friends;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Matches;
using KaosNet.Domain.Notifications;
using KaosNet.Domain.Scripts;
using KaosNet.Domain.Storage;
using KaosNet.Domain.Wallets;

namespace KaosNet.Domain.Tests.Catalogue;

/// <summary>Whatever text an event holds is personal, or it is said here why it is not.</summary>
public sealed class PersonalSpecs
{
    const string Ann = "0c5d0000-0000-4000-8000-000000000001", Bob = "0c5d0000-0000-4000-8000-000000000002";

    static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch;

    [Fact]
    public void every_text_of_every_event_is_personal_or_has_a_reason_not_to_be()
    {
        var unsaid = Members().Where(member => !member.IsPersonal && NotPersonal.ReasonFor(member.Path) is null).Select(member => member.Path).ToList();
        unsaid.ShouldBeEmpty("mark it [Personal], or say in NotPersonal why nobody is known by it");
    }

    [Fact]
    public void no_reason_is_given_for_what_is_personal_or_not_there()
    {
        var others = Members().Where(member => !member.IsPersonal).Select(member => member.Path).ToList();
        NotPersonal.Reasons.Select(entry => entry.Paths).Where(paths => !others.Any(path => NotPersonal.Matches(paths, path))).ShouldBeEmpty();
    }

    [Fact]
    public void a_kind_of_stream_with_personal_members_says_whose_they_are()
    {
        foreach (var kind in EventCatalogue.Default.Kinds.Values)
        {
            var isPersonal = EventCatalogue.EventsOf(kind).Any(type => Texts(type).Any(member => member.IsPersonal));
            var whose = kind.GetType().GetProperty("Whose")!.GetValue(kind)!;
            var isSaid = whose.GetType().GetProperties().Where(property => property.PropertyType.IsAssignableTo(typeof(Delegate))).Any(rule => rule.GetValue(whose) is not null);
            isSaid.ShouldBe(isPersonal, kind.Prefix);
        }
    }

    [Fact]
    public void the_page_lists_them_all()
    {
        var page = Path.Combine(FolderOfThisFile(), "..", "..", "..", "docs", "concepts", "personal-data.md");
        const string start = "<!-- what is personal, written by PersonalSpecs -->\n", end = "<!-- end -->";
        var text = File.ReadAllText(page);
        var (from, to) = (text.IndexOf(start, StringComparison.Ordinal) + start.Length, text.IndexOf(end, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("KAOS_APPROVE") == "1") File.WriteAllText(page, text[..from] + Tables() + text[to..]);
        (text[from..to] == Tables()).ShouldBeTrue("run the tests with KAOS_APPROVE=1");
    }

    [Fact]
    public void the_owners_of_personal_members_follow_from_stream_event_and_state()
    {
        Whose(Account.Kind, Ann, new AccountRenamed("ann")).ShouldBe([Ann]);
        Whose(Friendship.Kind, $"{Ann}-{Bob}", new FriendInvited(Bob, 1, "{}")).ShouldBe([Ann, Bob]);
        Whose(ScoreRecord.Kind, $"a/b/0/{Ann}", new TournamentJoined("ann", 1, false)).ShouldBe([Ann]);
        Whose(StoredObject.Kind, $"saves/slot/{Ann}", new StorageObjectDeleted()).ShouldBe([Ann]);
        Whose(StoredObject.Kind, $"saves/slot/{ObjectKey.System}", new StorageObjectDeleted()).ShouldBeEmpty();
    }

    [Fact]
    public void what_follows_a_message_a_notification_or_a_booking_belongs_to_those_of_the_first_event()
    {
        var sent = new MessageSent("channel", 0, Ann, "ann", "{}");
        Whose(ChannelMessage.Kind, "m", sent).ShouldBe([Ann]);
        Whose(ChannelMessage.Kind, "m", new MessageEdited("{}", "ann"), sent).ShouldBe([Ann]);

        var told = new NotificationSent(Ann, Bob, "bob wants to be your friend", "{}", -2);
        Whose(Notification.Kind, "n", told).ShouldBe([Ann, Bob]);
        Whose(Notification.Kind, "n", new NotificationUpdated("hi", null, null), told).ShouldBe([Ann, Bob, null]);

        var booked = new LedgerEntryWritten(Ann, 1, [], "{}");
        Whose(LedgerEntry.Kind, "l", booked).ShouldBe([Ann]);
        Whose(LedgerEntry.Kind, "l", new LedgerEntryAnnotated("{}"), booked).ShouldBe([Ann]);
    }

    [Fact]
    public void records_of_matches_and_calls_belong_to_whomever_they_mention()
    {
        var steps = new MatchStepWriter();
        steps.Join(0, [new(Ann, "s1", "ann", "n"), new(Bob, "s2", "bob", "n")]);
        MatchHistory.Stream.MentionedIn(new MatchInputsRecorded(0, 0, 1, steps.Take())).ShouldBe([new(Ann), new(Bob)]);
        MatchHistory.Stream.MentionedIn(new MatchCreated("h", "v", "n", 1, $$"""{"host":"{{Ann}}"}""", 1, "", 1)).ShouldBe([new(Ann)]);
        CallHistory.Kind.MentionedIn(new ScriptCallsRecorded(0, 1, At, At, []) { Mentioned = [new(Bob)] }).ShouldBe([new(Bob)]);
    }

    [Fact]
    public void ids_are_found_wherever_they_stand_in_a_text()
    {
        Uuids.In($"-{Ann}{Bob}").ShouldBe([new(Ann), new(Bob)]);
        Uuids.In($"xx-y-zz-{Ann}-{Ann}", Bob).ShouldBe([new(Ann), new(Bob)]);
        Uuids.In("", "-", new string('-', 100), Ann[..35]).ShouldBeEmpty();
        Uuids.In(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 300).Select(number => $"{new Guid(number, 0, 0, new byte[8])}")))).Count.ShouldBe(Uuids.FoundMax);
    }

    static IEnumerable<string?> Whose(StreamKind kind, string id, object happened, params object[] before) =>
        kind.WhoseEvent(id, happened, before.Aggregate(kind.Initial(id), (state, one) => kind.Evolve(state, one, At)));

    static IEnumerable<(string Path, bool IsPersonal)> Members() => EventCatalogue.Default.EventTypes
        .OrderBy(entry => entry.Key, StringComparer.Ordinal)
        .SelectMany(entry => Texts(entry.Value).Select(member => ($"{entry.Key}.{member.Path}", member.IsPersonal)));

    /// <summary>Every member that holds text or bytes, also within records and lists.</summary>
    static IEnumerable<(string Path, bool IsPersonal)> Texts(Type type)
    {
        foreach (var property in type.GetProperties())
        {
            if (property.GetIndexParameters().Length > 0 || property.IsDefined(typeof(JsonIgnoreAttribute)) || property.SetMethod is null) continue;
            var name = EventJson.Options.PropertyNamingPolicy!.ConvertName(property.Name);
            if (property.IsDefined(typeof(PersonalAttribute))) yield return (name, true);
            else if (IsText(property.PropertyType)) yield return (name, false);
            else
            {
                foreach (var (path, isPersonal) in Texts(ElementOf(property.PropertyType)).Where(_ => IsRecord(ElementOf(property.PropertyType))))
                    yield return ($"{name}.{path}", isPersonal);
            }
        }
    }

    static bool IsRecord(Type type) => type.Assembly == typeof(Account).Assembly && !type.IsEnum;

    static bool IsText(Type type) => ElementOf(type) == typeof(string) || type == typeof(byte[]) || type == typeof(object);

    static Type ElementOf(Type type) => type == typeof(string) || !type.IsAssignableTo(typeof(IEnumerable)) ? type
        : type.IsArray ? type.GetElementType()! : type.GetGenericArguments() is [.., var last] ? last : typeof(object);

    static string Tables()
    {
        var text = new StringBuilder("| Event | Personal members |\n|---|---|\n");
        foreach (var happened in Members().Where(member => member.IsPersonal).GroupBy(member => member.Path.Split('.')[0]))
            text.Append($"| `{happened.Key}` | {string.Join(", ", happened.Select(member => $"`{member.Path[(happened.Key.Length + 1)..]}`"))} |\n");
        text.Append("\n| Not personal | Why |\n|---|---|\n");
        foreach (var (paths, reason) in NotPersonal.Reasons) text.Append($"| `{paths}` | {reason} |\n");
        return text.ToString();
    }

    static string FolderOfThisFile([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
