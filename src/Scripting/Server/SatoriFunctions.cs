using KaosNet.Modules;
using KaosNet.Modules.Utilities;

namespace KaosNet.Scripting.Server;

/// <summary>Satori, which nothing here is connected to.</summary>
internal sealed class SatoriFunctions : ISatoriFunctions
{
    public ValueTask<SatoriProperties> Authenticate(
        string identifier, IReadOnlyDictionary<string, string>? defaultProperties, IReadOnlyDictionary<string, string>? customProperties, bool noSession, string ipAddress) =>
        throw NotSetUp();

    public ValueTask IdentityDelete(string identifier) => throw NotSetUp();

    public ValueTask<SatoriProperties> PropertiesGet(string identifier) => throw NotSetUp();

    public ValueTask PropertiesUpdate(string identifier, SatoriPropertiesUpdate properties) => throw NotSetUp();

    public ValueTask EventsPublish(string identifier, IReadOnlyList<SatoriEvent> events, string ip) => throw NotSetUp();

    public ValueTask ServerEventsPublish(IReadOnlyList<SatoriEvent> events, string ip) => throw NotSetUp();

    public ValueTask<IReadOnlyList<SatoriExperiment>> ExperimentsList(string identifier, IReadOnlyList<string>? names, IReadOnlyList<string>? labels) => throw NotSetUp();

    public ValueTask<IReadOnlyList<SatoriFlag>> FlagsList(string identifier, IReadOnlyList<string>? names, IReadOnlyList<string>? labels) => throw NotSetUp();

    public ValueTask<IReadOnlyList<SatoriFlagOverride>> FlagsOverridesList(string identifier, IReadOnlyList<string>? names, IReadOnlyList<string>? labels) =>
        throw NotSetUp();

    public ValueTask<SatoriLiveEvents> LiveEventsList(
        string identifier, IReadOnlyList<string>? names, IReadOnlyList<string>? labels, int pastRunCount, int futureRunCount, long startTimeSec, long endTimeSec) =>
        throw NotSetUp();

    public ValueTask LiveEventJoin(string identifier, string liveEventId) => throw NotSetUp();

    public ValueTask<SatoriMessagePage> MessagesList(string identifier, int limit, bool forward, string cursor, IReadOnlyList<string>? messageIds) => throw NotSetUp();

    public ValueTask MessageUpdate(string identifier, string messageId, long readTime, long consumeTime) => throw NotSetUp();

    public ValueTask MessageDelete(string identifier, string messageId) => throw NotSetUp();

    private static RefusedException NotSetUp() => new(StatusCode.FailedPrecondition, "satori configuration is invalid");
}
