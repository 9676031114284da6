using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Matches;
using KaosNet.Scripting.Matches;

namespace KaosNet.Simulation.Tests.Soak;

/// <summary>Match handlers whose Lua states are known, so that their memory can be told: it is not the collector's.</summary>
sealed class WeighedHandlers(LuaMatchScripts handlers) : IMatchScripts
{
    readonly List<WeakReference<LuaMatch>> _opened = [];

    /// <summary>Bytes of all Lua states that are alive.</summary>
    public long Bytes
    {
        get
        {
            lock (_opened)
            {
                _opened.RemoveAll(opened => !opened.TryGetTarget(out _));
                return _opened.Sum(opened => opened.TryGetTarget(out var match) ? match.MemoryBytes : 0);
            }
        }
    }

    public Answer<OpenedScript> Open(string handler, IMatchHost host)
    {
        var answer = handlers.Open(handler, host);
        if (answer.IsGranted(out var opened, out _) && opened.Script is LuaMatch match)
        {
            lock (_opened) _opened.Add(new(match));
        }

        return answer;
    }
}
