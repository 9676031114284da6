using Microsoft.Playwright;

namespace KaosNet.Compat.Tests.Explorer;

/// <summary>Debian's Chromium, driven by the Node that Playwright's package brings along: nothing is downloaded.</summary>
sealed class Browser : IAsyncDisposable
{
    static readonly string[] Switches =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    readonly IPlaywright _playwright;
    readonly IBrowser _browser;

    Browser(IPlaywright playwright, IBrowser browser, IPage page) => (_playwright, _browser, Page) = (playwright, browser, page);

    public IPage Page { get; }

    public static async Task<Browser> Open(Uri page, float timeoutSeconds)
    {
        Environment.SetEnvironmentVariable("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable(), Headless = true, Args = Switches, Timeout = timeoutSeconds * 1000 });
        var opened = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1280, Height = 1600 } });
        opened.SetDefaultTimeout(timeoutSeconds * 1000);
        await opened.GotoAsync(page.ToString());
        return new(playwright, browser, opened);
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.CloseAsync();
        _playwright.Dispose();
    }

    /// <summary>Where <c>./kaos test</c> finds or installs it.</summary>
    static string Executable()
    {
        string[] places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
        return Array.Find(places, File.Exists) ?? throw new InvalidOperationException("There is no Chromium; ./kaos test installs it (apt-get install chromium).");
    }
}
