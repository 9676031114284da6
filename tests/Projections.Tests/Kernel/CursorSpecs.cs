using CsCheck;
using KaosNet.Projections.Kernel;

namespace KaosNet.Projections.Tests.Kernel;

public class CursorSpecs
{
    static readonly Cursors Cursors = new([1, 2, 3]);

    [Fact]
    public void what_was_written_is_read_in_order() => Gen.Select(Gen.Long, Gen.Bool, Gen.Guid, Gen.String[0, 300]).Sample((number, flag, id, text) =>
    {
        // Lone surrogates are no text that a table could hold.
        text = System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
        var at = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddMicroseconds(7);
        var spelled = Cursors.Write("friends", "state=1").Whole(number).Flag(flag).Uuid(id).Text(text).Time(at).Spell();

        var read = Cursors.Read("friends", "state=1", spelled).ShouldNotBeNull();

        read.Whole().ShouldBe(number);
        read.Flag().ShouldBe(flag);
        read.Uuid().ShouldBe(id);
        read.Text().ShouldBe(text);
        read.Time().ShouldBe(at);
        Uri.EscapeDataString(spelled).ShouldBe(spelled);
    }, iter: 200);

    [Theory]
    [InlineData("friends", "state=2")]
    [InlineData("friends", "")]
    [InlineData("groups", "state=1")]
    [InlineData("friendsstate", "=1")]
    public void a_cursor_of_another_list_or_query_is_none(string list, string query) =>
        Cursors.Read(list, query, Cursors.Write("friends", "state=1").Whole(5).Spell()).ShouldBeNull();

    [Fact]
    public void a_cursor_of_another_game_is_none() => new Cursors([9]).Read("friends", "", Cursors.Write("friends").Spell()).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("!")]
    [InlineData("AAAA")]
    [InlineData("not a cursor")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void nonsense_is_none(string text) => Cursors.Read("friends", "", text).ShouldBeNull();

    [Fact]
    public void what_is_too_long_is_none() => Cursors.Read("friends", "", new string('A', 5000)).ShouldBeNull();
}
