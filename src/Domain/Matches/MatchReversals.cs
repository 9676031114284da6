using KaosNet.Domain.Kernel.Undoing;

namespace KaosNet.Domain.Matches;

/// <summary>What was played was played.</summary>
public static class MatchReversals
{
    const string Record = "the record of a match is not undone; what the match changed are events of their own";

    /// <summary>The rules.</summary>
    public static readonly StreamReversals Rules = new StreamReversals<MatchHistory, MatchEvent>(
        MatchHistory.Stream,
        (_, _) => Reversal.Refused(Record),
        new Dictionary<Type, string>
        {
            [typeof(MatchCreated)] = Record, [typeof(MatchInputsRecorded)] = Record, [typeof(MatchResumed)] = Record,
            [typeof(MatchCodeChanged)] = Record, [typeof(MatchEnded)] = Record,
        });
}
