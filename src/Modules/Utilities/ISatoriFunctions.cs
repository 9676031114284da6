using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Utilities;

/// <summary>
/// Satori, a service beside the server; scripts have its functions in what <c>get_satori()</c> returns. This version has no connection to it: every call is refused with
/// <c>satori configuration is invalid</c>, as by a server on which Satori is not set up.
/// </summary>
public interface ISatoriFunctions
{
    /// <summary>Makes a player known to Satori, or tells that it is back.</summary>
    /// <param name="identifier">The player.</param>
    /// <param name="defaultProperties">Satori's own properties of the player.</param>
    /// <param name="customProperties">The game's properties of the player.</param>
    /// <param name="noSession">Whether no session begins by it.</param>
    /// <param name="ipAddress">Where the player comes from.</param>
    [ServerFunction("get_satori().authenticate")]
    ValueTask<SatoriProperties> Authenticate(
        string identifier,
        [Expects("expects keys and values to be strings"), AtMost(100)] IReadOnlyDictionary<string, string>? defaultProperties = null,
        [Expects("expects keys and values to be strings"), AtMost(100)] IReadOnlyDictionary<string, string>? customProperties = null,
        bool noSession = true, string ipAddress = "");

    /// <summary>Forgets a player.</summary>
    /// <param name="identifier">The player.</param>
    [ServerFunction("get_satori().identity_delete")]
    ValueTask IdentityDelete(string identifier);

    /// <summary>What is known of a player.</summary>
    /// <param name="identifier">The player.</param>
    [ServerFunction("get_satori().properties_get")]
    ValueTask<SatoriProperties> PropertiesGet(string identifier);

    /// <summary>Changes what is known of a player.</summary>
    /// <param name="identifier">The player.</param>
    /// <param name="properties">The changes.</param>
    [ServerFunction("get_satori().properties_update")]
    ValueTask PropertiesUpdate(string identifier, SatoriPropertiesUpdate properties);

    /// <summary>Tells what a player did.</summary>
    /// <param name="identifier">The player.</param>
    /// <param name="events">What happened.</param>
    /// <param name="ip">Where the player is.</param>
    [ServerFunction("get_satori().events_publish")]
    ValueTask EventsPublish(string identifier, [AtMost(1000)] IReadOnlyList<SatoriEvent> events, string ip = "");

    /// <summary>Tells what happened to several players.</summary>
    /// <param name="events">What happened.</param>
    /// <param name="ip">Where.</param>
    [ServerFunction("get_satori().server_events_publish")]
    ValueTask ServerEventsPublish([AtMost(1000)] IReadOnlyList<SatoriEvent> events, string ip = "");

    /// <summary>Experiments that a player takes part in.</summary>
    /// <param name="identifier">The player.</param>
    /// <param name="names">Only those.</param>
    /// <param name="labels">Only those with such labels.</param>
    [ServerFunction("get_satori().experiments_list")]
    ValueTask<IReadOnlyList<SatoriExperiment>> ExperimentsList(
        string identifier,
        [Expects("expects each name to be a non-empty string"), AtMost(1000)] IReadOnlyList<string>? names = null,
        [Expects("expects each label to be a non-empty string"), AtMost(1000)] IReadOnlyList<string>? labels = null);

    /// <summary>A player's feature flags, or everybody's.</summary>
    /// <param name="identifier">The player; empty for nobody's.</param>
    /// <param name="names">Only those.</param>
    /// <param name="labels">Only those with such labels.</param>
    [ServerFunction("get_satori().flags_list")]
    ValueTask<IReadOnlyList<SatoriFlag>> FlagsList(
        string identifier = "",
        [Expects("expects each name to be a non-empty string"), AtMost(1000)] IReadOnlyList<string>? names = null,
        [Expects("expects each label to be a non-empty string"), AtMost(1000)] IReadOnlyList<string>? labels = null);

    /// <summary>What replaces a player's feature flags.</summary>
    /// <param name="identifier">The player; empty for nobody's.</param>
    /// <param name="names">Only those.</param>
    /// <param name="labels">Only those with such labels.</param>
    [ServerFunction("get_satori().flags_overrides_list")]
    ValueTask<IReadOnlyList<SatoriFlagOverride>> FlagsOverridesList(
        string identifier = "",
        [Expects("expects each name to be a non-empty string"), AtMost(1000)] IReadOnlyList<string>? names = null,
        [Expects("expects each label to be a non-empty string"), AtMost(1000)] IReadOnlyList<string>? labels = null);

    /// <summary>A player's live events.</summary>
    /// <param name="identifier">The player.</param>
    /// <param name="names">Only those.</param>
    /// <param name="labels">Only those with such labels.</param>
    /// <param name="pastRunCount">How many runs that are over.</param>
    /// <param name="futureRunCount">How many runs that are to come.</param>
    /// <param name="startTimeSec">From when on, in Unix seconds.</param>
    /// <param name="endTimeSec">Until when, in Unix seconds.</param>
    [ServerFunction("get_satori().live_events_list")]
    ValueTask<SatoriLiveEvents> LiveEventsList(
        string identifier,
        [Expects("expects each name to be a non-empty string"), AtMost(1000)] IReadOnlyList<string>? names = null,
        [Expects("expects each label to be a non-empty string"), AtMost(1000)] IReadOnlyList<string>? labels = null,
        [Expects("expects a number of runs"), Between(0, int.MaxValue)] int pastRunCount = 0,
        [Expects("expects a number of runs"), Between(0, int.MaxValue)] int futureRunCount = 0, long startTimeSec = 0, long endTimeSec = 0);

    /// <summary>Has a player join a live event.</summary>
    /// <param name="identifier">The player.</param>
    /// <param name="liveEventId">Which.</param>
    [ServerFunction("get_satori().live_event_join")]
    ValueTask LiveEventJoin(string identifier, string liveEventId);

    /// <summary>A player's messages.</summary>
    /// <param name="identifier">The player.</param>
    /// <param name="limit">The most on a page.</param>
    /// <param name="forward">Whether the oldest come first.</param>
    /// <param name="cursor">Where the page begins; empty for the first.</param>
    /// <param name="messageIds">Only those.</param>
    [ServerFunction("get_satori().messages_list", LuaReturnsMembers = true)]
    ValueTask<SatoriMessagePage> MessagesList(
        string identifier, [Expects("expects limit to be 1-1000"), Between(1, 1000)] int limit = 100, bool forward = false, string cursor = "",
        [Expects("expects each message ID to be a non-empty string"), AtMost(1000)] IReadOnlyList<string>? messageIds = null);

    /// <summary>Marks a message as read or used.</summary>
    /// <param name="identifier">The player.</param>
    /// <param name="messageId">Which.</param>
    /// <param name="readTime">When it was read, in Unix seconds.</param>
    /// <param name="consumeTime">When it was used, in Unix seconds; 0 for not yet.</param>
    [ServerFunction("get_satori().message_update")]
    ValueTask MessageUpdate(string identifier, string messageId, long readTime, long consumeTime = 0);

    /// <summary>Deletes a message.</summary>
    /// <param name="identifier">The player.</param>
    /// <param name="messageId">Which.</param>
    [ServerFunction("get_satori().message_delete")]
    ValueTask MessageDelete(string identifier, string messageId);
}
