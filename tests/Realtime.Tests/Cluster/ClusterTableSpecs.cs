using System.Net;
using KaosNet.Realtime.Cluster;
using KaosNet.Store;
using KaosNet.Tests.Support;

namespace KaosNet.Realtime.Tests.Cluster;

/// <summary>The list of servers in the database: every change has seen the last one.</summary>
public sealed class ClusterTableSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    static readonly DateTime Now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task servers_come_and_go_one_change_after_the_other()
    {
        await using var database = await Open("coming");
        var table = new ClusterTable(database, new("front"));
        await table.InitializeMembershipTable(tryInitTableVersion: true);
        var empty = await table.ReadAll();
        empty.Members.ShouldBeEmpty();

        var front = Entry("front", 1);
        (await table.InsertRow(front, empty.Version.Next())).ShouldBeTrue();
        (await table.InsertRow(Entry("ticks", 2), empty.Version.Next())).ShouldBeFalse();
        var one = await table.ReadAll();
        (await table.InsertRow(front, one.Version.Next())).ShouldBeFalse();
        (await table.InsertRow(Entry("ticks", 2), one.Version.Next())).ShouldBeTrue();

        var two = await table.ReadAll();
        front.Status = SiloStatus.ShuttingDown;
        front.AddSuspector(Entry("ticks", 2).SiloAddress, Now);
        (await table.UpdateRow(front, "", one.Version.Next())).ShouldBeFalse();
        (await table.UpdateRow(front, "", two.Version.Next())).ShouldBeTrue();
        await table.UpdateIAmAlive(Entry("ticks", 2, Now.AddMinutes(1)));

        var found = await table.ReadAll();
        found.Version.Version.ShouldBe(3);
        var read = found.TryGet(front.SiloAddress)!.Item1;
        (read.SiloName, read.Status, read.HostName, read.StartTime).ShouldBe(("front", SiloStatus.ShuttingDown, "host", Now));
        read.SuspectTimes.ShouldHaveSingleItem().ShouldBe(Tuple.Create(Entry("ticks", 2).SiloAddress, Now));
        (await table.ReadRow(Entry("ticks", 2).SiloAddress)).Members.Single().Item1.IAmAliveTime.ShouldBe(Now.AddMinutes(1));
    }

    [Fact]
    public async Task a_server_that_starts_is_the_only_one_of_its_name()
    {
        await using var database = await Open("starting");
        var table = new ClusterTable(database, new("ticks"));
        await table.InitializeMembershipTable(tryInitTableVersion: true);
        await table.InsertRow(Entry("front", 1), (await table.ReadAll()).Version.Next());
        await table.InsertRow(Entry("ticks", 2), (await table.ReadAll()).Version.Next());

        await new ClusterTable(database, new("ticks")).InitializeMembershipTable(tryInitTableVersion: true);
        var left = await table.ReadAll();
        left.Version.Version.ShouldBe(3);
        left.Members.OrderBy(member => member.Item1.SiloName, StringComparer.Ordinal).Select(member => (member.Item1.SiloName, member.Item1.Status))
            .ShouldBe([("front", SiloStatus.Active), ("ticks", SiloStatus.Dead)]);

        await table.CleanupDefunctSiloEntries(new DateTimeOffset(Now).AddDays(1));
        (await table.ReadAll()).Members.Single().Item1.SiloName.ShouldBe("front");
    }

    static MembershipEntry Entry(string name, int generation, DateTime? alive = null) => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Loopback, 7000, generation), SiloName = name, HostName = "host", Status = SiloStatus.Active,
        RoleName = "", StartTime = Now, IAmAliveTime = alive ?? Now,
    };

    async Task<Database> Open(string schema)
    {
        var database = new Database(postgres.ConnectionString, schema);
        await using var create = database.General.CreateCommand($"create schema if not exists {schema}");
        await create.ExecuteNonQueryAsync();
        return database;
    }
}
