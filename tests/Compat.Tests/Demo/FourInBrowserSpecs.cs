using System.Text.RegularExpressions;
using KaosNet.Compat.Tests.Explorer;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace KaosNet.Compat.Tests.Demo;

/// <summary>Four in a row in two tabs of a real browser, from the server's own page.</summary>
[Collection(DemoServerCollection.Name)]
public sealed partial class FourInBrowserSpecs(DemoServer demo, Browser browser) : IClassFixture<Browser>
{
    static FourInBrowserSpecs() => SetDefaultExpectTimeout(Browser.TimeoutMs);

    [Fact]
    public async Task two_players_meet_play_lose_a_socket_and_see_the_game_on_record()
    {
        var complaints = new List<string>();
        // Names that nobody else takes on the server of these specs.
        var cleo = await Open("cleo", complaints);
        await cleo.GetByRole(AriaRole.Button, new() { Name = "Find an opponent" }).ClickAsync();
        await Expect(cleo.Locator("#waiting")).ToBeVisibleAsync();

        var dora = await Open("dora", complaints, page => page.RouteWebSocketAsync(_ => true, socket =>
        {
            socket.ConnectToServer();
            lost = socket;
        }));
        await dora.GetByRole(AriaRole.Button, new() { Name = "Play with cleo" }).ClickAsync();
        await Expect(cleo.Locator("#status")).ToHaveTextAsync(TurnLine());
        var (first, second) = await cleo.Locator("#status").TextContentAsync() == "Your turn" ? (cleo, dora) : (dora, cleo);

        await Drop(first, 4);
        // Dora's socket breaks; the page comes back by itself, to the same game.
        await lost!.CloseAsync(new() { Code = 3001, Reason = "test" });
        await Expect(cleo.Locator("#seat-1.away, #seat-2.away")).ToHaveCountAsync(1);
        await Expect(cleo.Locator("#seat-1.away, #seat-2.away")).ToHaveCountAsync(0);
        await Drop(second, 1);
        // A page that is loaded anew is back in its game too.
        await first.ReloadAsync();
        await Expect(first.Locator("#status")).ToHaveTextAsync("Your turn");
        await Drop(first, 3);
        await Drop(second, 1);
        await Drop(first, 5);
        await Drop(second, 1);
        // A key counts only in one's turn, and the answer to the other's disc may still be on its way.
        await Expect(first.Locator("#status")).ToHaveTextAsync("Your turn");
        await first.Keyboard.PressAsync("2");

        await Expect(first.Locator("#status")).ToHaveTextAsync("You win!");
        await Expect(second.Locator("#status")).ToHaveTextAsync($"{await NameOf(first)} wins.");
        await Expect(first.Locator(".cell.winning")).ToHaveCountAsync(4);
        var replay = (await first.Locator("#replay").TextContentAsync())!;
        replay.ShouldStartWith("./kaos replay match ");

        // Loser and winner find the game in their lobby, and the loser looks at it again.
        await second.GetByRole(AriaRole.Button, new() { Name = "New game" }).ClickAsync();
        await Expect(second.Locator("#history .outcome")).ToHaveTextAsync("lost");
        await Expect(second.Locator("#leaders tbody tr")).ToHaveTextAsync($"1{await NameOf(first)}1");
        await second.GetByRole(AriaRole.Button, new() { Name = "Replay the game" }).ClickAsync();
        await second.GetByRole(AriaRole.Button, new() { Name = "To the beginning" }).ClickAsync();
        await Expect(second.Locator(".cell.one, .cell.two")).ToHaveCountAsync(0);
        await second.GetByRole(AriaRole.Button, new() { Name = "One move on" }).ClickAsync();
        await Expect(second.Locator(".cell.one")).ToHaveCountAsync(1);
        await Expect(second.Locator("#step-shown")).ToHaveTextAsync("1 of 7");
        await Expect(second.Locator("#replay")).ToHaveTextAsync(replay);

        complaints.ShouldBeEmpty();
        await demo.ShouldReplay(replay["./kaos replay match ".Length..], $"record-four/0/{await IdOf(first)}");
    }

    [Fact]
    public async Task the_same_page_plays_the_game_in_javascript()
    {
        var complaints = new List<string>();
        var finn = await Open("finn", complaints, search: "?in=js");
        await finn.GetByRole(AriaRole.Button, new() { Name = "Find an opponent" }).ClickAsync();
        await Expect(finn.Locator("#waiting")).ToBeVisibleAsync();
        var gina = await Open("gina", complaints, search: "?in=js");
        await gina.GetByRole(AriaRole.Button, new() { Name = "Play with finn" }).ClickAsync();
        await Expect(finn.Locator("#status")).ToHaveTextAsync(GinasTurnLine());
        var (first, second) = await finn.Locator("#status").TextContentAsync() == "Your turn" ? (finn, gina) : (gina, finn);
        foreach (var column in new[] { 4, 3, 2 })
        {
            await Drop(first, column);
            await Drop(second, 7);
        }

        await Drop(first, 5);
        await Expect(first.Locator("#status")).ToHaveTextAsync("You win!");
        await Expect(first.Locator(".cell.winning")).ToHaveCountAsync(4);
        var replay = (await first.Locator("#replay").TextContentAsync())!;
        complaints.ShouldBeEmpty();
        await demo.ShouldReplay(replay["./kaos replay match ".Length..], $"record-four_js/0/{await IdOf(first)}");
    }

    IWebSocketRoute? lost;

    /// <summary>Opens the page and signs in under that name.</summary>
    async Task<IPage> Open(string name, List<string> complaints, Func<IPage, Task>? before = null, string search = "")
    {
        var page = await browser.Open(new Uri(demo.Address, "/play/four/" + search));
        page.PageError += (_, error) => complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error") complaints.Add(message.Text);
        };
        if (before is not null) await before(page);
        await page.GetByLabel("Your name").FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Come in" }).ClickAsync();
        await Expect(page.Locator("#lobby")).ToBeVisibleAsync();
        return page;
    }

    /// <summary>Drops a disc when it is this player's turn, and waits until it lies there.</summary>
    static async Task Drop(IPage page, int column)
    {
        await Expect(page.Locator("#status")).ToHaveTextAsync("Your turn");
        await page.Locator("#board .column").Nth(column - 1).ClickAsync();
        await Expect(page.Locator("#status")).Not.ToHaveTextAsync("Your turn");
    }

    static async Task<string> NameOf(IPage page) => (await page.Locator("#my-name").TextContentAsync())!;

    /// <summary>The player's id, as the page's own address of the history has it.</summary>
    static Task<string> IdOf(IPage page) => page.EvaluateAsync<string>("""
        async () => {
          const devices = new Map(JSON.parse(localStorage.getItem("kaos.devices")));
          const device = devices.get(sessionStorage.getItem("four.name"));
          const signedIn = await fetch("/v2/account/authenticate/device?create=false", { method: "POST", headers: { Authorization: `Basic ${btoa("defaultkey:")}` }, body: JSON.stringify({ id: device }) });
          return JSON.parse(atob((await signedIn.json()).token.split(".")[1])).uid;
        }
        """);

    [GeneratedRegex("^Your turn$|^dora is thinking…$")]
    private static partial Regex TurnLine();

    [GeneratedRegex("^Your turn$|^gina is thinking…$")]
    private static partial Regex GinasTurnLine();
}
