using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matches.Joining;
using KaosNet.Realtime.Presence;

namespace KaosNet.Realtime.Tests.Matches;

public class MembersElsewhereSpecs
{
    /// <param name="told">By the other nodes, when they were asked.</param>
    /// <param name="before">Known before that.</param>
    /// <param name="now">Known when the newcomer hears what is announced.</param>
    /// <param name="shown">Whom the newcomer is shown.</param>
    [Theory]
    [InlineData("", "", "", "")]
    [InlineData("ab", "ab", "ab", "ab")]
    [InlineData("ab", "ab", "b", "b")]
    [InlineData("a", "a", "ab", "ab")]
    [InlineData("ab", "a", "a", "ab")]
    [InlineData("ab", "", "a", "ab")]
    [InlineData("", "a", "", "")]
    [InlineData("", "", "a", "a")]
    [InlineData("a", "a", "A", "")]
    public void whoever_is_there_is_shown_once_and_who_has_left_is_not(string told, string before, string now, string shown) =>
        string.Concat(MembersElsewhere.Shown(told.Select(Told), [.. before.Select(Known)], [.. now.Select(Known)]).Select(presence => presence.Username))
            .ShouldBe(shown);

    static Guid IdOf(char name) => new(char.ToLowerInvariant(name), 0, 0, new byte[8]);

    static MatchPresence Told(char name) => new(IdOf(name).ToString(), IdOf(name).ToString(), $"{name}", "node2");

    /// <summary>Those in capitals are hidden.</summary>
    static StreamMember Known(char name) => new RemotePresence(
        new(new object(), "node2", IdOf(name), IdOf(name), $"{name}"), new(StreamMode.Room, Guid.Empty, "match"), new(Hidden: char.IsUpper(name)));
}
