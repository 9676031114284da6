using System.Text.Json;
using KaosNet.Replay.Exporting;
using KaosNet.Store.Reading;
using KaosNet.Store.Reading.Exporting;
using KaosNet.Tests.Support;
using Parquet;
using Parquet.Serialization;
using Parquet.Serialization.Attributes;

namespace KaosNet.Compat.Tests.Replay;

/// <summary>A row of an exported file, as a reader of Parquet gets it.</summary>
sealed record EventRow
{
    static readonly ParquetOptions Names = new() { PropertyNameCaseInsensitive = true };

    public long Sequence { get; set; }

    [ParquetRequired]
    public string Id { get; set; } = "";

    [ParquetRequired]
    public string Stream { get; set; } = "";

    [ParquetRequired]
    public string Slice { get; set; } = "";

    public long Version { get; set; }

    [ParquetRequired]
    public string Type { get; set; } = "";

    public DateTime Time { get; set; }

    public string? Actor { get; set; }

    public string? Source { get; set; }

    public string? Operation { get; set; }

    public string? Correlation { get; set; }

    public string? Cause { get; set; }

    [ParquetListElementRequired]
    public List<string>? Users { get; set; }

    [ParquetRequired]
    public string Data { get; set; } = "";

    /// <summary>Of all files of an archive, in the order of their names.</summary>
    public static async Task<List<EventRow>> In(string archive)
    {
        List<EventRow> rows = [];
        foreach (var file in Files(archive)) rows.AddRange((await ParquetSerializer.DeserializeAsync<EventRow>(file, Names)).Data);
        return rows;
    }

    public static string[] Files(string archive) =>
        [.. Directory.GetFiles(Path.GetDirectoryName(archive)!, Path.GetFileNameWithoutExtension(archive) + ".*.parquet").Order(StringComparer.Ordinal)];
}

/// <summary><c>./kaos replay export_events</c> into Parquet, beside a live server.</summary>
[Collection(AuditedServerCollection.Name)]
public sealed class ExportParquetSpecs(AuditedServer audited)
{
    readonly string _folder = TestFolder.Create("parquet");

    [Fact]
    public async Task columns_hold_what_the_lines_hold()
    {
        var (lines, columns) = (Path.Combine(_folder, "events.jsonl"), Path.Combine(_folder, "events.parquet"));
        // Written later, so it has what the other has.
        (await audited.Replay("export_events", "--to", lines, "--personal")).ShouldEndWith(0);
        var run = await ReplayTool.RunProgram("export_events", "--to", columns, "--personal", "--database.address", audited.Connection);
        run.ShouldEndWith(0);
        run.Said.ShouldContain(" events after 0; the file is complete up to ");

        var rows = await EventRow.In(columns);
        var all = File.ReadLines(lines).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        all.Count.ShouldBeGreaterThan(50);
        foreach (var (line, row) in all.Zip(rows))
        {
            string? Text(string name) => line.TryGetProperty(name, out var value) ? value.GetString() : null;
            row.ShouldBeEquivalentTo(new EventRow
            {
                Sequence = line.GetProperty("sequence").GetInt64(), Id = Text("id")!, Stream = Text("stream")!, Slice = Text("slice")!,
                Version = line.GetProperty("version").GetInt64(), Type = Text("type")!, Time = line.GetProperty("time").GetDateTime(), Actor = Text("actor"),
                Source = Text("source"), Operation = Text("operation"), Correlation = Text("correlation"), Cause = Text("cause"),
                Users = line.TryGetProperty("users", out var users) ? [.. users.EnumerateArray().Select(user => user.GetString()!)] : null,
                Data = line.GetProperty("data").GetRawText(),
            });
        }

        all.Count.ShouldBeLessThanOrEqualTo(rows.Count);
        rows.ShouldContain(row => row.Users == null);
        rows.ShouldContain(row => row.Users != null && row.Users.Count > 1);
        rows.ShouldContain(row => row.Data.Contains("audited_ann"));
    }

