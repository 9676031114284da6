using System.Text;
using KaosNet.Modules;
using KaosNet.Modules.Matches;
using KaosNet.Riders.Rules;

namespace KaosNet.Riders.Module;

/// <summary>A match between two, 20 ticks a second. The messages are those of <c>riders.lua</c>, which explains them.</summary>
public sealed class RidersMatch : MatchHandler<RidersTable>
{
    const int Turns = 1;
    const int State = 2;
    const int RoundBegins = 3;
    const int RoundOver = 4;
    const int MatchOver = 5;

    const int TickRate = 20;

    /// <summary>Ten cells a second; twenty once a round has lasted so long that it has to end.</summary>
    const int TicksAStep = 2;

    const int HurryTicks = 20 * TickRate;
    const int StartTicks = 2 * TickRate;
    const int EmptyTicks = 60 * TickRate;
    const int RoundsMax = 20;

    public override MatchBeginning<RidersTable> Init(MatchContext context, JsonText parameters)
    {
        var wishes = parameters.Read<Wishes>()!;
        var state = new RidersTable
        {
            ToWin = Within(wishes.Wins, 1, 5, 3), Width = Within(wishes.Width, 16, 120, 60), Height = Within(wishes.Height, 12, 60, 30), IsPrivate = wishes.Private,
        };
        return new(state, TickRate, LabelOf(state));
    }

    public override JoinAnswer<RidersTable> JoinAttempt(MatchContext context, RidersTable state, Presence presence, JoinRequest request) =>
        state.SeatOf(presence.UserId) is not null || !state.IsStarted
            ? new(state, IsAccepted: true)
            : new(state, IsAccepted: false, "This match already has two riders.");

    public override RidersTable? Join(MatchContext context, RidersTable state, IReadOnlyList<Presence> presences)
    {
        foreach (var presence in presences) Join(context, state, presence);
        context.UpdateLabel(LabelOf(state));
        return state;
    }

    public override RidersTable? Leave(MatchContext context, RidersTable state, IReadOnlyList<Presence> presences)
    {
        // Nobody steers while its player is away, so that settles itself; who comes back goes on.
        foreach (var presence in presences)
        {
            if (state.Seats.Find(taken => taken.SessionId == presence.SessionId) is { } seat) seat.AwayAt = context.Tick;
        }

        context.UpdateLabel(LabelOf(state));
        return state;
    }

    public override RidersTable? Loop(MatchContext context, RidersTable state, IReadOnlyList<MatchMessage> messages)
    {
        foreach (var message in messages.Where(message => message.OpCode == Turns)) state.SeatOf(message.Sender.UserId)?.Take(message.Data.Span);

        if (state.Seats.Exists(seat => seat.AwayAt is null)) state.EmptySince = context.Tick;
        if (context.Tick - state.EmptySince > EmptyTicks) return null;
        if (state.Arena is not { } arena) return state;

        var since = context.Tick - state.StartsAt;
        var isStep = since >= 0 && (since > HurryTicks || since % TicksAStep == 0);
        var winner = isStep ? Step(state, arena) : null;
        Tell(context, State, StateOf(state, arena, context.Tick), isReliable: false);
        return winner is not { } decided || EndRound(context, state, decided) ? state : null;
    }

    public override SignalAnswer<RidersTable> Signal(MatchContext context, RidersTable state, string data) =>
        new(state, JsonText.Of(new { state.Round, state.Wins }).Text);

    static void Join(MatchContext context, RidersTable state, Presence presence)
    {
        var seat = state.SeatOf(presence.UserId);
        if (seat is null && state.IsStarted)
        {
            // Two were let in for one seat.
            context.Kick([presence]);
            return;
        }

        if (seat is null)
        {
            state.Seats.Add(seat = new Seat(presence));
            if (state.IsStarted) BeginRound(context, state);
        }
        else if (state.IsStarted)
        {
            // Back: what it is about comes again. Its client counts its turns anew.
            seat.Last = 0;
            Tell(context, RoundBegins, RoundOf(state, context.Tick), to: [presence]);
        }

        (seat.SessionId, seat.AwayAt) = (presence.SessionId, null);
    }

    static void BeginRound(MatchContext context, RidersTable state)
    {
        state.Round++;
        state.Arena = new(state.Width, state.Height);
        state.StartsAt = context.Tick + StartTicks;
        foreach (var seat in state.Seats) seat.Turns = "";
        Tell(context, RoundBegins, RoundOf(state, context.Tick));
    }

    static int? Step(RidersTable state, Arena arena)
    {
        for (var rider = 0; rider < Arena.Seats; rider++) state.Seats[rider].Steer(arena.Riders[rider]);
        return arena.Step();
    }

    /// <summary>Tells who won, and begins the next round; false when there is none.</summary>
    static bool EndRound(MatchContext context, RidersTable state, int winner)
    {
        if (winner != Arena.Nobody) state.Wins[winner - 1]++;
        Tell(context, RoundOver, new ResultTold(state.Round, winner, state.Wins));
        var isWon = winner != Arena.Nobody && state.Wins[winner - 1] == state.ToWin;
        if (isWon || state.Round == RoundsMax)
        {
            Finish(context, state, isWon ? winner : Arena.Nobody);
            return false;
        }

        BeginRound(context, state);
        return true;
    }

    static void Finish(MatchContext context, RidersTable state, int winner)
    {
        long? rank = null;
        if (winner != Arena.Nobody)
        {
            var seat = state.Seats[winner - 1];
            var metadata = JsonText.Of(new { context.MatchId });
            rank = context.Ask(nk => nk.Leaderboards.WriteRecord(RidersModule.Name, seat.UserId, seat.Name, score: 1, metadata: metadata)).Rank;
        }

        Tell(context, MatchOver, new OverTold(winner, state.Wins, rank));
    }

    static string LabelOf(RidersTable state)
    {
        var host = state.Seats.FirstOrDefault();
        var isOpen = host is { AwayAt: null } && !state.IsStarted && !state.IsPrivate;
        return JsonText.Of(new Label(RidersModule.Name, isOpen ? "yes" : "no", host?.UserId, host?.Name)).Text;
    }

    static RoundTold RoundOf(RidersTable state, long tick) => new(
        state.Round, state.Wins, state.ToWin, state.Seats.Select(seat => new SeatTold(seat.UserId, seat.Name)), state.Width, state.Height,
        state.Arena!.Riders.Select(rider => rider.Start), Math.Max(0, (state.StartsAt - tick + TickRate - 1) / TickRate));

    static StateTold StateOf(RidersTable state, Arena arena, long tick) =>
        new(tick, arena.Riders.Select((rider, at) => new RiderTold(rider.Way, state.Seats[at].Last)));

    static int Within(int? value, int lowest, int highest, int otherwise) => value >= lowest && value <= highest ? value.Value : otherwise;

    static void Tell<T>(MatchContext context, int operation, T what, IReadOnlyList<Presence>? to = null, bool isReliable = true) =>
        context.Broadcast(operation, Encoding.UTF8.GetBytes(JsonText.Of(what).Text), to, reliable: isReliable);
}
