using System.Net;
using System.Text;
using System.Text.Json;
using KaosNet.Store.Postgres;
using KaosNet.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Api.Tests.Hosting;

/// <summary>What clients and operators see of a database that goes away under a running server.</summary>
public sealed class OutageSpecs : IDisposable
{
    const string Device = """{"id":"device-of-the-outage"}""";

    readonly string folder = TestFolder.Create("outage");
    readonly HttpClient client = new() { Timeout = TimeSpan.FromSeconds(60) };

    [Fact]
    public async Task a_crash_of_the_database_costs_no_request_once_it_is_back()
    {
        await using var server = await ServerProcess.StartAsync(Path.Combine(folder, "data"));
        var token = await SignIn(server);
        (await Ask(server, HttpMethod.Get, "/v2/account", token)).Status.ShouldBe(HttpStatusCode.OK);
        var killed = DatabaseProcess();
        using (var process = System.Diagnostics.Process.GetProcessById(killed)) process.Kill();
        await Eventually.Is(() => server.Output.Contains("PostgreSQL is running again"), "the database is started again", within: TimeSpan.FromMinutes(2));
        DatabaseProcess().ShouldNotBe(killed);

        (await Ask(server, HttpMethod.Get, "/v2/account", token)).Status.ShouldBe(HttpStatusCode.OK, server.Output);
        (await Ask(server, HttpMethod.Put, "/v2/account", token, """{"location":"here"}""")).Status.ShouldBe(HttpStatusCode.OK, server.Output);
        (await Ask(server, HttpMethod.Get, "/v2/account", token)).Body.ShouldContain("\"location\":\"here\"");
        await SignIn(server);
        server.Output.ShouldNotContain("\"error\":", customMessage: server.Output);
        server.Output.Split('\n').Count(line => line.Contains("PostgreSQL: FATAL")).ShouldBeLessThanOrEqualTo(1, server.Output);
    }

    [Fact]
    public async Task a_database_that_stays_away_is_refused_with_the_codes_clients_know_and_is_told_once()
    {
        var options = new EmbeddedPostgresOptions { Folder = Path.Combine(folder, "postgres") };
        var postgres = await EmbeddedPostgres.StartAsync(options, NullLogger.Instance);
        var address = postgres.ConnectionString("game");
        await using var server = await ServerProcess.StartAsync(Path.Combine(folder, "data"), "--database.address", address);
        var token = await SignIn(server);

        await postgres.DisposeAsync();
        var writing = Ask(server, HttpMethod.Put, "/v2/account", token, """{"location":"nowhere"}""");
        for (var i = 0; i < 20; i++)
        {
            var read = await Ask(server, HttpMethod.Get, "/v2/account", token);
            read.Status.ShouldBe(HttpStatusCode.InternalServerError);
            read.Body.ShouldBe("""{"code":13,"message":"Error retrieving user account."}""", server.Output);
        }

        (await Ask(server, HttpMethod.Get, "/healthcheck")).Status.ShouldBe(HttpStatusCode.OK);
        // The first was on its way when the database went; the second never left.
        (await writing).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var written = await Ask(server, HttpMethod.Put, "/v2/account", token, """{"location":"nowhere"}""");
        written.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        written.Body.ShouldBe("""{"code":14,"message":"The database cannot be reached: nothing was changed."}""");
        server.Output.Split('\n').Count(line => line.Contains("The database went away")).ShouldBe(1, server.Output);
        server.Output.ShouldNotContain("could not be read");

        await using var again = await EmbeddedPostgres.StartAsync(options, NullLogger.Instance);
        (await Ask(server, HttpMethod.Get, "/v2/account", token)).Status.ShouldBe(HttpStatusCode.OK);
        (await Ask(server, HttpMethod.Put, "/v2/account", token, """{"location":"here"}""")).Status.ShouldBe(HttpStatusCode.OK);
        (await Ask(server, HttpMethod.Get, "/v2/account", token)).Body.ShouldContain("\"location\":\"here\"");
        server.Output.ShouldContain("The database answers again after");
        server.Output.ShouldNotContain("\"error\":", customMessage: server.Output);
    }

    public void Dispose() => client.Dispose();

    async Task<string> SignIn(ServerProcess server)
    {
        var basic = "Basic " + Convert.ToBase64String("defaultkey:"u8);
        var (status, body) = await Send(server, HttpMethod.Post, "/v2/account/authenticate/device", basic, Device);
        status.ShouldBe(HttpStatusCode.OK, body);
        return JsonDocument.Parse(body).RootElement.GetProperty("token").GetString()!;
    }

    Task<(HttpStatusCode Status, string Body)> Ask(ServerProcess server, HttpMethod method, string path, string? token = null, string? body = null) =>
        Send(server, method, path, token is null ? null : "Bearer " + token, body);

    async Task<(HttpStatusCode Status, string Body)> Send(ServerProcess server, HttpMethod method, string path, string? authorization, string? body)
    {
        using var request = new HttpRequestMessage(method, $"http://127.0.0.1:{server.Port}{path}");
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    int DatabaseProcess() =>
        int.Parse(File.ReadLines(Path.Combine(folder, "data", "postgres", "cluster", "postmaster.pid")).First(), System.Globalization.CultureInfo.InvariantCulture);
}
