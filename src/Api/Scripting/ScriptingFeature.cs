using KaosNet.Api.Configuration;
using KaosNet.Api.Metrics;
using KaosNet.Api.Operations;
using KaosNet.Projections.Brackets;
using KaosNet.Projections.Leagues.Changing;
using KaosNet.Projections.Storage.Indexes;
using KaosNet.Realtime.Leaderboards;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Scripts;
using KaosNet.Realtime.Sessions;
using KaosNet.Scripting;
using KaosNet.Scripting.CSharp;
using KaosNet.Scripting.Matches;
using KaosNet.Scripting.Modules;
using KaosNet.Scripting.Nk;
using KaosNet.Scripting.Nk.Bundles;
using KaosNet.Scripting.Recording;
using KaosNet.Scripting.Nk.Bundles.Matches;
using KaosNet.Store.Journal;

namespace KaosNet.Api.Scripting;

/// <summary>Server modules: their functions for clients and for events, and their match handlers. They load before the first request is taken.</summary>
public sealed class ScriptingFeature : IFeature
{
    public IReadOnlyList<Operation> Operations { get; } = [ReportEvent.Operation];

    public void AddServices(IServiceCollection services)
    {
        services.AddSingleton(provider => SettingsOf(provider.GetRequiredService<KaosSettings>()));
        services.AddSingleton(provider => new NkServer(provider, provider.GetRequiredService<ILoggerFactory>().CreateLogger("KaosNet.Modules")));
        services.AddModuleServices();
        services.AddSingleton<ModuleHost>();
        services.AddSingleton<IMetricSource, LuaFigures>();
        services.AddSingleton<BundleHost>();
        services.AddSingleton<IMetricSource, BundleFigures>();
        services.AddSingleton<CSharpModules>();
        services.AddSingleton<IReloadedModules>(provider => provider.GetRequiredService<CSharpModules>());
        services.AddSingleton<IReloadedModules>(provider => provider.GetRequiredService<ModuleHost>());
        services.AddSingleton<IReloadedModules>(provider => provider.GetRequiredService<BundleHost>());
        // The first language that has a function is the one that is asked.
        services.AddSingleton(provider => new ServerModules([CSharpOf(provider), LuaOf(provider), JavaScriptOf(provider)], provider.GetRequiredService<CallRecorder>()));
        services.AddSingleton(provider => RecorderOf(provider.GetRequiredService<KaosSettings>().Runtime));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<CallRecorder>(provider, (Func<IJournal>)provider.GetRequiredService<IJournal>));
        services.AddHostedService(provider => provider.GetRequiredService<CallRecorder>());
        services.AddSingleton<IRpcFunctions>(Modules);
        services.AddSingleton<IScriptHooks>(Modules);
        services.AddSingleton<IOperationHooks>(Modules);
        services.AddSingleton<IEventFunctions>(Modules);
        services.AddSingleton<IBoardFunctions>(Modules);
        services.AddSingleton<IStoreFunctions>(Modules);
        services.AddSingleton<IMatchmakerFunctions>(Modules);
        services.AddSingleton<IShutdownFunctions>(Modules);
        services.AddSingleton<IMatchScripts>(Modules);
        services.AddSingleton<IStorageIndexFilters>(Modules);
        services.AddSingleton<IBracketFunctions>(Modules);
        services.AddSingleton(provider => EventQueueOf(provider.GetRequiredService<KaosSettings>().Runtime));
        services.AddSingleton<EventQueue>();
        services.AddHostedService(provider => provider.GetRequiredService<EventQueue>());
        services.AddSingleton<ISessionWatcher, SessionEvents>();
        services.AddSingleton<ILeagueFunctions>(Modules);
        services.AddHostedService<ModuleLoader>();
        services.AddHostedService<ModuleWatcher>();
        services.AddSingleton(provider => SchedulerOf(provider.GetRequiredService<KaosSettings>().Leaderboard));
        services.AddHostedService<BoardScheduler>();
        // After the modules, so that no season that ended meanwhile is settled without their function.
        services.AddHostedService<LeagueClock>();
    }

    static ServerModules Modules(IServiceProvider provider) => provider.GetRequiredService<ServerModules>();

    static ModuleLanguage CSharpOf(IServiceProvider provider)
    {
        var functions = ActivatorUtilities.CreateInstance<CSharpFunctions>(provider);
        var hooks = ActivatorUtilities.CreateInstance<CSharpHooks>(provider);
        return new()
        {
            Rpcs = functions,
            Events = functions,
            Shutdown = functions,
            Messages = hooks,
            Operations = hooks,
            Boards = ActivatorUtilities.CreateInstance<CSharpBoardFunctions>(provider),
            Brackets = ActivatorUtilities.CreateInstance<CSharpBracketFunctions>(provider),
            Leagues = ActivatorUtilities.CreateInstance<CSharpLeagueFunctions>(provider),
            Stores = ActivatorUtilities.CreateInstance<CSharpStoreFunctions>(provider),
            Matchmaker = ActivatorUtilities.CreateInstance<CSharpMatchmakerFunctions>(provider),
            IndexFilters = ActivatorUtilities.CreateInstance<CSharpIndexFilters>(provider),
            Matches = ActivatorUtilities.CreateInstance<CSharpMatchScripts>(provider),
        };
    }

    static ModuleLanguage LuaOf(IServiceProvider provider)
    {
        var modules = provider.GetRequiredService<ModuleHost>();
        return new()
        {
            Rpcs = modules,
            Events = modules,
            Messages = ActivatorUtilities.CreateInstance<ModuleRealtimeHooks>(provider),
            Operations = ActivatorUtilities.CreateInstance<ModuleOperationHooks>(provider),
            Boards = ActivatorUtilities.CreateInstance<ModuleBoardFunctions>(provider),
            Brackets = ActivatorUtilities.CreateInstance<ModuleBracketFunctions>(provider),
            Leagues = ActivatorUtilities.CreateInstance<ModuleLeagueFunctions>(provider),
            Stores = ActivatorUtilities.CreateInstance<ModuleStoreFunctions>(provider),
            Matchmaker = ActivatorUtilities.CreateInstance<ModuleMatchmakerFunctions>(provider),
            Shutdown = ActivatorUtilities.CreateInstance<ModuleShutdown>(provider),
            IndexFilters = ActivatorUtilities.CreateInstance<ModuleIndexFilters>(provider),
            Matches = ActivatorUtilities.CreateInstance<LuaMatchScripts>(provider),
        };
    }

    static ModuleLanguage JavaScriptOf(IServiceProvider provider)
    {
        var bundle = provider.GetRequiredService<BundleHost>();
        var hooks = ActivatorUtilities.CreateInstance<BundleHooks>(provider);
        var callbacks = ActivatorUtilities.CreateInstance<BundleCallbacks>(provider);
        return new()
        {
            Rpcs = bundle,
            Events = bundle,
            Messages = hooks,
            Operations = hooks,
            Boards = ActivatorUtilities.CreateInstance<BundleBoardFunctions>(provider),
            Brackets = ActivatorUtilities.CreateInstance<BundleBracketFunctions>(provider),
            Leagues = ActivatorUtilities.CreateInstance<BundleLeagueFunctions>(provider),
            Stores = ActivatorUtilities.CreateInstance<BundleStoreFunctions>(provider),
            Matchmaker = ActivatorUtilities.CreateInstance<BundleMatchmakerFunctions>(provider),
            Shutdown = callbacks,
            IndexFilters = callbacks,
            Matches = ActivatorUtilities.CreateInstance<BundleMatchScripts>(provider),
        };
    }

    static BoardSchedulerSettings SchedulerOf(LeaderboardSettings settings) =>
        new()
        {
            QueueMax = settings.CallbackQueueSize, Workers = settings.CallbackQueueWorkers, Delay = TimeSpan.FromMilliseconds(settings.CallbackDelayMs),
        };

    static CallRecorderSettings RecorderOf(RuntimeSettings runtime) => new(runtime.RecordCalls, (long)runtime.RecordCallsMb << 20);

    static EventQueueSettings EventQueueOf(RuntimeSettings runtime) => new() { QueueMax = runtime.EventQueueSize, Workers = runtime.EventQueueWorkers };

    static ScriptSettings SettingsOf(KaosSettings settings)
    {
        var runtime = settings.Runtime;
        return new()
        {
            Path = runtime.Path.Length > 0 ? runtime.Path : Path.Combine(settings.DataDir, "modules"),
            WatchInterval = TimeSpan.FromMilliseconds(runtime.WatchMs),
            Node = settings.Name,
            Version = SettingsHelp.Version,
            Env = EnvironmentOf(runtime.Env),
            StatesMin = runtime.LuaMinCount,
            StatesMax = runtime.LuaMaxCount,
            ShowsTraces = runtime.LuaApiStacktrace,
            Instructions = runtime.LuaMaxInstructions,
            MemoryBytes = (long)runtime.LuaMaxMemoryMb << 20,
            CallTime = TimeSpan.FromMilliseconds(runtime.LuaMaxCallMs),
            Entry = runtime.JsEntrypoint,
            JavaScriptStatesMin = runtime.JsMinCount,
            JavaScriptStatesMax = runtime.JsMaxCount,
            FreezesGlobals = runtime.JsReadOnlyGlobals,
            Statements = runtime.JsMaxStatements,
            JavaScriptMemoryBytes = (long)runtime.JsMaxMemoryMb << 20,
            JavaScriptCallTime = TimeSpan.FromMilliseconds(runtime.JsMaxCallMs),
            CSharpCallTime = TimeSpan.FromMilliseconds(runtime.CsharpMaxCallMs),
        };
    }

    /// <summary>Entries are <c>key=value</c>, which the settings' rules have seen to; a later one wins.</summary>
    static Dictionary<string, string> EnvironmentOf(IReadOnlyList<string> entries)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            var equals = entry.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0) environment[entry[..equals]] = entry[(equals + 1)..];
        }

        return environment;
    }

    /// <summary>How many script states there are.</summary>
    sealed class LuaFigures(ModuleHost modules) : IMetricSource
    {
        public void Write(MetricsPage page) => page.Single("lua_runtimes", "gauge", "Lua states that serve calls, idle or at work.", modules.States);
    }

    /// <summary>How many states of the bundle there are.</summary>
    sealed class BundleFigures(BundleHost bundle) : IMetricSource
    {
        public void Write(MetricsPage page) => page.Single("js_runtimes", "gauge", "JavaScript states that serve calls, idle or at work.", bundle.States);
    }

    /// <summary>Loads the modules before anything listens; a broken one ends the start.</summary>
    sealed class ModuleLoader(ModuleHost modules, BundleHost bundle, CSharpModules assemblies) : IHostedLifecycleService
    {
        public async Task StartingAsync(CancellationToken cancellationToken)
        {
            await Task.Run(Load, cancellationToken);
            await assemblies.Load(cancellationToken);
        }

        void Load()
        {
            modules.Load();
            bundle.Load();
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
