using KaosNet.Api.Configuration;
using KaosNet.Tests.Support;

namespace KaosNet.Api.Tests.Sockets.Live;

/// <summary>Two servers of one game that make up a cluster; each player's sockets close each other, and passes of the matchmaker are turned by hand.</summary>
[CollectionDefinition(Name)]
public sealed class TwoServers : IAsyncLifetime, ICollectionFixture<TwoServers>
{
    public const string Name = "two servers";

    public GameServer One { get; private set; } = null!;

    public GameServer Two { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var folder = TestFolder.Create("two");
        await File.WriteAllTextAsync(Path.Combine(folder, "live.lua"), LiveServer.Module);
        One = await GameServer.Start(settings => Settings(settings, "one", folder));
        Two = await One.StartAnother(settings => Settings(settings, "two", folder));
    }

    /// <summary>Calls a function of modules on a server, see <see cref="LiveServer.Call"/>.</summary>
    public static Task<string> Call(GameServer server, string function, params object?[] arguments) => LiveServer.CallOf(server, function, arguments);

    public async ValueTask DisposeAsync()
    {
        await Two.DisposeAsync();
        await One.DisposeAsync();
    }

    static KaosSettings Settings(KaosSettings settings, string name, string modules) => settings with
    {
        Name = name,
        Cluster = settings.Cluster with { Enabled = true },
        Runtime = settings.Runtime with { Path = modules },
        Session = settings.Session with { SingleSocket = true },
        Matchmaker = settings.Matchmaker with { IntervalSec = 86_400 },
    };
}
