using System.Text;
using System.Text.Json;
using KaosNet.Modules;
using KaosNet.Modules.Matches;
using KaosNet.Riders.Rules;

namespace KaosNet.Riders.Module;

/// <summary>A match's state. What of it is public is compared when it is run again.</summary>
public sealed class RidersTable
{
    /// <summary>Who rides, in the order in which they came.</summary>
    public List<Seat> Seats { get; } = [];

    /// <summary>Rounds that each has won.</summary>
    public int[] Wins { get; } = new int[Arena.Seats];

    /// <summary>Rounds that win the match.</summary>
    public required int ToWin { get; init; }

    /// <summary>Columns of the arena.</summary>
    public required int Width { get; init; }

    /// <summary>Rows of the arena.</summary>
    public required int Height { get; init; }

    /// <summary>Whether it is only for those who have its id.</summary>
    public required bool IsPrivate { get; init; }

    /// <summary>The round, from 1.</summary>
    public int Round { get; set; }

    /// <summary>The round as it stands; null before the first.</summary>
    public Arena? Arena { get; set; }

    /// <summary>The tick of the round's first step.</summary>
    public long StartsAt { get; set; }

    /// <summary>The last tick with anybody there.</summary>
    public long EmptySince { get; set; }

    /// <summary>Whether both are, or were, there.</summary>
    public bool IsStarted => Seats.Count == Arena.Seats;

    /// <summary>A player's seat; null for others.</summary>
    public Seat? SeatOf(Guid userId) => Seats.Find(seat => seat.UserId == userId);
}

/// <summary>A rider's player.</summary>
/// <param name="presence">Who.</param>
public sealed class Seat(Presence presence)
{
    const int WaitingMax = 4;
    const int SentMax = 16;
    const int NumberMax = 1_000_000;

    /// <summary>The player.</summary>
    public Guid UserId { get; } = presence.UserId;

    /// <summary>The player's name.</summary>
    public string Name { get; } = presence.Username;

    /// <summary>The socket that counts: the latest.</summary>
    public Guid SessionId { get; set; }

    /// <summary>When the player went away; null for who is there.</summary>
    public long? AwayAt { get; set; }

    /// <summary>Turns that wait for a step each.</summary>
    public string Turns { get; set; } = "";

    /// <summary>The number of the last turn that came.</summary>
    public int Last { get; set; }

    /// <summary>Turns that have not come yet are those after the last one; what comes too fast is dropped.</summary>
    public void Take(ReadOnlySpan<byte> data)
    {
        if (Read(data) is not { Last: > 0 and <= NumberMax, Turns: { } turns } sent) return;
        for (var place = 1; place <= Math.Min(turns.Length, SentMax); place++)
        {
            var (number, heading) = (sent.Last - turns.Length + place, turns[place - 1]);
            if (number <= Last || !Headings.Contain(heading)) continue;
            Last = number;
            if (Turns.Length < WaitingMax) Turns += heading;
        }
    }

    /// <summary>Turns the rider as the player wants next.</summary>
    public void Steer(Rider rider)
    {
        if (Turns.Length == 0) return;
        rider.Turn(Turns[0]);
        Turns = Turns[1..];
    }

    /// <summary>What a client sent, who may send anything; null for what are no turns.</summary>
    static TurnsSent? Read(ReadOnlySpan<byte> data)
    {
        try
        {
            return new JsonText(Encoding.UTF8.GetString(data)).Read<TurnsSent>();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
