using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;
using KaosNet.Realtime.Scripts;

namespace KaosNet.Api.Scripting;

/// <summary>A client reports something to the game's own functions (parity 9.2). It is never told whether anybody looks.</summary>
static class ReportEvent
{
    public static readonly Operation Operation = Operations.Operation
        .Named("Event", "Report something to the functions that server modules registered for events.")
        .Post("/v2/event")
        .ForPlayers<Event, Empty>(Handle);

    static ValueTask<Answer<Empty>> Handle(Event request, OperationCall call)
    {
        call.Get<EventQueue>().Report(new(request.Name, request.Properties, request.Timestamp?.ToUnixTimeSeconds(), IsExternal: true, call.Caller));
        return new(new Empty());
    }
}
