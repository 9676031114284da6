using System.Diagnostics;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Groups;
using KaosNet.Domain.Groups.Managing;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Groups;
using KaosNet.Tests.Support;

namespace KaosNet.Projections.Tests.Groups;

/// <summary>A group of ten thousand.</summary>
public sealed class BigGroupSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    const int Crowd = 10_000;

    [Fact]
    public async Task who_joins_ten_thousand_waits_for_no_more_than_who_joins_ten()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        foreach (var some in Enumerable.Range(0, Crowd + 200).Chunk(1000))
        {
            await Task.WhenAll(some.Select(player =>
                bench.Do(new CreateAccount(Ids.Of(player), $"player{player}", Identity.Device($"device-of-{player:00000}")))));
        }

        var small = (await bench.Do(new CreateGroup(Ids.Of(0), "Small") { IsOpen = true, MaxCount = 20_000 })).Id;
        var big = (await bench.Do(new CreateGroup(Ids.Of(0), "Big") { IsOpen = true, MaxCount = 20_000 })).Id;
        for (var from = 0; from < Crowd; from += 1000)
            await bench.Do(new AddGroupUsers(big, null, [.. Enumerable.Range(from, 1000).Select(Ids.Of)]));

        var (ofSmall, ofBig) = (new List<double>(), new List<double>());
        for (var i = 0; i < 200; i++)
        {
            ofSmall.Add(await Timed(bench, new JoinGroup(small, Ids.Of(Crowd + i))));
            ofBig.Add(await Timed(bench, new JoinGroup(big, Ids.Of(Crowd + i))));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"median join: {Median(ofSmall):F2} ms into few, {Median(ofBig):F2} ms into {Crowd}");
        // A snapshot of all members goes with some; the usual join must not feel the crowd. Ten times is far off on a busy machine, too.
        Median(ofBig).ShouldBeLessThan(10 * Median(ofSmall) + 5);
        (await bench.Journal.Load(Group.Kind.Of(big))).MemberCount.ShouldBe(Crowd + 200);
        await bench.RebuildEqualsLive(GroupTables.Groups, GroupTables.Members);
    }

    static async Task<double> Timed(ReadModelBench bench, Command<Done> command)
    {
        var begun = Stopwatch.GetTimestamp();
        await bench.Do(command);
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
