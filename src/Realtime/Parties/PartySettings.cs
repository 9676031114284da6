namespace KaosNet.Realtime.Parties;

/// <summary>Upkeep of parties; names and defaults are those of Nakama's <c>party.*</c> settings.</summary>
public sealed record PartySettings
{
    /// <summary>How long new parties and labels may take to show up in lists.</summary>
    public TimeSpan LabelUpdateInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often parties without members are looked for; zero or less for never.</summary>
    public TimeSpan IdleCheckInterval { get; init; } = TimeSpan.FromSeconds(30);
}
