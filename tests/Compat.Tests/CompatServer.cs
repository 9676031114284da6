using KaosNet.Compat.Tests;
using KaosNet.Tests.Support;

[assembly: AssemblyFixture(typeof(CompatServer))]

namespace KaosNet.Compat.Tests;

/// <summary>One server for all compatibility tests, with the modules of <c>Modules/</c>, among them its one bundle, which no other server loads.</summary>
public sealed class CompatServer : IAsyncLifetime
{
    GameServer? server;

    public GameServer Server => server ?? throw new InvalidOperationException("The server has not been started.");

    public async ValueTask InitializeAsync() => server = await GameServer.Start(
        Path.Combine(AppContext.BaseDirectory, "Modules"), connectionString: null, "--session.token_expiry_sec", "600", "--matchmaker.interval_sec", "1", "--logger.level", "warn",
        "--runtime.js_entrypoint", "occasions.js");

    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
    }
}
