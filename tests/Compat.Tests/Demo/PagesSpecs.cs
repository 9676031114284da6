using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KaosNet.Compat.Tests.Demo;

/// <summary>A game's own pages, and that no server has them unasked.</summary>
[Collection(DemoServerCollection.Name)]
public sealed class PagesSpecs(DemoServer demo, CompatServer compat)
{
    static readonly HttpClient Http = new(new HttpClientHandler { AllowAutoRedirect = false });

    [Theory]
    [InlineData("/play/", "text/html")]
    [InlineData("/play/four/", "text/html")]
    [InlineData("/play/four/main.js", "text/javascript")]
    [InlineData("/play/style.css", "text/css")]
    public async Task a_page_is_served_with_what_it_needs_and_asked_for_anew_every_time(string path, string type)
    {
        using var page = await Http.GetAsync(new Uri(demo.Address, path));
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        page.Headers.CacheControl!.NoCache.ShouldBeTrue();
        page.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);

        using var again = new HttpRequestMessage(HttpMethod.Get, new Uri(demo.Address, path));
        again.Headers.IfNoneMatch.Add(page.Headers.ETag!);
        using var unchanged = await Http.SendAsync(again);
        unchanged.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task a_folder_leads_to_its_page()
    {
        using var folder = await Http.GetAsync(new Uri(demo.Address, "/play/four"));
        ((int)folder.StatusCode, folder.Headers.Location!.AbsolutePath).ShouldBe((301, "/play/four/"));
    }

    [Theory]
    [InlineData("/play/five/")]
    [InlineData("/play/../four.lua")]
    [InlineData("/play/%2e%2e/four.lua")]
    [InlineData("/play/..%2ffour.lua")]
    [InlineData("/play/four/..%5c..%5c..%5cfour.lua")]
    public async Task nothing_else_is_served(string target)
    {
        var said = await Raw(demo.Port, target);
        // Where the path leads out of the pages, it leads into the client API.
        said.ShouldMatch("^HTTP/1.1 404 |^HTTP/1.1 301 (.|\n)*Location: /four.lua\r");
        said.ShouldNotContain("require");
    }

    [Fact]
    public async Task a_server_that_was_not_asked_to_serves_no_pages()
    {
        using var page = await Http.GetAsync(new Uri(compat.Server.Address, "/play/four/"));
        page.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await page.Content.ReadAsStringAsync()).ShouldContain("\"code\":5");
    }

    /// <summary>As it stands: a client of .NET would tidy the path up.</summary>
    static async Task<string> Raw(int port, string target)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        return await new StreamReader(stream).ReadToEndAsync();
    }
}
