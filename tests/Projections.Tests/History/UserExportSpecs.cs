using System.Text.Json;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.History.Exporting;
using KaosNet.Tests.Support;

namespace KaosNet.Projections.Tests.History;

/// <summary>Everything about a user, made of events alone and handed to the user.</summary>
public sealed class UserExportSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    static readonly Guid Ann = Guid.Parse(ExportWorld.Ann);

    [Fact]
    public async Task all_of_the_user_is_in_it_and_nothing_of_others_but_their_ids()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        await new ExportWorld(bench).Play();
        var folder = Path.Combine(TestFolder.Create("export"), "ann");
        var summary = (await Export(bench).Write(Ann, folder)).Value;

        var files = Directory.GetFiles(folder).ToDictionary(path => Path.GetFileName(path)!, File.ReadAllText, StringComparer.Ordinal);
        files.Count.ShouldBe(((ExportSection.All.Count + 1) * 2) + 1);
        foreach (var (name, text) in files)
        {
            text.ShouldNotContain("bobword", Case.Insensitive, name);
            text.ShouldNotContain(Convert.ToBase64String(ExportWorld.MoveOf(ExportWorld.Bob)), Case.Sensitive, name);
            text.ShouldNotContain("passwordhash", Case.Sensitive, name);
        }

        var json = string.Concat(files.Where(file => file.Key.EndsWith(".json", StringComparison.Ordinal)).Select(file => file.Value));
        var csv = string.Concat(files.Where(file => file.Key.EndsWith(".csv", StringComparison.Ordinal)).Select(file => file.Value));
        foreach (var word in ExportWorld.Words.Select(what => ExportWorld.Word(ExportWorld.Ann, what)).Append(Convert.ToBase64String(ExportWorld.MoveOf(ExportWorld.Ann))))
            (json.Contains(word, StringComparison.Ordinal), csv.Contains(word, StringComparison.Ordinal)).ShouldBe((true, true), word);
        json.ShouldContain(ExportWorld.Bob);
        json.ShouldContain("annword-token");
        files["changes.json"].ShouldNotContain("user_blocked");

        var empty = summary.Rows.Where(section => section.Value == 0).Select(section => section.Key.Name);
        empty.ShouldBe(["leagues"]);
        foreach (var (section, rows) in summary.Rows)
        {
            Rows(files[section.Name + ".json"]).Length.ShouldBe((int)rows, section.Name);
            files[section.Name + ".csv"].ShouldStartWith(string.Join(',', section.Columns) + "\r\n");
            foreach (var row in Rows(files[section.Name + ".json"])) row.EnumerateObject().Select(member => member.Name).ShouldBeSubsetOf(section.Columns);
        }
    }

    [Fact]
    public async Task it_tells_every_change_with_time_and_actor_in_their_order()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        await new ExportWorld(bench).Play();
        var folder = Path.Combine(TestFolder.Create("export"), "ann");
        await Export(bench).Write(Ann, folder);
        var changes = Rows(await File.ReadAllTextAsync(Path.Combine(folder, "changes.json")));
        changes.Select(change => change.GetProperty("sequence").GetInt64()).ShouldBeInOrder();
        string[] Of(string name) => [.. changes.Where(change => Text(change, "event") == name).Select(change => Text(change, "by"))];
        Of("account_created").ShouldBe(["you"]);
        Of("friend_accepted").ShouldBe(["another player"]);
        // Nobody lists this under Ann; it is in a stream of hers.
        Of("ledger_entry_annotated").ShouldBe(["the game"]);
        var renamed = changes.Single(change => Text(change, "event") == "account_renamed");
        (renamed.GetProperty("details").GetProperty("username").GetString(), Text(renamed, "section"), Text(renamed, "operation")).ShouldBe(("annword-newname", "profile", "Spec"));
    }

    [Fact]
    public async Task it_is_there_whole_or_not_at_all_and_after_the_account_too()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        await bench.Do(new CreateAccount(ExportWorld.Ann, "ann", Identity.Device("anns-phone-01")), ExportWorld.Ann);
        await bench.Do(new DeleteAccount(ExportWorld.Ann, []), ExportWorld.Ann);
        var parent = TestFolder.Create("export");
        var folder = Path.Combine(parent, "ann");
        (await Export(bench).Write(Guid.NewGuid(), folder)).Fault.ShouldBe(UserExport.UnknownUser);
        await Should.ThrowAsync<ExportTooLargeException>(() => Export(bench).Write(Ann, folder, lengthMax: 10));
        Directory.EnumerateFileSystemEntries(parent).ShouldBeEmpty();

        Directory.CreateDirectory(folder);
        (await Export(bench).Write(Ann, folder + "/")).Fault.ShouldBeNull();
        Text(Rows(await File.ReadAllTextAsync(Path.Combine(folder, "profile.json"))).Single(), "status").ShouldBe("deleted");
        (await File.ReadAllTextAsync(Path.Combine(folder, "sign_ins.csv"))).ShouldContain("anns-phone-01");
        (await Export(bench).Write(Ann, folder)).Fault!.Message.ShouldBe($"{folder} is there and not empty.");
        Directory.GetFileSystemEntries(parent).ShouldBe([folder]);
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        using var documents = new UserExportDocuments(Export(bench), TimeProvider.System) { CharactersMax = 10 };
        (await documents.Of(Ann)).Fault.ShouldBe(UserExportDocuments.TooLarge);
        using var hasty = new UserExportDocuments(Export(bench), TimeProvider.System) { TimeMax = TimeSpan.Zero };
        (await hasty.Of(Ann)).Fault!.Code.ShouldBe(FaultCode.DeadlineExceeded);
    }

    [Fact]
    public async Task events_are_looked_up_by_key_however_many_there_are()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        await Task.WhenAll(Enumerable.Range(0, 1500).Select(i =>
            bench.Do(new CreateAccount(new Guid(i + 1, 0, 0, new byte[8]).ToString(), $"player{i}", Identity.Device($"device-of-{i:00000}")))));
        var user = new Guid(7, 0, 0, new byte[8]);
        foreach (var plan in new[]
        {
            await QueryPlan.Of(bench.Database, "mt_events", ExportSource.InOrderStatement(bench.Database.Schema), user, new[] { "message_sent" }, new[] { "message_edited" }),
            await QueryPlan.Of(bench.Database, "mt_events", ExportSource.ByStreamStatement(bench.Database.Schema), user),
        })
        {
            plan.ShouldNotContain("Seq Scan on mt_events");
            plan.ShouldNotContain("Seq Scan on event_users");
        }
    }

    [Fact]
    public void every_type_of_event_has_its_place_in_it()
    {
        var forgotten = EventCatalogue.Default.EventTypes.Where(entry => !ExportRules.Knows(entry.Value)).Select(entry => entry.Key).Order(StringComparer.Ordinal);
        forgotten.ShouldBeEmpty("Say in ExportRules what an export shows of them; nothing of other people but their ids.");
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@sum", "'@sum")]
    [InlineData("\tx", "'\tx")]
    [InlineData("a=b", "a=b")]
    [InlineData("", "")]
    public void a_text_is_no_formula_to_a_spreadsheet(string text, string cell) => ExportFile.CellOf(text).ShouldBe(cell);

    [Fact]
    public void numbers_stay_numbers_and_cells_are_quoted_by_the_rule()
    {
        ExportFile.CellOf(-5).ShouldBe("-5");
        var folder = TestFolder.Create("csv");
        using (var file = new ExportFile(folder, ExportSection.Wallet)) file.Add(new() { ["currency"] = "a \"b\", c\r\nd", ["balance"] = 3 });
        File.ReadAllText(Path.Combine(folder, "wallet.csv")).ShouldBe("currency,balance\r\n\"a \"\"b\"\", c\r\nd\",3\r\n");
    }

    static UserExport Export(ReadModelBench bench) => new(bench.Database, EventCatalogue.Default, TimeProvider.System);

    static JsonElement[] Rows(string json) => [.. JsonSerializer.Deserialize<JsonElement>(json).EnumerateArray()];

    static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;
}
