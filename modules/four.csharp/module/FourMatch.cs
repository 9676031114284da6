using System.Text;
using System.Text.Json;
using KaosNet.Four.Rules;
using KaosNet.Modules;
using KaosNet.Modules.Matches;

namespace KaosNet.Four;

/// <summary>A game between two: a client lets a disc go (op code 2, the column as a digit); everybody is told the game (op code 1).</summary>
public sealed class FourMatch : MatchHandler<FourTable>
{
    /// <summary>The game as it stands, JSON.</summary>
    public const long Told = 1;

    /// <summary>A move, a digit from 1 to 7.</summary>
    public const long Move = 2;

    /// <summary>Why a move does not count, to the one who made it.</summary>
    public const long Refused = 3;

    const int TickRate = 5;
    const int Seats = 2;

    public override MatchBeginning<FourTable> Init(MatchContext context, JsonText parameters) => new(new FourTable(), TickRate, """{"game":"four_csharp","open":true}""");

    public override JoinAnswer<FourTable> JoinAttempt(MatchContext context, FourTable state, Presence presence, JoinRequest request) =>
        state.Players.Contains(presence.UserId) || state.Players.Count < Seats ? new(state, IsAccepted: true) : new(state, IsAccepted: false, "The table is taken.");

    public override FourTable? Join(MatchContext context, FourTable state, IReadOnlyList<Presence> presences)
    {
        foreach (var presence in presences.Where(presence => !state.Players.Contains(presence.UserId))) state.Players.Add(presence.UserId);
        if (state.Players.Count == Seats && state.Moves.Length == 0)
        {
            // Who begins is left to the match's own dice, so a replay begins with the same player.
            if (context.Dice.Next(Seats) == 1) state.Players.Reverse();
            context.UpdateLabel("""{"game":"four_csharp","open":false}""");
        }

        Tell(context, state);
        return state;
    }

    /// <summary>Who leaves gives up.</summary>
    public override FourTable? Leave(MatchContext context, FourTable state, IReadOnlyList<Presence> presences) => null;

    public override FourTable? Loop(MatchContext context, FourTable state, IReadOnlyList<MatchMessage> messages)
    {
        foreach (var message in messages.Where(message => message.OpCode == Move))
        {
            if (WhyNot(state, message) is { } reason) context.Broadcast(Refused, Encoding.UTF8.GetBytes(reason), [message.Sender]);
            else
            {
                state.Moves = FourRules.With(state.Moves, message.Data.Span[0] - '0');
                Tell(context, state);
            }
        }

        return state.IsOver ? null : state;
    }

    static string? WhyNot(FourTable state, MatchMessage message)
    {
        if (state.Players.Count < Seats) return "Wait for the other player.";
        if (state.IsOver || state.Players[FourRules.Turn(state.Moves)] != message.Sender.UserId) return "It is not your turn.";
        return message.Data.Length == 1 && FourRules.IsAllowed(state.Moves, message.Data.Span[0] - '0') ? null : "No disc fits there.";
    }

    static void Tell(MatchContext context, FourTable state) => context.Broadcast(Told, JsonSerializer.SerializeToUtf8Bytes(new { players = state.Players, moves = state.Moves }));
}

/// <summary>A game's state. It can be written as JSON, so replays compare it.</summary>
public sealed class FourTable
{
    /// <summary>The players, in the order of their turns.</summary>
    public List<Guid> Players { get; } = [];

    /// <summary>The game so far.</summary>
    public string Moves { get; set; } = "";

    /// <summary>Whether it is over.</summary>
    public bool IsOver => FourRules.IsWon(Moves) || FourRules.IsFull(Moves);
}
