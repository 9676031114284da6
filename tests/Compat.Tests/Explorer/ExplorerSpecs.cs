using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace KaosNet.Compat.Tests.Explorer;

/// <summary>An administrator calls operations from the page at <c>/swagger</c>, in a real browser.</summary>
public sealed class ExplorerSpecs(CompatServer compat)
{
    const float TimeoutSeconds = 20;

    [Fact]
    public async Task an_admin_signs_a_player_in_and_calls_as_that_player()
    {
        await using var browser = await Browser.Open(new Uri(compat.Server.Address, "/swagger"), TimeoutSeconds);
        var page = browser.Page;
        var complaints = new List<string>();
        page.PageError += (_, error) => complaints.Add(error);

        var refused = await Call(page, "account", "GetAccount");
        refused.Status.ShouldBe(401);

        await Authorize(page, "ServerKey", dialog => dialog.Locator("input[name=username]").FillAsync("defaultkey"));
        var signedIn = await Call(page, "authenticate", "AuthenticateDevice");
        signedIn.Status.ShouldBe(200);
        var token = signedIn.Body.GetProperty("token").GetString()!;

        await Authorize(page, "Session", dialog => dialog.Locator("input[type=text]").FillAsync(token));
        var account = await Call(page, "account", "GetAccount");
        account.Status.ShouldBe(200);
        account.Body.GetProperty("devices")[0].GetProperty("id").GetString().ShouldBe("explorer-device-1");
        complaints.ShouldBeEmpty();
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

    /// <summary>Presses Execute with what the page has filled in, and reads what the page shows.</summary>
    static async Task<(int Status, JsonElement Body)> Call(IPage page, string tag, string operation)
    {
        var block = page.Locator($"#operations-{tag}-{operation}");
        if (!(await block.GetAttributeAsync("class"))!.Contains("is-open", StringComparison.Ordinal)) await block.Locator(".opblock-summary-control").ClickAsync();
        var answered = await page.RunAndWaitForResponseAsync(
            () => block.GetByRole(AriaRole.Button, new() { Name = "Execute" }).ClickAsync(), response => response.Url.Contains("/v2/", StringComparison.Ordinal));
        var status = block.Locator(".live-responses-table .response-col_status").Nth(1);
        await Expect(status).ToContainTextAsync(answered.Status.ToString());
        return (answered.Status, (await answered.JsonAsync())!.Value);
    }
}
