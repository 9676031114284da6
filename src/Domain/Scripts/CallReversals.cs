using KaosNet.Domain.Kernel.Undoing;

namespace KaosNet.Domain.Scripts;

/// <summary>Records of calls are kept.</summary>
public static class CallReversals
{
    const string Record = "the record of modules' calls is not undone; what the calls changed are events of their own";

    /// <summary>The rules.</summary>
    public static readonly StreamReversals Rules = new StreamReversals<CallHistory, CallEvent>(
        CallHistory.Kind, (_, _) => Reversal.Refused(Record), new Dictionary<Type, string> { [typeof(ScriptCallsRecorded)] = Record });
}
