using KaosNet.Realtime.Scripts;
using GameEvent = KaosNet.Realtime.Scripts.GameEvent;
using IEventFunctions = KaosNet.Modules.Events.IEventFunctions;

namespace KaosNet.Scripting.Server;

/// <summary>Events that modules report (parity runtime.md section 8).</summary>
internal sealed class EventFunctions(ServerApi api) : IEventFunctions
{
    private static readonly Dictionary<string, string> Nothing = [];

    public ValueTask Report(string name, IReadOnlyDictionary<string, string>? properties, long? timestamp, bool external)
    {
        api.Get<EventQueue>().Report(new GameEvent(name, properties ?? Nothing, timestamp is < 0 ? null : timestamp, external, api.Caller));
        return default;
    }
}
