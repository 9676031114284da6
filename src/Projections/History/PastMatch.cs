using System.Text.Json.Nodes;
using KaosNet.Domain.Matches;

namespace KaosNet.Projections.History;

/// <summary>A match as its record tells of it, up to a moment: who was in it and what had come in.</summary>
/// <param name="id">The match, without the node.</param>
/// <param name="until">What came in later is left out; null for all that is added.</param>
sealed class PastMatch(Guid id, DateTimeOffset? until)
{
    /// <summary>Messages that are shown, the latest ones.</summary>
    const int MessagesShown = 20;

    readonly Dictionary<string, (MatchPresence Presence, long SinceMs)> _players = new(StringComparer.Ordinal);
    readonly Queue<JsonObject> _messages = new();
    MatchCreated? _created;
    MatchEnded? _ended;
    DateTimeOffset _createdAt;
    DateTimeOffset? _endedAt;
    long _ticks;
    long _messageCount;
    long _signals;
    int _joins;

    /// <summary>Takes one more event; false when all of it came after the moment.</summary>
    public bool Add(MatchEvent happened, DateTimeOffset at)
    {
        switch (happened)
        {
            case MatchInputsRecorded piece:
                return AddPiece(piece);
            case var _ when at > until:
                return false;
            case MatchCreated created:
                (_created, _createdAt) = (created, at);
                return true;
            case MatchEnded ended:
                (_ended, _endedAt) = (ended, at);
                _players.Clear();
                return true;
            default:
                return true;
        }
    }

    public JsonObject Document() => new()
    {
        ["match_id"] = id.ToString(),
        ["handler"] = _created?.Handler,
        ["node"] = _created?.Node,
        ["label_at_start"] = _created?.Label,
        ["parameters"] = _created is null ? null : StateDocuments.Json(_created.Parameters),
        ["tick_rate"] = _created?.TickRate,
        ["is_open"] = _ended is null,
        ["ending"] = _ended is null ? null : StateDocuments.Word(_ended.Ending),
        ["ticks"] = _ended?.Ticks ?? _ticks,
        ["create_time"] = StateDocuments.Time(_createdAt),
        ["end_time"] = StateDocuments.Time(_endedAt),
        ["players"] = new JsonArray(
        [
            .. _players.Values.OrderBy(player => player.SinceMs).Select(player => new JsonObject
            {
                ["user_id"] = player.Presence.UserId,
                ["session_id"] = player.Presence.SessionId,
                ["username"] = player.Presence.Username,
                ["since"] = TimeOf(player.SinceMs),
            }),
        ]),
        ["joins"] = _joins,
        ["messages"] = _messageCount,
        ["signals"] = _signals,
        ["last_messages"] = new JsonArray([.. _messages]),
    };

    bool AddPiece(MatchInputsRecorded piece)
    {
        var isMet = false;
        var isOver = false;
        foreach (var step in MatchStepReader.Read(piece.Steps))
        {
            if (step is CallbackStep callback) isOver = until is { } end && callback.AtMs > end.ToUnixTimeMilliseconds();
            if (isOver) continue;
            isMet = true;
            Add(step);
        }

        return isMet;
    }

    void Add(MatchStep step)
    {
        switch (step)
        {
            case JoinStep join:
                _joins += join.Presences.Count;
                foreach (var presence in join.Presences) _players[presence.SessionId] = (presence, join.AtMs);
                break;
            case LeaveStep leave:
                foreach (var presence in leave.Presences) _players.Remove(presence.SessionId);
                break;
            case LoopStep loop:
                _ticks++;
                foreach (var message in loop.Messages) Add(message);
                break;
            case SignalStep:
                _signals++;
                break;
        }
    }

    void Add(MatchMessage message)
    {
        _messageCount++;
        if (_messages.Count == MessagesShown) _messages.Dequeue();
        _messages.Enqueue(new()
        {
            ["user_id"] = message.Sender.UserId,
            ["op_code"] = message.OpCode,
            ["bytes"] = message.Data.Length,
            ["received_time"] = TimeOf(message.ReceivedAtMs),
        });
    }

    static string TimeOf(long milliseconds) => StateDocuments.Time(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
}
