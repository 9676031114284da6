using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Modules;
using KaosNet.Scripting.JavaScript;
using KaosNet.Scripting.Nk;
using KaosNet.Scripting.Tests.Demo;
using KaosNet.Store.Journal;

namespace KaosNet.Scripting.Tests.Server;

/// <summary>A game on a real database with three players in it, and the server's API over it: as JavaScript sees it, and as C# does.</summary>
internal sealed class ApiWorld : IAsyncDisposable
{
    public const string Ann = "00000000-0000-4000-8000-000000000001", Bob = "00000000-0000-4000-8000-000000000002", Cid = "00000000-0000-4000-8000-000000000003";

    public static readonly Guid AnnId = Guid.Parse(Ann), BobId = Guid.Parse(Bob), CidId = Guid.Parse(Cid);

    private readonly JavaScriptState _state;
    private readonly JavaScriptLibrary _library;

    private ApiWorld(GameWorld game)
    {
        Game = game;
        _library = NkLibrary.InJavaScript(game.Get<NkServer>());
        _state = new(new());
        _state.Context = new Scene();
    }

    public GameWorld Game { get; }

    /// <summary>The API as a C# module has it.</summary>
    public INk Nk => Game.Get<NkServer>().Functions(new() { Source = Source.Script, Actor = "main", Operation = "spec" }, CancellationToken.None);

    public static async Task<ApiWorld> Open(string connectionString)
    {
        var game = await GameWorld.Open(connectionString, GameWorld.FolderOf());
        foreach (var (id, name) in new[] { (Ann, "ann"), (Bob, "bob"), (Cid, "cid") })
            await game.Get<IJournal>().Execute(new CreateAccount(id, name, Identity.Device("device-of-" + name)), Caller.System("spec", "Spec"));
        return new ApiWorld(game);
    }

    /// <summary>Runs the body of a JavaScript function of <c>nk</c>; what it returns as JSON.</summary>
    public string Run(string body)
    {
        var source = $$"""function test(nk) { const ann = "{{Ann}}", bob = "{{Bob}}", cid = "{{Cid}}", nobody = "00000000-0000-4000-8000-0000000000ff"; {{body}} }""";
        JavaScriptProgram.Compile(source, "test.js", out var program).ShouldBeNull();
        _state.Run(program!).ShouldBeNull();
        _state.Call(_state.Global("test"), [_state.ObjectOf(_library)], out var result).ShouldBeNull();
        _state.WriteResult(result, out var json).ShouldBeNull();
        return System.Text.Encoding.UTF8.GetString(json.Span);
    }

    /// <summary>What the exception of a JavaScript call is and says.</summary>
    public string Refusal(string call) => Run($$"""try { {{call}}; } catch (e) { return e.name + ': ' + e.message; }""").Trim('"');

    public ValueTask DisposeAsync()
    {
        _state.Dispose();
        return Game.DisposeAsync();
    }

    /// <summary>A call of nobody's, which waits for what it asks.</summary>
    private sealed class Scene : ScriptScene
    {
        public override long UnixMs => 0;

        public override IReadOnlyList<KeyValuePair<string, object?>> LogFields => [];

        public override Guid NewUuid() => Guid.Empty;

        public override Caller CallerFor(string function) => new() { Source = Source.Script, Actor = "index.js", Operation = function };

        public override Answer<byte[]> Perform(string function, ReadOnlySpan<byte> arguments, Func<CancellationToken, ValueTask<Answer<byte[]>>> perform) =>
            perform(CancellationToken.None).AsTask().GetAwaiter().GetResult();
    }
}
