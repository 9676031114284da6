namespace KaosNet.Api.Tests;

/// <summary>The real clock, moved ahead by as much as a test likes.</summary>
public sealed class ShiftedTime : TimeProvider
{
    TimeSpan _ahead;

    public void Advance(TimeSpan by) => _ahead += by;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _ahead;
}
