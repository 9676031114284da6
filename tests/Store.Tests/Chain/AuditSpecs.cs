using KaosNet.Store.Chain;
using KaosNet.Store.Chain.Audit;

namespace KaosNet.Store.Tests.Chain;

/// <summary>Whatever is done to the history by SQL, the audit names the first event that it was done to.</summary>
public sealed class AuditSpecs(SealedHistory history) : IClassFixture<SealedHistory>
{
    [Fact]
    public async Task a_history_that_nobody_touched_stands()
    {
        var report = await history.Audit.Run(null, null, 100, null, default);
        report.Findings.ShouldBeEmpty();
        (report.Events, report.Streams, report.Older, report.Seals, report.Unsealed).ShouldBe((18, 5, 0, 2, 3));
        report.LastSeal!.Seal.Hash.ShouldBe(history.LastSeal.Seal.Hash);
        (await history.Audit.Against(SealFile.Parse(SealFile.Of(history.LastSeal).ToString()), default)).ShouldBeNull();
    }

    [Theory]
    [InlineData("data = jsonb_set(data, '{by}', '1000')")]
    [InlineData("data = data || '{\"more\": 1}'")]
    [InlineData("timestamp = timestamp + interval '1 microsecond'")]
    [InlineData("user_name = 'somebody else'")]
    [InlineData("user_name = null")]
    [InlineData("causation_id = ''")]
    [InlineData("headers = headers || '{\"source\": \"system\"}'")]
    [InlineData("type = 'counter_named'")]
    [InlineData("id = gen_random_uuid()")]
    [InlineData("hash = null")]
    public async Task an_altered_event_is_named(string change)
    {
        (await history.ToldOf("update {s}.mt_events set " + change + " where stream_id = 'counter-a' and version = 3"))[0].ShouldBe("Altered counter-a/3 #5");
        (await history.ToldOf("update {s}.mt_events set " + change + " where stream_id = 'counter-b' and version = 5"))[0].ShouldBe("Altered counter-b/5 #19");
        (await history.ToldOf(
            "update {s}.mt_events set " + change + " where stream_id = 'counter-a' and version = 3",
            audit: audit => audit.Run("counter-a", 10, default)))[0].ShouldBe("Altered counter-a/3 #5");
    }

    [Fact]
    public async Task an_altered_event_with_a_hash_made_to_fit_is_named()
    {
        const string Change = "update {s}.mt_events set data = jsonb_set(data, '{by}', '1000') where stream_id = 'counter-a' and version = ";
        (await history.ToldOf(Change + 3, () => history.Rehash("counter-a", 3, 3))).ShouldBe(["Altered counter-a/3 #5"]);
        (await history.ToldOf(Change + 3, () => history.Rehash("counter-a", 3, 3), audit => audit.Run("counter-a", 10, default))).ShouldBe(["Altered counter-a/3 #5"]);
        (await history.ToldOf("update {s}.mt_events set data = '{}' where stream_id = 'counter-c'", () => history.Rehash("counter-c", 1))).ShouldBe(["Altered counter-c/1 #8"]);
    }

    [Fact]
    public async Task a_stream_with_all_hashes_made_anew_is_named_by_the_seals_over_it()
    {
        const string Change = "update {s}.mt_events set data = jsonb_set(data, '{by}', '1000') where stream_id = 'counter-a' and version = 3";
        string[] told = ["Altered counter-a/3 #5", "Altered counter-a/4 #6", "Altered counter-a/5 #9", "Altered counter-a/6 #12", "Altered counter-a/7 #16"];
        (await history.ToldOf(Change, () => history.Rehash("counter-a", 3))).ShouldBe(told);
        (await history.ToldOf(Change, () => history.Rehash("counter-a", 3), audit => audit.Run("counter-a", 10, default))).ShouldBe(told);
    }

    [Theory]
    [InlineData("stream_id = 'counter-a' and version = 3", "Removed counter-a/3 #5")]
    [InlineData("stream_id = 'counter-a' and version in (3, 4)", "Removed counter-a/3-4 #5")]
    [InlineData("stream_id = 'counter-a' and version = 1", "Removed counter-a/1 #1")]
    [InlineData("stream_id = 'counter-a' and version = 8", "Removed counter-a/8")]
    [InlineData("stream_id = 'counter-b' and version >= 4", "Removed counter-b/4-5 #13")]
    [InlineData("stream_id = 'counter-d'", "Removed counter-d/1-2 #14")]
    [InlineData("stream_id = 'seals-store' and version = 1", "Removed seals-store/1 #11")]
    public async Task a_removed_event_is_named(string which, string told)
    {
        (await history.ToldOf("delete from {s}.mt_events where " + which))[0].ShouldBe(told);
    }

