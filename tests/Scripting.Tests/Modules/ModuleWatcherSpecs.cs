using KaosNet.Scripting.Modules;
using KaosNet.Scripting.Tests.Nk;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Scripting.Tests.Modules;

/// <summary>When the module folder's changes are taken.</summary>
public sealed class ModuleWatcherSpecs : IDisposable
{
    private readonly ScriptSettings _settings = ModuleBench.Defaults;
    private readonly Counted _modules = new();
    private readonly ModuleWatcher _watcher;

    public ModuleWatcherSpecs() => _watcher = new(_settings, [_modules], TimeProvider.System, NullLogger<ModuleWatcher>.Instance);

    [Fact]
    public async Task a_change_is_taken_once_the_folder_is_at_rest()
    {
        await Looks(2);
        _modules.Reloads = 0;
        Write("a.dll", "1");
        await Looks(1);
        _modules.Reloads.ShouldBe(0, "it may still be copied");
        Write("a.dll", "12");
        await Looks(1);
        _modules.Reloads.ShouldBe(0, "it was still being copied");
        await Looks(3);
        _modules.Reloads.ShouldBe(1);
        File.Delete(Path.Combine(_settings.Path, "a.dll"));
        await Looks(3);
        _modules.Reloads.ShouldBe(2);
    }

    [Fact]
    public async Task other_files_are_of_no_interest()
    {
        await Looks(2);
        _modules.Reloads = 0;
        Write("a.txt", "1");
        await Looks(3);
        _modules.Reloads.ShouldBe(0);
    }

    public void Dispose() => _watcher.Dispose();

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_settings.Path, name), text);

    private async Task Looks(int times)
    {
        for (var look = 0; look < times; look++) await _watcher.Look(CancellationToken.None);
    }

    private sealed class Counted : IReloadedModules
    {
        public int Reloads { get; set; }

        public string Files => "*.dll";

        public Task Reload(CancellationToken cancel)
        {
            Reloads++;
            return Task.CompletedTask;
        }
    }
}
