using System.Buffers.Binary;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Leaderboards.Ranking;
using KaosNet.Tests.Support;

namespace KaosNet.Projections.Tests.Leaderboards.Ranking;

public sealed class RankCopySpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task a_board_of_any_name_is_read_as_it_is_stored()
    {
        const string Board = @"it's a ""b\x6fard"", $1 größer; --";
        await using var bench = await LeaderboardBench.Open(postgres.ConnectionString);
        var board = await bench.Board(Board);
        await bench.Board("it");
        await bench.Submit("it", 9, 1);
        await bench.Submit(Board, 1, long.MaxValue, subscore: 5);
        await bench.Submit(Board, 2, 0, subscore: long.MaxValue);
        await bench.Submit(Board, 3, 0);
        await bench.Submit(Board, 3, 7);

        var (_, ranks) = bench.AfterRestart();
        var index = (await ranks.Find(board, 0, bench.Time.GetUtcNow()))!;
        index.Window(1, 10).ShouldBe(
        [
            new(LeaderboardBench.Owner(1), long.MaxValue, 5), new(LeaderboardBench.Owner(3), 7, 0), new(LeaderboardBench.Owner(2), 0, long.MaxValue),
        ]);
        index.Put(LeaderboardBench.Owner(3), 1, 0, version: 2).ShouldBeFalse("that its second event made it so is known");
        index.Put(LeaderboardBench.Owner(3), 1, 0, version: 3).ShouldBeTrue();
    }

    [Fact]
    public void rows_come_in_pieces_of_any_size()
    {
        var random = new Random(5);
        var records = Enumerable.Range(0, 3000).Select(i => (Owner: LeaderboardBench.Owner(i), Score: random.NextInt64(long.MinValue, long.MaxValue))).ToList();
        var copied = Copied(records);
        var index = new RankIndex(SortOrder.Ascending, isComplete: false);
        index.Adopt(RankCopy.Read(new Pieces(copied, random))).ShouldBeTrue();
        index.Window(1, 3000).Select(entry => (entry.Owner, entry.Score)).ShouldBe(records.OrderBy(record => record.Score));
    }

    [Fact]
    public void what_is_no_whole_copy_is_refused()
    {
        var copied = Copied([(LeaderboardBench.Owner(1), 5)]);
        Should.Throw<InvalidDataException>(() => RankCopy.Read(new MemoryStream(copied[..^3])));
        Should.Throw<InvalidDataException>(() => RankCopy.Read(new MemoryStream(copied[..^2])));
        var other = copied.ToArray();
        other[^(60 - 5)] = 15;
        Should.Throw<InvalidDataException>(() => RankCopy.Read(new MemoryStream(other)));
        copied[0]++;
        Should.Throw<InvalidDataException>(() => RankCopy.Read(new MemoryStream(copied)));
    }

    static byte[] Copied(IEnumerable<(Guid Owner, long Score)> records)
    {
        var bytes = new MemoryStream();
        bytes.Write([.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8, .. new byte[8]]);
        foreach (var (owner, score) in records)
        {
            bytes.Write([0, 4, 0, 0, 0, 16]);
            bytes.Write(owner.ToByteArray(bigEndian: true));
            foreach (var number in (long[])[score, 0, 1])
            {
                var eight = new byte[12];
                eight[3] = 8;
                BinaryPrimitives.WriteInt64BigEndian(eight.AsSpan(4), number);
                bytes.Write(eight);
            }
        }

        bytes.Write([0xFF, 0xFF]);
        return bytes.ToArray();
    }

    /// <summary>Gives a few bytes at a time.</summary>
    sealed class Pieces(byte[] bytes, Random random) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, random.Next(1, 200))]);
    }
}