    [Fact]
    public async Task a_stream_that_was_removed_with_all_that_lists_it_is_told_by_its_numbers()
    {
        (await history.ToldOf("delete from {s}.mt_events where stream_id = 'counter-d'; delete from {s}.mt_streams where id = 'counter-d'"))
            .ShouldBe(["Removed ?/ #14", "Removed ?/ #15"]);
        (await history.ToldOf("delete from {s}.mt_events where stream_id = 'counter-b' and version >= 4; update {s}.mt_streams set version = 3 where id = 'counter-b'"))
            .ShouldBe(["Removed ?/ #13"]);
    }

    [Fact]
    public async Task versions_and_numbers_that_were_swapped_are_named()
    {
        (await history.ToldOf("""
            update {s}.mt_events set version = 99 where stream_id = 'counter-a' and version = 2;
            update {s}.mt_events set version = 2 where stream_id = 'counter-a' and version = 3;
            update {s}.mt_events set version = 3 where stream_id = 'counter-a' and version = 99
            """))[0].ShouldBe("Reordered counter-a/3 #3");
        (await history.ToldOf("""
            update {s}.mt_events set seq_id = -1 where seq_id = 5; update {s}.mt_events set seq_id = 5 where seq_id = 7; update {s}.mt_events set seq_id = 7 where seq_id = -1
            """)).ShouldBe(["Reordered counter-b/3 #5", "Reordered counter-a/4 #6", "Reordered counter-a/3 #7"]);
        (await history.ToldOf("""
            update {s}.mt_events set seq_id = -1 where seq_id = 7; update {s}.mt_events set seq_id = 7 where seq_id = 8; update {s}.mt_events set seq_id = 8 where seq_id = -1
            """)).ShouldBe(["Reordered counter-c/1 #7", "Reordered counter-b/3 #8"]);
    }

    [Fact]
    public async Task an_event_that_was_slipped_in_is_named()
    {
        const string SlipIn = """
            create temporary table stranger as select * from {s}.mt_events where seq_id = 8;
            update stranger set seq_id = {n}, stream_id = 'counter-x', id = gen_random_uuid();
            insert into {s}.mt_events select * from stranger; drop table stranger;
            insert into {s}.mt_streams (id, version, timestamp, created) values ('counter-x', 1, now(), now())
            """;
        (await history.ToldOf(SlipIn.Replace("{n}", "10"), () => history.Rehash("counter-x", 1))).ShouldBe(["SlippedIn counter-x/1 #10"]);
        (await history.ToldOf(SlipIn.Replace("{n}", "100"))).ShouldBe(["Altered counter-x/1 #100"]);
    }

    [Fact]
    public async Task seals_that_were_changed_or_removed_are_told()
    {
        (await history.ToldOf("update {s}.mt_events set data = jsonb_set(data, '{events}', '8') where stream_id = 'seals-store' and version = 1"))
            .ShouldContain("Altered seals-store/1 #11");
        (await history.ToldOf("update {s}.mt_events set data = jsonb_set(data, '{marks}', '\"\"') where stream_id = 'seals-store' and version = 2", () => history.Rehash("seals-store", 2)))
            .ShouldContain("Altered seals-store/2");

        // What leaves no trace within the store is told by the copy outside.
        var kept = SealFile.Of(history.LastSeal);
        AuditReport? report = null;
        Finding? against = null;
        await history.ToldOf(
            "delete from {s}.mt_events where seq_id > 11; update {s}.mt_streams s set version = (select max(version) from {s}.mt_events where stream_id = s.id); delete from {s}.mt_streams where version is null",
            audit: async audit =>
            {
                against = await audit.Against(kept, default);
                return report = await audit.Run(null, null, 10, null, default);
            });
        report!.Findings.ShouldBeEmpty();
        against!.Why.ShouldContain("Seal 2 of ");
        against.Why.ShouldContain("is not in the store any more");
    }

    [Fact]
    public async Task a_time_is_audited_without_the_rest()
    {
        var report = await history.Audit.Run(history.Between, null, 100, null, default);
        (report.Events, report.Seals, report.FindingCount).ShouldBe((9, 1, 0));
        (await history.Audit.Run(null, history.Between.AddDays(-1), 100, null, default)).Events.ShouldBe(15);

        const string Change = "update {s}.mt_events set data = jsonb_set(data, '{by}', '1000') where stream_id = 'counter-a' and version = ";
        (await history.ToldOf(Change + 3, audit: Since)).ShouldBeEmpty();
        (await history.ToldOf(Change + 6, audit: Since)).ShouldBe(["Altered counter-a/6 #12"]);
        (await history.ToldOf("delete from {s}.mt_events where seq_id = 12", audit: Since)).ShouldBe(["Removed counter-a/6 #12"]);

        async Task<AuditReport?> Since(ChainAudit audit) => await audit.Run(history.Between, null, 10, null, default);
    }

    [Fact]
    public async Task a_stream_that_is_not_there_is_none() => (await history.Audit.Run("counter-nobody", 10, default)).ShouldBeNull();
}
