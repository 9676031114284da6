using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KaosNet.Scripting.Modules;

/// <summary>One language's modules, as far as they can be exchanged while the server runs.</summary>
public interface IReloadedModules
{
    /// <summary>Their files: a pattern of names anywhere below the folder, such as <c>*.dll</c>, or the path of one file below it.</summary>
    string Files { get; }

    /// <summary>Takes what has changed in the folder since. A module that cannot be loaded stays as it was; the callee logs why.</summary>
    Task Reload(CancellationToken cancel);
}

/// <summary>
/// Looks at the module folder now and then and has changed modules loaded, once the folder has come to rest: two looks that see the same, so that nothing is read
/// while it is being copied. It looks instead of being told, as that works on every file system and takes none of the few watches that a machine has.
/// </summary>
public sealed class ModuleWatcher(ScriptSettings settings, IEnumerable<IReloadedModules> languages, TimeProvider time, ILogger<ModuleWatcher> log) : BackgroundService
{
    private const int FilesMax = 10_000;
    private const int DepthMax = ModuleFolder.DepthMax;

    private readonly Watched[] _watched = [.. languages.Select(language => new Watched(language))];

    /// <summary>Looks once.</summary>
    public async Task Look(CancellationToken cancel)
    {
        foreach (var watched in _watched)
        {
            var seen = Seen(watched.Modules.Files);
            var isAtRest = seen == watched.Seen;
            watched.Seen = seen;
            if (!isAtRest || seen == watched.Used) continue;
            watched.Used = seen;
            await watched.Modules.Reload(cancel);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.WatchInterval <= TimeSpan.Zero) return;
        using var timer = new PeriodicTimer(settings.WatchInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await LookCarefully(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task LookCarefully(CancellationToken cancel)
    {
        try
        {
            await Look(cancel);
        }
#pragma warning disable CA1031 // whatever is wrong with the folder now, the next look may find it well
        catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.LogError(failure, "The modules of {Path} could not be looked at", settings.Path);
        }
    }

    /// <summary>Names, sizes and times of a language's files as one number.</summary>
    private long Seen(string files)
    {
        if (!Directory.Exists(settings.Path)) return 0;
        var search = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = DepthMax, MatchCasing = MatchCasing.CaseInsensitive };
        IEnumerable<FileInfo> found = files.Contains('*', StringComparison.Ordinal)
            ? new DirectoryInfo(settings.Path).EnumerateFiles(files, search).Take(FilesMax)
            : new FileInfo(Path.Combine(settings.Path, files)) is { Exists: true } file ? [file] : [];
        // Added up, as the order of a folder is any.
        return found.Aggregate(1L, static (sum, file) => unchecked(sum + HashCode.Combine(file.FullName, file.Length, file.LastWriteTimeUtc.Ticks)));
    }

    private sealed class Watched(IReloadedModules modules)
    {
        public IReloadedModules Modules { get; } = modules;

        /// <summary>What the last look saw.</summary>
        public long Seen { get; set; }

        /// <summary>What the folder was when it was last loaded; at first unknown, so that nothing is missed that came while the server started.</summary>
        public long Used { get; set; }
    }
}
