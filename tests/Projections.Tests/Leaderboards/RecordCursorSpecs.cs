using CsCheck;
using KaosNet.Projections.Leaderboards;

namespace KaosNet.Projections.Tests.Leaderboards;

public class RecordCursorSpecs
{
    static readonly RecordCursors Cursors = new(new([1, 2, 3]));

    static readonly Gen<RecordCursor> Any = Gen.Select(
        Gen.Bool, Gen.String[Gen.Char.AlphaNumeric, 1, 128], Gen.Long, Gen.Select(Gen.Long, Gen.Long, Gen.Guid), Gen.Long,
        (isForward, board, expiry, edge, rank) => new RecordCursor(isForward, board, expiry, new(edge.Item1, edge.Item2, edge.Item3), rank));

    [Fact]
    public void what_was_spelled_is_read() => Any.Sample(cursor => Cursors.Read(Cursors.Spell(cursor)).ShouldBe(cursor), iter: 200);

    [Fact]
    public void it_is_safe_in_a_query() => Any.Sample(cursor => Uri.EscapeDataString(Cursors.Spell(cursor)).Replace("%3D", "=").ShouldBe(Cursors.Spell(cursor)), iter: 100);

    [Fact]
    public void what_was_touched_is_refused() => Gen.Select(Any, Gen.Int[0, 500]).Sample((cursor, at) =>
    {
        var text = Cursors.Spell(cursor).ToCharArray();
        at %= text.Length - 1;
        text[at] = text[at] == 'A' ? 'B' : 'A';
        Cursors.Read(new string(text)).ShouldBeNull();
        new RecordCursors(new([9])).Read(Cursors.Spell(cursor)).ShouldBeNull();
    }, iter: 200);

    [Theory]
    [InlineData("")]
    [InlineData("!")]
    [InlineData("AAAA")]
    [InlineData("not a cursor")]
    public void nonsense_is_refused(string text) => Cursors.Read(text).ShouldBeNull();

    [Fact]
    public void what_is_too_long_is_refused() => Cursors.Read(new string('A', 4096)).ShouldBeNull();
}
