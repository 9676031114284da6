namespace KaosNet.Domain.Kernel;

/// <summary>
/// A state that can be large, such as a document: it tells about what it takes in memory, so that the Journal keeps fewer of them at hand. Implement it explicitly,
/// since it is no part of the state.
/// </summary>
public interface IWeighed
{
    /// <summary>Bytes, roughly.</summary>
    int Weight { get; }
}
