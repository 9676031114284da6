using System.Text.Json.Nodes;
using KaosNet.Domain.Matches;

namespace KaosNet.Projections.History.Exporting;

/// <summary>A player's part in a recorded match: when they were there and what their game sent.</summary>
/// <param name="id">The match, without the node.</param>
/// <param name="user">The player.</param>
/// <param name="add">Takes a row of a section; what was sent goes there as it is met.</param>
sealed class MatchPart(string id, string user, Action<ExportSection, JsonObject> add)
{
    long _messages;
    MatchCreated? _created;
    DateTimeOffset? _createdAt;
    DateTimeOffset? _endedAt;
    long? _joinedMs;
    long? _leftMs;
    bool _isMet;

    public void Add(ExportedEvent exported)
    {
        switch (exported.Happened)
        {
            case MatchCreated created: (_created, _createdAt) = (created, exported.At); break;
            case MatchEnded: _endedAt = exported.At; break;
            case MatchInputsRecorded piece:
                foreach (var step in MatchStepReader.Read(piece.Steps)) Add(step);
                break;
        }
    }

    public void End()
    {
        if (!_isMet) return;
        add(ExportSection.Matches, new()
        {
            ["match_id"] = id,
            ["handler"] = _created?.Handler,
            ["create_time"] = StateDocuments.Time(_createdAt),
            ["end_time"] = StateDocuments.Time(_endedAt),
            ["joined"] = Time(_joinedMs),
            ["left"] = Time(_leftMs),
            ["messages"] = _messages,
        });
    }

    void Add(MatchStep step)
    {
        switch (step)
        {
            case JoinAttemptStep attempt when attempt.Presence.UserId == user:
                _isMet = true;
                break;
            case JoinStep join when join.Presences.Any(presence => presence.UserId == user):
                (_isMet, _joinedMs) = (true, _joinedMs ?? join.AtMs);
                break;
            case LeaveStep leave when leave.Presences.Any(presence => presence.UserId == user):
                _leftMs = leave.AtMs;
                break;
            case LoopStep loop:
                foreach (var message in loop.Messages.Where(message => message.Sender.UserId == user)) Add(message);
                break;
        }
    }

    void Add(MatchMessage message)
    {
        _isMet = true;
        _messages++;
        add(ExportSection.MatchMessages, new()
        {
            ["match_id"] = id,
            ["time"] = Time(message.ReceivedAtMs),
            ["op_code"] = message.OpCode,
            ["data"] = Convert.ToBase64String(message.Data.Span),
        });
    }

    static string? Time(long? milliseconds) => milliseconds is { } at ? StateDocuments.Time(DateTimeOffset.FromUnixTimeMilliseconds(at)) : null;
}
