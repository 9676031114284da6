using Microsoft.Playwright;

namespace KaosNet.Compat.Tests.Explorer;

/// <summary>Debian's Chromium, driven by the Node that Playwright's package brings along: nothing is downloaded.</summary>
public sealed class Browser : IAsyncLifetime
{
    /// <summary>A page has this long for each step, on a machine that does much else.</summary>
    public const float TimeoutMs = 60_000;

    static readonly string[] Switches =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    IPlaywright? _playwright;
    IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        Environment.SetEnvironmentVariable("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable(), Headless = true, Args = Switches, Timeout = TimeoutMs });
    }

    /// <summary>Opens a page as somebody does who was never there before: it remembers who is signed in by itself only.</summary>
    public async Task<IPage> Open(Uri address)
    {
        var page = await _browser!.NewPageAsync(new() { ViewportSize = new() { Width = 1280, Height = 1600 } });
        page.SetDefaultTimeout(TimeoutMs);
        await page.GotoAsync(address.ToString());
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.CloseAsync();
        _playwright?.Dispose();
    }

    /// <summary>Where <c>./kaos test</c> finds or installs it.</summary>
    static string Executable()
    {
        string[] places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
        return Array.Find(places, File.Exists) ?? throw new InvalidOperationException("There is no Chromium; ./kaos test installs it (apt-get install chromium).");
    }
}
