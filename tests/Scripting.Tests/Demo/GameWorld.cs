using System.Diagnostics.Metrics;
using System.Text;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Projections;
using KaosNet.Projections.Accounts;
using KaosNet.Projections.Brackets;
using KaosNet.Projections.Chat;
using KaosNet.Projections.Friends;
using KaosNet.Projections.Groups;
using KaosNet.Projections.Kernel;
using KaosNet.Projections.Leaderboards;
using KaosNet.Projections.Leagues;
using KaosNet.Projections.Notifications;
using KaosNet.Projections.Purchases;
using KaosNet.Projections.Storage;
using KaosNet.Projections.Storage.Indexes;
using KaosNet.Projections.Tournaments;
using KaosNet.Projections.Wallets;
using KaosNet.Realtime;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Listing;
using KaosNet.Realtime.Matches.Routing;
using KaosNet.Realtime.Matches.Recording;
using KaosNet.Realtime.Matches.Replay;
using KaosNet.Realtime.Matches.Ticking;
using KaosNet.Realtime.Purchases;
using KaosNet.Realtime.Scripts;
using KaosNet.Realtime.Sessions;
using KaosNet.Scripting.Matches;
using KaosNet.Scripting.Modules;
using KaosNet.Scripting.CSharp;
using KaosNet.Scripting.Nk;
using KaosNet.Scripting.Nk.Bundles;
using KaosNet.Scripting.Nk.Bundles.Matches;
using KaosNet.Scripting.Tests.Nk;
using KaosNet.Scripting.Tests.Nk.Bundles;
using KaosNet.Store;
using KaosNet.Store.History;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KaosNet.Scripting.Tests.Demo;

