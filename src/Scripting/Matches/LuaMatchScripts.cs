using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Matches;
using KaosNet.Scripting.Lua;
using KaosNet.Scripting.Modules;
using KaosNet.Scripting.Nk;
using Microsoft.Extensions.Logging;

namespace KaosNet.Scripting.Matches;

/// <summary>Match handlers that are Lua modules: a module's name is the handler's name. A match keeps the modules that were in use when it began.</summary>
public sealed class LuaMatchScripts(ScriptSettings settings, ModuleHost modules, ILogger<LuaMatchScripts> log) : IMatchScripts
{
    /// <summary>Which folders have modules that may take running matches over.</summary>
    private readonly ConditionalWeakTable<ModuleFolder, object> _taking = [];

    public Answer<OpenedScript> Open(string handler, IMatchHost host) => Open(modules.Folder.Modules, handler, host);

    public Answer<OpenedScript> OpenChanged(string handler, IMatchHost host, IMatchScript current)
    {
        var folder = modules.FolderInUse;
        return current is LuaMatch match && !match.Runs(folder.Modules) && MayTake(folder) ? Open(folder.Modules, handler, host) : new OpenedScript(null);
    }

    public void WhenCodeChanged(Action act) => modules.WhenChanged(act);

    /// <summary>
    /// Whether the callback's name stands anywhere in the code. Which functions a handler has is known only once it has run, which is much to do for every match of a
    /// game that keeps its matches as they are.
    /// </summary>
    private bool MayTake(ModuleFolder folder) => (bool)_taking.GetValue(
        folder, static all => all.Modules.Values.Any(chunk => chunk.Code.AsSpan().IndexOf(Encoding.ASCII.GetBytes(LuaMatch.CodeChanged)) >= 0));

    private Answer<OpenedScript> Open(IReadOnlyDictionary<string, LuaChunk> all, string handler, IMatchHost host)
    {
        if (!all.ContainsKey(handler)) return new OpenedScript(null);
        var used = new UsedModules(all);
        var options = settings.StateOptions([modules.Library, DispatcherFunctions.Library], used, line => log.LogInformation("{Line}", line)) with
        {
            Deterministic = true,
            Seed = (long)host.Seed,
            // How long a call took must not decide how a match goes: its replay would take another time. Instructions are bounded all the same.
            CallTime = null,
        };
        return new OpenedScript(new LuaMatch(new LuaState(options), used, handler, host, settings));
    }
}

/// <summary>The modules of the runtime path as one state sees them; remembers which it took.</summary>
internal sealed class UsedModules(IReadOnlyDictionary<string, LuaChunk> all) : IReadOnlyDictionary<string, LuaChunk>
{
    private readonly SortedDictionary<string, LuaChunk> _used = new(StringComparer.Ordinal);

    public IEnumerable<string> Keys => all.Keys;

    public IEnumerable<LuaChunk> Values => all.Values;

    public int Count => all.Count;

    public LuaChunk this[string key] => all[key];

    /// <summary>SHA-256 over the names and the bytecode of the modules taken so far. Comments do not count, lines do.</summary>
    public string Version()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, chunk) in _used)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name + '\0'));
            hash.AppendData(BitConverter.GetBytes(chunk.Code.Length));
            hash.AppendData(chunk.Code);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out LuaChunk value)
    {
        if (!all.TryGetValue(key, out value)) return false;
        _used[key] = value;
        return true;
    }

    /// <summary>Whether all modules taken so far are the same there.</summary>
    public bool AreIn(IReadOnlyDictionary<string, LuaChunk> others) =>
        _used.All(used => others.TryGetValue(used.Key, out var other) && other.Code.AsSpan().SequenceEqual(used.Value.Code));

    public bool ContainsKey(string key) => all.ContainsKey(key);

    public IEnumerator<KeyValuePair<string, LuaChunk>> GetEnumerator() => all.GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}
