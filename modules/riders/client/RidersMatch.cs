using System.Text.Json;
using KaosNet.Protocol.Realtime;
using KaosNet.Riders.Rules;

namespace KaosNet.Riders;

/// <summary>A match as one player sees it, and the turns of theirs that the server has not confirmed yet. Knows nothing of networks and terminals.</summary>
sealed class RidersMatch(string userId)
{
    /// <summary>The operation code of what <see cref="Outgoing"/> is.</summary>
    public const long Turns = 1;

    /// <summary>More than the server keeps would be dropped there.</summary>
    const int TurnsWaitingMax = 4;

    const long State = 2;
    const long RoundBegins = 3;
    const long RoundOver = 4;
    const long MatchOver = 5;

    /// <summary>Keys are pressed while the server speaks.</summary>
    readonly Lock _gate = new();
    readonly List<char> _unconfirmed = [];
    int _lastTurn;
    long _tick = -1;
    Cell[] _starts = [];
    int _width;
    int _height;

    public int Round { get; private set; }

    public int RoundsToWin { get; private set; }

    public string[] Names { get; private set; } = [];

    public string[] UserIds { get; private set; } = [];

    public int[] Wins { get; private set; } = [];

    /// <summary>The arena as of the latest state; null before the first round.</summary>
    public Arena? Arena { get; private set; }

    /// <summary>0 or 1: which rider this player is.</summary>
    public int Me { get; private set; }

    /// <summary>What the last round came to, in words; empty before its end.</summary>
    public string LastRound { get; private set; } = "";

    public bool IsOver { get; private set; }

    /// <summary>Who has won the match: 1, 2, or 0 for nobody.</summary>
    public int Winner { get; private set; }

    /// <summary>The winner's place on the board.</summary>
    public int Rank { get; private set; }

    /// <summary>What to send again and again until the server says that it has come; null for nothing.</summary>
    public string? Outgoing
    {
        get
        {
            lock (_gate) return _unconfirmed.Count > 0 ? $$"""{"last":{{_lastTurn}},"turns":"{{string.Concat(_unconfirmed)}}"}""" : null;
        }
    }

    /// <summary>The player wants to go there: U, D, L or R.</summary>
    public void Turn(char heading)
    {
        lock (_gate)
        {
            if (_unconfirmed.Count >= TurnsWaitingMax) return;
            _unconfirmed.Add(heading);
            _lastTurn++;
        }
    }

    /// <summary>Takes what the server sent.</summary>
    public void Take(MatchData data)
    {
        using var json = JsonDocument.Parse(data.Data);
        var said = json.RootElement;
        switch (data.OpCode)
        {
            case State:
                TakeState(said);
                break;
            case RoundBegins:
                Begin(said);
                break;
            case RoundOver:
                Wins = Numbers(said.GetProperty("wins"));
                var winner = said.GetProperty("winner").GetInt32();
                LastRound = $"round {Round}: {(winner == 0 ? "both crashed" : $"{Names[winner - 1]} wins")}, {Wins[0]} to {Wins[1]}";
                break;
            case MatchOver:
                IsOver = true;
                Winner = said.GetProperty("winner").GetInt32();
                Rank = said.TryGetProperty("rank", out var rank) ? rank.GetInt32() : 0;
                break;
        }
    }

    /// <summary>Unreliable: of two states the one of the later tick counts, whichever comes last.</summary>
    void TakeState(JsonElement said)
    {
        var tick = said.GetProperty("tick").GetInt64();
        if (tick <= _tick || _starts.Length == 0) return;
        _tick = tick;
        var riders = said.GetProperty("riders");
        Arena = new(_width, _height, _starts, [.. riders.EnumerateArray().Select(rider => rider.GetProperty("way").GetString()!)]);
        var confirmed = riders[Me].GetProperty("last").GetInt32();
        lock (_gate)
        {
            var open = Math.Clamp(_lastTurn - confirmed, 0, _unconfirmed.Count);
            _unconfirmed.RemoveRange(0, _unconfirmed.Count - open);
        }
    }

    void Begin(JsonElement said)
    {
        Round = said.GetProperty("round").GetInt32();
        RoundsToWin = said.GetProperty("to_win").GetInt32();
        Wins = Numbers(said.GetProperty("wins"));
        (_width, _height) = (said.GetProperty("width").GetInt32(), said.GetProperty("height").GetInt32());
        _starts = [.. said.GetProperty("starts").EnumerateArray().Select(start => new Cell(start.GetProperty("x").GetInt32(), start.GetProperty("y").GetInt32()))];
        var seats = said.GetProperty("seats");
        Names = [.. seats.EnumerateArray().Select(seat => seat.GetProperty("name").GetString()!)];
        UserIds = [.. seats.EnumerateArray().Select(seat => seat.GetProperty("user_id").GetString()!)];
        Me = Math.Max(0, Array.IndexOf(UserIds, userId));
        Arena = new(_width, _height, _starts, ["", ""]);
        // Turns of the last round mean nothing in this one.
        lock (_gate) _unconfirmed.Clear();
    }

    static int[] Numbers(JsonElement numbers) => [.. numbers.EnumerateArray().Select(number => number.GetInt32())];
}
