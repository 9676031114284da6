namespace KaosNet.Api.Tests.Operations;

/// <summary>One front for a class of specs that do not change it.</summary>
public sealed class SharedFront : IAsyncLifetime
{
    public FrontUnderTest Front { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Front = await FrontUnderTest.Start();

    public ValueTask DisposeAsync() => Front.DisposeAsync();
}
