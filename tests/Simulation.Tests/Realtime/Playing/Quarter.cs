using System.Collections.Concurrent;

namespace KaosNet.Simulation.Tests.Realtime.Playing;

/// <summary>Some twenty players who meet again and again, and what they know of that others may join.</summary>
public sealed class Quarter(int number)
{
    public const int Size = 20;

    public int Number { get; } = number;

    public ConcurrentBag<string> Relayed { get; } = [];

    public ConcurrentBag<string> Arenas { get; } = [];

    public ConcurrentBag<string> Parties { get; } = [];

    public ConcurrentBag<string> Groups { get; } = [];

    /// <summary>What lives in the memory of a server alone is gone with it.</summary>
    public void Crash()
    {
        Relayed.Clear();
        Parties.Clear();
    }
}