    [Fact]
    public async Task the_next_run_makes_a_file_of_what_came_and_filters_are_kept()
    {
        var columns = Path.Combine(_folder, "wallets.parquet");
        (await audited.Replay("export_events", "--to", columns, "--slice", "wallet", "--user", audited.Ann.UserId)).ShouldEndWith(0);
        (await EventRow.In(columns)).ShouldAllBe(row => row.Stream == "wallet-" + audited.Ann.UserId);
        EventRow.Files(columns).ShouldHaveSingleItem();

        var again = await audited.Replay("export_events", "--to", columns, "--slice", "wallet", "--user", audited.Ann.UserId);
        again.Said.ShouldStartWith("0 events after ");
        EventRow.Files(columns).ShouldHaveSingleItem();
        (await audited.Replay("export_events", "--to", columns)).ShouldRefuse("was begun with other filters (slice wallet, user ");
        (await audited.Replay("export_events", "--to", columns, "--follow")).ShouldRefuse("A Parquet file can be read once it is complete");
    }
}

/// <summary>The files themselves.</summary>
public sealed class ParquetFilesSpecs
{
    readonly string _path = Path.Combine(TestFolder.Create("parquet"), "events.parquet");

    [Fact]
    public async Task what_an_export_left_unfinished_is_written_again()
    {
        using (var files = Open()) await files.Add(Page(1, 2), default);
        EventRow.Files(_path).ShouldBeEmpty();

        using (var files = Open())
        {
            files.Position.ShouldBe(0);
            await Export(files, Page(1, 2));
        }

        // A crash, which removes nothing.
        await File.WriteAllTextAsync(_path + ".unfinished", "half of");
        using (var files = Open()) await Export(files, Page(3));
        (await Sequences()).ShouldBe([1, 2, 3]);
        Directory.GetFiles(Path.GetDirectoryName(_path)!).Length.ShouldBe(3);
    }

    [Fact]
    public async Task a_file_that_was_complete_before_the_checkpoint_counts()
    {
        using (var files = Open()) await Export(files, Page(1));
        var before = await File.ReadAllBytesAsync(_path + ".checkpoint");
        using (var files = Open()) await Export(files, Page(2, 3));
        await File.WriteAllBytesAsync(_path + ".checkpoint", before);

        using (var files = Open())
        {
            files.Position.ShouldBe(3);
            await Export(files, Page(4));
        }

        (await Sequences()).ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task row_groups_and_files_are_bounded()
    {
        using (var files = Open(bytesMax: 10_000))
        {
            for (var last = 1000; last <= 45_000; last += 1000) await files.Add(Page([.. Enumerable.Range(last - 999, 1000).Select(at => (long)at)]), default);
            await files.Complete(default);
        }

        EventRow.Files(_path).Select(Path.GetFileName).ShouldBe(["events.000000000020000.parquet", "events.000000000040000.parquet", "events.000000000045000.parquet"]);
        (await Sequences()).ShouldBe(Enumerable.Range(1, 45_000).Select(at => (long)at));
        await using var reader = await ParquetReader.CreateAsync(EventRow.Files(_path)[0]);
        reader.RowGroupCount.ShouldBe(1);
    }

    [Fact]
    public async Task one_writes_at_a_time_and_files_without_a_checkpoint_are_left_alone()
    {
        using (var files = Open())
        {
            await Export(files, Page(1));
            Should.Throw<IOException>(() => Open());
        }

        File.Delete(_path + ".checkpoint");
        Should.Throw<ArchiveRefusedException>(() => Open()).Message.ShouldContain("events.000000000000001.parquet is there, and ");
    }

    ParquetFiles Open(long bytesMax = long.MaxValue) => ParquetFiles.Open(_path, "all", after: 0, bytesMax);

    static async Task Export(ParquetFiles files, EventPage page)
    {
        await files.Add(page, default);
        await files.Complete(default);
    }

    async Task<List<long>> Sequences() => (await EventRow.In(_path)).ConvertAll(row => row.Sequence);

    static EventPage Page(params long[] sequences) => new([.. sequences.Select(Event)], sequences[^1], IsAtEnd: true);

    static PublishedEvent Event(long sequence) => new(
        sequence, Guid.CreateVersion7(), "wallet-one", "wallet", sequence, "wallet_booked", DateTimeOffset.UnixEpoch.AddSeconds(sequence), "", "system", "", "", "", [],
        "{}"u8.ToArray());
}
