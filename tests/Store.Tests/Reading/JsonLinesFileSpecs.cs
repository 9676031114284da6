using System.Text.Json;
using KaosNet.Store.Reading;
using KaosNet.Store.Reading.Exporting;
using KaosNet.Tests.Support;

namespace KaosNet.Store.Tests.Reading;

public sealed class JsonLinesFileSpecs
{
    readonly string _path = Path.Combine(TestFolder.Create("lines"), "events.jsonl");

    [Fact]
    public async Task an_export_goes_on_where_it_was()
    {
        using (var file = JsonLinesFile.Open(_path, "all", after: 2))
        {
            file.Position.ShouldBe(2);
            await file.Add(Page(3, 4), default);
            await file.Add(new([], 9, IsAtEnd: true), default);
        }

        using (var again = JsonLinesFile.Open(_path, "all", after: 0))
        {
            again.Position.ShouldBe(9);
            await again.Add(Page(10), default);
        }

        Sequences(_path).ShouldBe([3, 4, 10]);
    }

    [Fact]
    public async Task what_a_crash_left_behind_the_checkpoint_is_cut_off()
    {
        using (var file = JsonLinesFile.Open(_path, "all", after: 0)) await file.Add(Page(1, 2), default);
        await File.AppendAllTextAsync(_path, """{"sequence":3,"id":"0""");
        using (var again = JsonLinesFile.Open(_path, "all", after: 0)) await again.Add(Page(3), default);
        Sequences(_path).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task large_files_are_put_aside_also_when_a_crash_comes_between()
    {
        using (var file = JsonLinesFile.Open(_path, "all", after: 0, bytesMax: 300))
        {
            await file.Add(Page(1), default);
            await file.Add(Page(2), default);
            await file.Add(Page(3), default);
        }

        var folder = Path.GetDirectoryName(_path)!;
        Directory.GetFiles(folder, "*.jsonl").Select(Path.GetFileName).Order().ShouldBe(["events.000000000000002.jsonl", "events.jsonl"]);
        Sequences(Path.Combine(folder, "events.000000000000002.jsonl")).ShouldBe([1, 2]);
        Sequences(_path).ShouldBe([3]);

        File.Move(_path, Path.Combine(folder, "events.000000000000003.jsonl"));
        using (var again = JsonLinesFile.Open(_path, "all", after: 0)) await again.Add(Page(4), default);
        Sequences(_path).ShouldBe([4]);
    }

    [Fact]
    public async Task a_file_of_something_else_is_refused()
    {
        await File.WriteAllTextAsync(_path, "mine\n");
        Should.Throw<ArchiveRefusedException>(() => JsonLinesFile.Open(_path, "all", 0)).Message.ShouldContain("where it ends is not known");
        File.Delete(_path);
        using (var file = JsonLinesFile.Open(_path, "all", after: 0)) await file.Add(Page(1), default);
        Should.Throw<ArchiveRefusedException>(() => JsonLinesFile.Open(_path, "slice wallet", 0)).Message.ShouldContain("other filters (all)");
        await File.WriteAllTextAsync(_path, "{}");
        Should.Throw<ArchiveRefusedException>(() => JsonLinesFile.Open(_path, "all", 0)).Message.ShouldContain("it was cut");
        File.Delete(_path);
        Should.Throw<ArchiveRefusedException>(() => JsonLinesFile.Open(_path, "all", 0)).Message.ShouldContain("is gone");
        await File.WriteAllTextAsync(_path + ".checkpoint", "{");
        Should.Throw<ArchiveRefusedException>(() => JsonLinesFile.Open(_path, "all", 0)).Message.ShouldContain("cannot be read");
    }

    internal static EventPage Page(params long[] sequences) => new([.. sequences.Select(Event)], sequences[^1], IsAtEnd: false);

    static PublishedEvent Event(long sequence) => new(
        sequence, Guid.CreateVersion7(), "counter-a", "counter", sequence, "counter_raised", DateTimeOffset.UnixEpoch, "ann", "client", "Raise", "r", "", [],
        """{"by": 1}"""u8.ToArray());

    static long[] Sequences(string path) =>
        [.. File.ReadLines(path).Select(line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("sequence").GetInt64())];
}
