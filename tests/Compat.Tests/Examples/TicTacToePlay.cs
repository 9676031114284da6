using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Nakama;

namespace KaosNet.Compat.Tests.Examples;

/// <summary>A game of tic-tac-toe as one device sees and plays it.</summary>
public sealed class TicTacToePlay : IDisposable
{
    const int OpMove = 1, OpGame = 2, OpRefused = 3, OpOver = 4;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    readonly Device device;
    readonly string match;
    readonly Channel<IMatchState> heard = Channel.CreateUnbounded<IMatchState>();

    TicTacToePlay(Device device, string match)
    {
        (this.device, this.match) = (device, match);
        device.Socket.ReceivedMatchState += Hear;
    }

    /// <summary>The last that was told of the game.</summary>
    public JsonElement Game { get; private set; } = "{}".Parsed();

    /// <summary>What was refused so far.</summary>
    public List<string> Refusals { get; } = [];

    /// <summary>The result, once it was told.</summary>
    public JsonElement? Over { get; private set; }

    public string Moves => Game.TryGetProperty("moves", out var moves) ? moves.GetString()! : "";

    public bool HasBegun => Game.TryGetProperty("turn", out _);

    public bool IsMyTurn => Game.TryGetProperty("turn", out var turn) && turn.GetString() == device.UserId;

    /// <summary>Joins; what comes before the answer is heard too.</summary>
    public static async Task<TicTacToePlay> Join(Device device, string match)
    {
        var play = new TicTacToePlay(device, match);
        await device.Socket.JoinMatchAsync(match);
        return play;
    }

    public Task Move(object position) => device.Socket.SendMatchStateAsync(match, OpMove, JsonSerializer.Serialize(new { position }));

    public Task Leave() => device.Socket.LeaveMatchAsync(match);

    /// <summary>Waits until something holds after something was told.</summary>
    public async Task Hears(Func<TicTacToePlay, bool> what)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!what(this)) Take(await heard.Reader.ReadAsync(patience.Token));
    }

    /// <summary>Plays at random, mistakes included, until the game is over; or leaves it in the middle.</summary>
    /// <returns>False if it left.</returns>
    public async Task<bool> AtRandom(Random chance, bool mayLeave)
    {
        var answered = -1;
        while (true)
        {
            await Hears(play => play.Over is not null || (play.IsMyTurn && play.Moves.Length != answered));
            if (Over is not null) return true;
            answered = Moves.Length;
            if (mayLeave && chance.Next(25) == 0)
            {
                await Leave();
                return false;
            }

            if (chance.Next(6) == 0) await Move(chance.Next(2) == 0 || Moves.Length == 0 ? 10 : Moves[0] - '0');
            var free = "123456789".Except(Moves).ToArray();
            await Move(free[chance.Next(free.Length)] - '0');
        }
    }

    public void Dispose() => device.Socket.ReceivedMatchState -= Hear;

    void Hear(IMatchState state)
    {
        if (state.MatchId == match) heard.Writer.TryWrite(state);
    }

    void Take(IMatchState state)
    {
        var said = Encoding.UTF8.GetString(state.State).Parsed();
        if (state.OpCode == OpGame) Game = said;
        if (state.OpCode == OpRefused) Refusals.Add(said.Word("refused"));
        if (state.OpCode == OpOver) Over = said;
    }
}
