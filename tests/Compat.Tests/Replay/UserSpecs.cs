using System.Text.Json;
using KaosNet.Compat.Tests.Explorer;
using KaosNet.Tests.Support;

namespace KaosNet.Compat.Tests.Replay;

/// <summary><c>./kaos replay user ID --export DIR</c>: everything about a user, for the user.</summary>
[Collection(AuditedServerCollection.Name)]
public sealed class UserSpecs(AuditedServer audited)
{
    [Fact]
    public async Task everything_about_a_player_is_written_and_explained()
    {
        var folder = Path.Combine(TestFolder.Create("export"), "ann");
        var run = await audited.Replay("user", audited.Ann.UserId.ToUpperInvariant(), "--export", folder);
        run.ShouldEndWith(0);
        foreach (var section in (string[])["profile", "purchases", "subscriptions"]) run.Lines.Select(line => line.Trim()).ShouldContain($"1  {section}");
        run.Lines[^1].ShouldEndWith($"is in {folder}/index.html");
        (await File.ReadAllTextAsync(Path.Combine(folder, "matches.json"))).ShouldContain(audited.FinishedMatch.Split('.')[0]);
        (await File.ReadAllTextAsync(Path.Combine(folder, "match_messages.csv"))).ShouldContain(",4,");
        var purchase = (await Rows(folder, "purchases")).ShouldHaveSingleItem();
        Texts(purchase, "transaction_id", "product_id", "store").ShouldBe(["t-1", "sword", "apple"]);
        var subscription = (await Rows(folder, "subscriptions")).ShouldHaveSingleItem();
        Texts(subscription, "original_transaction_id", "product_id", "store").ShouldBe(["s-1", "gold", "apple"]);
        foreach (var file in Directory.GetFiles(folder)) (await File.ReadAllTextAsync(file)).ShouldNotContain("audited_bob");
        (await audited.Replay("user", audited.Ann.UserId, "--export", folder)).ShouldRefuse("is there and not empty.");
    }

    [Fact]
    public async Task a_browser_shows_the_page_with_nothing_from_elsewhere()
    {
        var folder = Path.Combine(TestFolder.Create("export"), "bob");
        (await audited.Replay("user", audited.Bob.UserId, "--export", folder)).ShouldEndWith(0);
        (await File.ReadAllTextAsync(Path.Combine(folder, "index.html"))).ShouldNotContain("://");
        await using var browser = new Browser();
        await browser.InitializeAsync();
        var page = await browser.Open(new Uri(Path.Combine(folder, "index.html")));
        List<string> asked = [];
        page.Request += (_, request) => asked.Add(request.Url);
        await page.ReloadAsync();
        asked.ShouldBe([page.Url]);
        (await page.Locator("script, link, img, iframe").CountAsync()).ShouldBe(0);
        (await page.TitleAsync()).ShouldBe("Your data");
        (await page.Locator("section h3").AllInnerTextsAsync()).ShouldContain("Every change");
        (await page.Locator("body > header").InnerTextAsync()).ShouldContain($"All that this game has recorded about the player {audited.Bob.UserId}, as of ");
        // Each file that it names is there.
        foreach (var link in await page.Locator("a").AllAsync()) File.Exists(Path.Combine(folder, (await link.GetAttributeAsync("href"))!)).ShouldBeTrue();
        // It fits a phone as well as a wide window.
        foreach (var width in (int[])[1280, 390])
        {
            await page.SetViewportSizeAsync(width, 844);
            (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth")).ShouldBeTrue();
            if (Environment.GetEnvironmentVariable("KAOS_SCREENSHOTS") is { Length: > 0 } pictures)
                await page.ScreenshotAsync(new() { Path = Path.Combine(pictures, $"export-{width}.png"), FullPage = true });
        }
    }

    [Fact]
    public async Task who_never_was_there_is_refused()
    {
        var folder = Path.Combine(TestFolder.Create("export"), "nobody");
        (await audited.Replay("user", Guid.NewGuid().ToString(), "--export", folder)).ShouldRefuse("There never was such a user.");
        Directory.Exists(folder).ShouldBeFalse();
    }

    static async Task<List<JsonElement>> Rows(string folder, string section) =>
        [.. JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, section + ".json"))).RootElement.EnumerateArray()];

    static string?[] Texts(JsonElement row, params string[] members) => [.. members.Select(member => row.GetProperty(member).GetString())];
}
