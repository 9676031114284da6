using KaosNet.Domain.Kernel;

namespace KaosNet.Realtime.Scripts;

/// <summary>Counts the calls of modules' functions, which arrive over several transports.</summary>
public interface IRpcFigures
{
    /// <summary>A moment to measure from.</summary>
    long Now { get; }

    /// <summary>Counts a call over a socket of a function that exists.</summary>
    /// <param name="id">The function.</param>
    /// <param name="fault">How it failed; null for a success.</param>
    /// <param name="receivedBytes">Size of the payload.</param>
    /// <param name="sentBytes">Size of the answer's payload.</param>
    /// <param name="started">What <see cref="Now"/> was when it began.</param>
    void Count(string id, Fault? fault, int receivedBytes, int sentBytes, long started);
}
