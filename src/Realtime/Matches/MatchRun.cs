using System.Security.Cryptography;

namespace KaosNet.Realtime.Matches;

/// <summary>
/// This run of the server, as no other run of it or of another server is called. A match's record names the run that goes on with it, and takes nothing of
/// any other.
/// </summary>
/// <param name="Id">A random text.</param>
public sealed record MatchRun(string Id)
{
    /// <summary>A run that never was before.</summary>
    public static MatchRun New() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12)));
}
