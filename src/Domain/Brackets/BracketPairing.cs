using System.Text.Json.Serialization;
using KaosNet.Domain.Brackets.Drawing;

namespace KaosNet.Domain.Brackets;

/// <summary>How a pairing ended.</summary>
/// <param name="First">Score of its first player.</param>
/// <param name="Second">Score of its second player.</param>
/// <param name="Winner">Who won; null in a draw.</param>
public sealed record PairingScore(int First, int Second, Slot? Winner)
{
    /// <summary>Without a game.</summary>
    public static PairingScore Unplayed(Slot? winner) => new(0, 0, winner);
}

/// <summary>A pairing of a running bracket.</summary>
public sealed record BracketPairing
{
    /// <summary>In a slot that a pairing before it fills.</summary>
    public const int Unknown = 0;

    /// <summary>In a slot into which nobody comes any more.</summary>
    public const int Nobody = -1;

    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    /// <summary>Seed of the first player, or <see cref="Unknown"/> or <see cref="Nobody"/>.</summary>
    public int First { get; init; }

    /// <summary>Seed of the second player, or <see cref="Unknown"/> or <see cref="Nobody"/>.</summary>
    public int Second { get; init; }

    public DateTimeOffset? ReadyAt { get; init; }

    /// <summary>When something must have happened; null for never.</summary>
    public DateTimeOffset? DeadlineAt { get; init; }

    public bool FirstIsIn { get; init; }

    public bool SecondIsIn { get; init; }

    /// <summary>What the first player says of the result.</summary>
    public PairingScore? FirstClaim { get; init; }

    /// <summary>What the second player says of the result.</summary>
    public PairingScore? SecondClaim { get; init; }

    public PairingOutcome Outcome { get; init; }

    /// <summary>The result; null before it.</summary>
    public PairingScore? Score { get; init; }

    public string? MatchId { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Where the winner went.</summary>
    public BracketStep? WinnerTo { get; init; }

    /// <summary>Where the loser went.</summary>
    public BracketStep? LoserTo { get; init; }

    [JsonIgnore]
    public bool IsDecided => Outcome != PairingOutcome.None;

    /// <summary>Waits for its result.</summary>
    [JsonIgnore]
    public bool IsReady => !IsDecided && ReadyAt is not null;

    /// <summary>Both players said how it ended, and not the same.</summary>
    [JsonIgnore]
    public bool IsDisputed => IsReady && FirstClaim is not null && SecondClaim is not null && FirstClaim != SecondClaim;

    /// <summary>Seed of who won, <see cref="Nobody"/> when nobody did, <see cref="Unknown"/> before the result.</summary>
    [JsonIgnore]
    public int Winner => !IsDecided ? Unknown : Score?.Winner is { } winner ? Of(winner) : Nobody;

    /// <summary>Seed of the other one than <see cref="Winner"/>.</summary>
    [JsonIgnore]
    public int Loser => !IsDecided ? Unknown : Score?.Winner is { } winner ? Of(winner == Slot.First ? Slot.Second : Slot.First) : Nobody;

    /// <summary>Who is in a slot.</summary>
    public int Of(Slot slot) => slot == Slot.First ? First : Second;

    /// <summary>The slot of a seed, or null when it does not play here.</summary>
    public Slot? SlotOf(int seed) => seed <= 0 ? null : First == seed ? Slot.First : Second == seed ? Slot.Second : null;

    /// <summary>The pairing with somebody else in a slot: all that the former two did here is void.</summary>
    internal BracketPairing With(Slot slot, int seed) => new()
    {
        Number = Number,
        First = slot == Slot.First ? seed : First,
        Second = slot == Slot.Second ? seed : Second,
    };

    /// <summary>The pairing as if it had no result, nor anything that leads to one.</summary>
    internal BracketPairing Open() => new() { Number = Number, First = First, Second = Second };
}
