using System.ComponentModel;

namespace KaosNet.Modules.Utilities;

/// <summary>What Satori knows of a player.</summary>
/// <param name="Default">Its own properties.</param>
/// <param name="Custom">The game's properties.</param>
/// <param name="Computed">Those that it computes.</param>
public sealed record SatoriProperties(
    IReadOnlyDictionary<string, string> Default, IReadOnlyDictionary<string, string> Custom, IReadOnlyDictionary<string, string> Computed);

/// <summary>Changes of properties.</summary>
public sealed record SatoriPropertiesUpdate
{
    /// <summary>Satori's own, by name.</summary>
    public JsonText? Default { get; init; }

    /// <summary>The game's, by name.</summary>
    public JsonText? Custom { get; init; }

    /// <summary>Whether to compute the others anew.</summary>
    public bool? Recompute { get; init; }
}

/// <summary>Something that happened, for Satori.</summary>
public sealed record SatoriEvent
{
    /// <summary>What.</summary>
    public required string Name { get; init; }

    /// <summary>The event's id, to tell repetitions by.</summary>
    public string? Id { get; init; }

    /// <summary>A value, if it has one.</summary>
    public string? Value { get; init; }

    /// <summary>More about it, texts by name.</summary>
    public JsonText? Metadata { get; init; }

    /// <summary>When, in Unix seconds.</summary>
    [DefaultValue(0)]
    public int Timestamp { get; init; }

    /// <summary>Whom it is about, where a server tells it.</summary>
    public string? IdentityId { get; init; }

    /// <summary>In which session, where a server tells it.</summary>
    public string? SessionId { get; init; }

    /// <summary>Since when the session is, in Unix seconds.</summary>
    [DefaultValue(0)]
    public int SessionIssuedAt { get; init; }

    /// <summary>Until when the session is, in Unix seconds.</summary>
    [DefaultValue(0)]
    public int SessionExpiresAt { get; init; }
}

/// <summary>An experiment that a player takes part in.</summary>
/// <param name="Name">Which.</param>
/// <param name="Value">The player's variant.</param>
public sealed record SatoriExperiment(string Name, string Value);

/// <summary>A feature flag.</summary>
/// <param name="Name">Which.</param>
/// <param name="Value">Its value for the player.</param>
/// <param name="ConditionChanged">Whether the value is another one than it was.</param>
public sealed record SatoriFlag(string Name, string Value, bool ConditionChanged);

/// <summary>What a flag is replaced by for a player.</summary>
/// <param name="FlagName">Which flag.</param>
/// <param name="Overrides">By what.</param>
public sealed record SatoriFlagOverride(string FlagName, IReadOnlyList<SatoriFlagOverrideValue> Overrides);

/// <summary>One replacement of a flag's value.</summary>
/// <param name="Name">What replaces it.</param>
/// <param name="Type">The kind of that.</param>
/// <param name="VariantName">Its variant.</param>
/// <param name="Value">The value.</param>
/// <param name="CreateTimeSec">Since when, in Unix seconds.</param>
public sealed record SatoriFlagOverrideValue(string Name, int Type, string VariantName, string Value, long CreateTimeSec);

/// <summary>A live event.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is.</param>
/// <param name="Value">What the player gets to see of it.</param>
/// <param name="ActiveStartTime">Since when it runs.</param>
/// <param name="ActiveEndTime">Until when it runs.</param>
/// <param name="StartTime">Since when it is.</param>
/// <param name="EndTime">Until when it is.</param>
/// <param name="Duration">How long a run is, in seconds.</param>
/// <param name="ResetCron">When it starts over.</param>
/// <param name="Status">How it stands.</param>
public sealed record SatoriLiveEvent(
    string Id, string Name, string Description, string Value, DateTimeOffset ActiveStartTime, DateTimeOffset ActiveEndTime, DateTimeOffset StartTime, DateTimeOffset EndTime,
    long Duration, string ResetCron, int Status);

/// <summary>Live events of a player.</summary>
/// <param name="LiveEvents">Those that the player is in.</param>
/// <param name="ExplicitJoinLiveEvents">Those that the player may join.</param>
public sealed record SatoriLiveEvents(IReadOnlyList<SatoriLiveEvent> LiveEvents, IReadOnlyList<SatoriLiveEvent> ExplicitJoinLiveEvents);

/// <summary>A message to a player.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ScheduleId">The schedule that it came by.</param>
/// <param name="Title">Its title.</param>
/// <param name="Text">What it says.</param>
/// <param name="ImageUrl">Its picture.</param>
/// <param name="Metadata">More about it.</param>
/// <param name="SendTime">When it was sent.</param>
/// <param name="CreateTime">When it was made.</param>
/// <param name="UpdateTime">When it was changed.</param>
/// <param name="ReadTime">When it was read.</param>
/// <param name="ConsumeTime">When it was used.</param>
public sealed record SatoriMessage(
    string Id, string ScheduleId, string Title, string Text, string ImageUrl, JsonText Metadata, DateTimeOffset SendTime, DateTimeOffset CreateTime, DateTimeOffset UpdateTime,
    DateTimeOffset ReadTime, DateTimeOffset ConsumeTime);

/// <summary>A page of messages.</summary>
/// <param name="Messages">The messages.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
/// <param name="PrevCursor">Where the page before begins; null on the first.</param>
public sealed record SatoriMessagePage(IReadOnlyList<SatoriMessage> Messages, string? NextCursor, string? PrevCursor);
