using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace KaosNet.Compat.Tests.Explorer;

/// <summary>An administrator calls operations from the page at <c>/swagger</c>, in a real browser.</summary>
public sealed class ExplorerSpecs(CompatServer compat, Browser browser) : IClassFixture<Browser>
{
    static ExplorerSpecs() => SetDefaultExpectTimeout(Browser.TimeoutMs);

    [Fact]
    public async Task an_admin_signs_a_player_in_and_calls_as_that_player()
    {
        var page = await Explorer();
        var complaints = new List<string>();
        page.PageError += (_, error) => complaints.Add(error);

        var refused = await Call(page, "account", "GetAccount");
        refused.Status.ShouldBe(401);

        await SignIn(page);
        var account = await Call(page, "account", "GetAccount");
        account.Status.ShouldBe(200);
        account.Body.GetProperty("devices")[0].GetProperty("id").GetString().ShouldBe("explorer-device-1");
        complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task an_admin_hands_in_scores_and_turns_the_pages_of_a_list()
    {
        var ann = await SignedIn("explorer-device-2");
        var bob = await SignedIn("explorer-device-3");
        foreach (var player in new[] { ann, bob })
        {
            var written = await Call(player, "leaderboard", "WriteLeaderboardRecord", ("leaderboard_id", "total"));
            written.Status.ShouldBe(200);
            written.Body.GetProperty("metadata").GetString().ShouldBe("{}");
        }

        var first = await Call(ann, "leaderboard", "ListLeaderboardRecords", ("leaderboard_id", "total"), ("limit", "1"));
        first.Status.ShouldBe(200);
        var leader = first.Body.GetProperty("records").EnumerateArray().Single().GetProperty("owner_id").GetString();
        var second = await Call(ann, "leaderboard", "ListLeaderboardRecords", ("cursor", first.Body.GetProperty("next_cursor").GetString()!));
        second.Status.ShouldBe(200);
        second.Body.GetProperty("records").EnumerateArray().Single().GetProperty("owner_id").GetString().ShouldNotBe(leader);
    }

    [Fact]
    public async Task an_admin_calls_a_function_as_a_server_does()
    {
        var page = await Explorer();
        (await Call(page, "rpc", "RpcFunc2", ("id", "whoami"))).Status.ShouldBe(401);
        await Authorize(page, "HttpKey", dialog => dialog.Locator("input[type=text]").FillAsync("defaulthttpkey"));
        var echoed = await Call(page, "rpc", "RpcFunc2", ("id", "echo"));
        echoed.Status.ShouldBe(200);
        echoed.Body.GetProperty("payload").GetString().ShouldBe("{}");
        var asked = await Call(page, "rpc", "RpcFunc", ("id", "whoami"));
        asked.Status.ShouldBe(200);
        asked.Body.GetProperty("payload").GetString()!.ShouldNotContain("user_id");
    }

    Task<IPage> Explorer() => browser.Open(new Uri(compat.Server.Address, "/swagger"));

    async Task<IPage> SignedIn(string device)
    {
        var page = await Explorer();
        await SignIn(page, device);
        return page;
    }

    /// <summary>Signs a player in, with the device of the page's example or another, and becomes that player.</summary>
    static async Task SignIn(IPage page, string? device = null)
    {
        await Authorize(page, "ServerKey", dialog => dialog.Locator("input[name=username]").FillAsync("defaultkey"));
        var block = await Open(page, "authenticate", "AuthenticateDevice");
        // What is filled in is sent as it stands: a made-up entry would become a session variable.
        var body = block.Locator("textarea.body-param__text");
        JsonDocument.Parse(await body.InputValueAsync()).RootElement.GetProperty("vars").GetRawText().ShouldBe("{}");
        if (device is not null) await body.FillAsync($$"""{"id":"{{device}}"}""");
        var signedIn = await Call(page, "authenticate", "AuthenticateDevice");
        signedIn.Status.ShouldBe(200);
        var token = signedIn.Body.GetProperty("token").GetString()!;
        await Authorize(page, "Session", dialog => dialog.Locator("input[type=text]").FillAsync(token));
    }

    /// <summary>Fills one way to authorize of the dialog, which has a form for each.</summary>
    static async Task Authorize(IPage page, string scheme, Func<ILocator, Task> fill)
    {
        await page.Locator(".auth-wrapper > .authorize").ClickAsync();
        var form = page.Locator(".modal-ux .auth-container").Filter(new() { HasText = scheme });
        await fill(form);
        await form.Locator("button[type=submit]").ClickAsync();
        await Expect(form.GetByText("Logout")).ToBeVisibleAsync();
        await form.Locator(".btn-done").ClickAsync();
    }

    /// <summary>Presses Execute with these parameters and what else the page has filled in, and reads what the page shows.</summary>
    static async Task<(int Status, JsonElement Body)> Call(IPage page, string tag, string operation, params (string Name, string Value)[] parameters)
    {
        var block = await Open(page, tag, operation);
        foreach (var (name, value) in parameters) await block.Locator($"tr[data-param-name='{name}'] input").FillAsync(value);
        var answered = await page.RunAndWaitForResponseAsync(
            () => block.GetByRole(AriaRole.Button, new() { Name = "Execute" }).ClickAsync(), response => response.Url.Contains("/v2/", StringComparison.Ordinal));
        var status = block.Locator(".live-responses-table .response-col_status").Nth(1);
        await Expect(status).ToContainTextAsync(answered.Status.ToString());
        return (answered.Status, (await answered.JsonAsync())!.Value);
    }

    static async Task<ILocator> Open(IPage page, string tag, string operation)
    {
        // Of so many operations the page shows those that are looked at, so one looks for them as an administrator does.
        await page.Locator(".operation-filter-input").FillAsync(tag);
        var block = page.Locator($"#operations-{tag}-{operation}");
        if (!(await block.GetAttributeAsync("class"))!.Contains("is-open", StringComparison.Ordinal)) await block.Locator(".opblock-summary-control").ClickAsync();
        return block;
    }
}
