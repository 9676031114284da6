using KaosNet.Api.Tests.Operations;
using KaosNet.Store;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Api.Tests.Health;

/// <summary>What whoever runs the server can ask of it.</summary>
public class ProbeSpecs
{
    [Fact]
    public async Task a_server_without_its_database_is_live_but_not_ready()
    {
        var nowhere = new Database("Host=127.0.0.1;Port=1;Username=nobody;Database=none;Timeout=2");
        await using var front = await FrontUnderTest.Start(services: services => services.AddSingleton(_ => nowhere));
        await front.Send("GET", "/healthz/live", player: null).ShouldBe(200, "live\n");
        await front.Send("GET", "/healthz/ready", player: null).ShouldBe(503, "the database does not answer\n");
    }

    [Fact]
    public async Task a_path_beside_the_probes_is_not_found()
    {
        await using var front = await FrontUnderTest.Start();
        using var response = await front.Send("GET", "/healthz/other", player: null);
        ((int)response.StatusCode).ShouldBe(404);
    }
}
