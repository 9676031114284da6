namespace KaosNet.Store.Journal.Transactions;

/// <summary>The bounds of one transaction.</summary>
public sealed record TransactionLimits
{
    /// <summary>How many commands may change something in it.</summary>
    public int CommandsMax { get; init; } = 10_000;

    /// <summary>How many events it may hold.</summary>
    public int EventsMax { get; init; } = 20_000;

    /// <summary>How many bytes its events may have.</summary>
    public int BytesMax { get; init; } = 16 * 1024 * 1024;

    /// <summary>How many streams it may look at.</summary>
    public int StreamsMax { get; init; } = 20_000;

    /// <summary>How often its work is done afresh, because others changed what it was decided from, before its caller is told.</summary>
    public int RunsMax { get; init; } = 10;
}
