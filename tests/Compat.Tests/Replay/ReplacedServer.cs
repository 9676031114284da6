using System.Collections.Concurrent;
using System.Text;
using KaosNet.Store.Chain;
using KaosNet.Store.Personal;
using KaosNet.Tests.Support;
using Nakama;

namespace KaosNet.Compat.Tests.Replay;

/// <summary>
/// Two servers of one game that seal its history, each with a master key of its own and knowing the other's; then the first one ends, as when a key is replaced server by server. Everything
/// that a spec needs has happened by then, so that none depends on another.
/// </summary>
public sealed class ReplacedServer : IAsyncLifetime
{
    readonly string _folder = TestFolder.Create("keys");
    readonly HttpReceiver _receiver;
    GameServer? _server;
    int _posts;

    public ReplacedServer() => _receiver = new((request, body) =>
    {
        // The first one is lost on its way, and has to come again.
        if (Interlocked.Increment(ref _posts) == 1) return Task.FromResult(503);
        Seals.Enqueue((request.ContentType ?? "", Encoding.UTF8.GetString(body)));
        return Task.FromResult(200);
    });

    public string Connection { get; private set; } = "";

    public MasterKey Former { get; } = MasterKey.Draw();

    public MasterKey Current { get; } = MasterKey.Draw();

    public string FormerFile => Path.Combine(_folder, "former.key");

    public string CurrentFile => Path.Combine(_folder, "current.key");

    /// <summary>Seals as they were posted, in the order in which they came.</summary>
    public ConcurrentQueue<(string ContentType, string Text)> Seals { get; } = new();

    /// <summary>The server that is left.</summary>
    public Client Client => ClientOf(_server!);

    /// <summary>Signed up at the server that is gone.</summary>
    public ISession Ann { get; private set; } = null!;

    /// <summary>Signed up at the one that is left.</summary>
    public ISession Bob { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(FormerFile, Former.Text());
        await File.WriteAllTextAsync(CurrentFile, Current.Text());
        Connection = await TestPostgres.CreateDatabaseAsync();
        await using var first = await Start("first", FormerFile, CurrentFile);
        _server = await Start("second", CurrentFile, FormerFile);
        Ann = await ClientOf(first).AuthenticateDeviceAsync("replaced-device-of-ann", "annabel");
        Bob = await ClientOf(_server).AuthenticateDeviceAsync("replaced-device-of-bob", "robert");
        var turn = 0;
        await Eventually.Is(
            async () =>
            {
                // Each reads what the other has sealed.
                turn++;
                await ClientOf(_server).UpdateAccountAsync(Ann, null, $"Ann {turn}");
                await ClientOf(first).UpdateAccountAsync(Bob, null, $"Bob {turn}");
                return Seals.Select(seal => SealFile.Parse(seal.Text).Seal.Number).Distinct().Count() >= 3;
            },
            "some seals");
    }

    /// <summary>Runs the command as an operator does who has these keys and nothing in the environment that counts.</summary>
    internal Task<ReplayRun> Replay(string[] arguments, string master, params string[] former) => ReplayTool.Run(
        [.. arguments, "--database.address", Connection, "--personal.master_key_file", master, .. former.SelectMany(file => (string[])["--personal.former_master_key_files", file])]);

    /// <summary>Starts another server of the game.</summary>
    public Task<GameServer> Start(string name, string master, params string[] former) => GameServer.Start(
        Path.Combine(AppContext.BaseDirectory, "Modules"), Connection,
        [
            "--name", name, "--seal.interval_sec", "1", "--seal.url", _receiver.Url, "--session.token_expiry_sec", "600", "--logger.level", "warn",
            "--personal.master_key_file", master, .. former.SelectMany(file => (string[])["--personal.former_master_key_files", file]),
        ]);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _receiver.Dispose();
    }

    static Client ClientOf(GameServer server) => new("http", "127.0.0.1", server.Port, "defaultkey") { Timeout = 60 };
}
