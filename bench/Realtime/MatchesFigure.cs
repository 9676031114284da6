namespace KaosNet.Bench.Realtime;

/// <summary>What is to be measured.</summary>
sealed record MatchesPlan(
    int Matches, int Rate, int Players, int Steps, double Messages, TimeSpan Time, int Workers, string Modules, string? Database);

/// <summary>What it came to.</summary>
sealed record MatchesFigure
{
    /// <summary>Ticks that were executed.</summary>
    public required long Ticks { get; init; }

    /// <summary>Ticks that the matches' rates ask for.</summary>
    public required long Due { get; init; }

    /// <summary>Ticks that matches left out because they were late by a period.</summary>
    public required long Skipped { get; init; }

    public required double Cores { get; init; }

    public required double TickThreadCores { get; init; }

    public required double MicrosecondsATick { get; init; }

    public required double MedianLateMs { get; init; }

    public required double SlowLateMs { get; init; }

    public required double MostLateMs { get; init; }

    /// <summary>Growth of the process by the matches before anybody joined, over their number.</summary>
    public required double KilobytesAMatch { get; init; }

    public required double ManagedKilobytesAMatch { get; init; }

    /// <summary>The same at the end of the run.</summary>
    public required double KilobytesAtTheEnd { get; init; }

    public required double StateKilobytes { get; init; }

    public required double CreatedMs { get; init; }

    public required double BytesATick { get; init; }

    /// <summary>How the machine treated the process meanwhile.</summary>
    public required Interference Interference { get; init; }

    public required long Posted { get; init; }

    public required long Delivered { get; init; }

    public required long Pieces { get; init; }

    public required long RecordBytes { get; init; }
}