/// <summary>A whole game behind modules: a real database, boards, matches that are turned by hand, players on paper.</summary>
internal sealed class GameWorld : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private GameWorld(ServiceProvider services) => _services = services;

    public IServiceProvider Services => _services;

    public ModuleHost Modules => Get<ModuleHost>();

    public MatchHost Matches => Get<MatchHost>();

    public ManualTickLoop Hand => Get<ManualTickLoop>();

    public PaperAudience Audience => Get<PaperAudience>();

    public LinesLog Log => Get<LinesLog>();

    public static async Task<GameWorld> Open(string connectionString, string modules)
    {
        var log = new LinesLog();
        var services = new ServiceCollection().AddMetrics().AddSingleton(TimeProvider.System).AddSingleton(log).AddSingleton<ILogger>(log);
        services.AddSingleton(typeof(ILogger<>), typeof(TypedLog<>)).AddSingleton<ILoggerFactory, LoggerFactory>();
        services.AddKaosStore(connectionString, ReadModels.All);
        services.AddSingleton(new Cursors(new byte[32])).AddAccounts().AddSingleton<IOnlinePlayers, NobodyOnline>();
        services.AddLeaderboards().AddTournaments().AddStorage().AddFriends().AddGroups().AddWallets().AddPurchases().AddBrackets().AddLeagues();
        services.AddSingleton(new StoreSettings()).AddPurchaseValidation();
        services.AddNotifications().AddNotificationSending().AddChat().AddChannelTargets().AddStreams().AddSingleton(new SocketSettings());
        services.AddSingleton(provider => new RealtimeMeter(provider.GetRequiredService<IMeterFactory>())).AddSingleton<MatchMetrics>();
        services.AddSingleton(new MatchSettings()).AddSingleton(new NodeName("node1")).AddSingleton(MatchRun.New()).AddSingleton<MatchRecorder>();
        services.AddSingleton(new ManualTickLoop(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)));
        services.AddSingleton<ITickLoop>(provider => provider.GetRequiredService<ManualTickLoop>());
        services.AddSingleton<PaperAudience>().AddSingleton<IMatchAudience>(provider => provider.GetRequiredService<PaperAudience>());
        services.AddSingleton<MatchIndex>().AddSingleton<MatchListing>().AddSingleton<MatchHost>().AddSingleton(ClusterMatches.Alone).AddSingleton<IMatches, GameMatches>();
        services.AddSingleton(SettingsOf(modules));
        services.AddSingleton<NkServer>().AddSingleton<ModuleHost>().AddSingleton<BundleHost>().AddSingleton<CSharpModules>().AddSingleton<CSharpFunctions>();
        services.AddSingleton<IMatchScripts>(provider => new ServerModules(
        [
            new() { Matches = ActivatorUtilities.CreateInstance<LuaMatchScripts>(provider) },
            new() { Matches = ActivatorUtilities.CreateInstance<BundleMatchScripts>(provider) },
            new() { Matches = ActivatorUtilities.CreateInstance<CSharpMatchScripts>(provider) },
        ]));
        services.AddSingleton<IStorageIndexFilters, ModuleIndexFilters>();

        var world = new GameWorld(services.BuildServiceProvider());
        await world.Get<StoreSchema>().Apply();
        await Task.Run(world.Modules.Load);
        await Task.Run(world.Get<BundleHost>().Load);
        await world.Get<CSharpModules>().Load(CancellationToken.None);
        return world;
    }

    /// <summary>A folder with these files of the repository's <c>modules/</c> in it.</summary>
    public static string FolderOf(params string[] files)
    {
        var folder = TestFolder.Create("modules");
        foreach (var file in files)
        {
            var copy = Path.Combine(folder, Path.GetRelativePath("modules", file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(SourceTree.Root, file), copy);
        }

        return folder;
    }

    /// <summary>Runs the match again on a server that has nothing but the modules.</summary>
    public static Answer<ReplayOutcome> Replay(
        string modules, MatchKey match, (MatchCreated Created, List<MatchInputsRecorded> Pieces, MatchEnded Ended) record)
    {
        var settings = SettingsOf(modules) with { Node = "elsewhere" };
        var log = new LinesLog();
        var server = new NkServer(new ServiceCollection().BuildServiceProvider(), log);
        var host = new ModuleHost(settings, server, TimeProvider.System, new TypedLog<ModuleHost>(log));
        host.Read();
        using var bundle = new BundleHost(settings, server, TimeProvider.System, new TypedLog<BundleHost>(log));
        bundle.Read();
        using var assemblies = new CSharpModules(settings, server, TimeProvider.System, new TypedLog<CSharpModules>(log));
        assemblies.Read();
        var scripts = new ServerModules(
        [
            new() { Matches = new LuaMatchScripts(settings, host, new TypedLog<LuaMatchScripts>(log)) },
            new() { Matches = new BundleMatchScripts(bundle, settings, server) },
            new() { Matches = new CSharpMatchScripts(assemblies) },
        ]);
        return new MatchReplay(scripts).Run(match.Id, record.Created, record.Pieces);
    }

    private static ScriptSettings SettingsOf(string modules) => BundleBench.Defaults with { Path = modules, Entry = "" };

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task<string> Call(string id, string payload = "", Caller? caller = null)
    {
        var nothing = new Dictionary<string, IReadOnlyList<string>>();
        IRpcFunctions[] languages = [Modules, Get<CSharpFunctions>(), Get<BundleHost>()];
        var functions = languages.FirstOrDefault(language => language.Knows(id)) ?? Modules;
        var answer = await functions.Call(id, payload, new(caller ?? new Caller { Source = Source.Client }, nothing, nothing), CancellationToken.None);
        return answer.Fault is { } fault ? $"{(int)fault.Code}: {fault.Message}" : answer.Value;
    }

    /// <summary>Somebody joins and arrives.</summary>
    public async Task<JoinAnswer?> Join(MatchKey match, MatchPresence player)
    {
        var nothing = new Dictionary<string, string>();
        var joining = Matches.Join(match, player, new(nothing, nothing, 0, "", ""), CancellationToken.None);
        Hand.RunReady();
        var answer = (await joining).Value;
        if (answer?.Accepted == true) Matches.Presences(match, [player], []);
        Hand.RunReady();
        return answer;
    }

    public void Say(MatchKey match, MatchPresence player, long opCode, string words) =>
        Matches.Post(match, new(player, opCode, Encoding.UTF8.GetBytes(words), true, Hand.Time.GetUtcNow().ToUnixTimeMilliseconds()));

    public void Ticks(int count) => Hand.Advance(TimeSpan.FromMilliseconds(100 * count));

    /// <summary>The match's record once its end is stored.</summary>
    public async Task<(MatchCreated Created, List<MatchInputsRecorded> Pieces, MatchEnded Ended)> RecordOf(MatchKey match)
    {
        var codec = new EventCodec(EventCatalogue.Default, Get<Database>().PersonalKeys);
        List<object> events = [];
        await Eventually.Is(async () =>
        {
            events.Clear();
            await foreach (var recorded in new StreamHistory(Get<Database>()).Read(MatchHistory.Stream.KeyOf(match.Id.ToString())))
                events.Add(codec.Decode(recorded.Name, Encoding.UTF8.GetBytes(recorded.Json)));
            return events is [.., MatchEnded];
        });
        return ((MatchCreated)events[0], [.. events.OfType<MatchInputsRecorded>()], (MatchEnded)events[^1]);
    }

    public async Task<List<RecordedEvent>> EventsOf(string stream)
    {
        List<RecordedEvent> events = [];
        await foreach (var recorded in new StreamHistory(Get<Database>()).Read(stream)) events.Add(recorded);
        return events;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}

/// <summary>Players on paper have no sockets.</summary>
internal sealed class NobodyOnline : IOnlinePlayers
{
    public bool IsOnline(Guid userId) => false;
}

/// <summary>Writes down what players would see.</summary>
internal sealed class PaperAudience : IMatchAudience
{
    public List<string> Seen { get; } = [];

    public void Send(MatchKey match, MatchPresence? sender, long opCode, byte[] data, bool reliable, IReadOnlyList<string>? sessionIds) =>
        Seen.Add($"{opCode} {Encoding.UTF8.GetString(data)}");

    public void Kick(MatchKey match, IReadOnlyList<MatchPresence> presences) => Seen.Add("kick");

    public void Close(MatchKey match) => Seen.Add("close");

    public void Disconnect(IReadOnlyList<MatchPresence> presences) => Seen.Add("disconnect");

    public int SizeOfRelayed(MatchKey match) => 0;
}
