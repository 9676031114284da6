using KaosNet.Api.Operations;
using KaosNet.Projections.Undoing;

namespace KaosNet.Api.Undoing;

/// <summary>Undoing, for servers and tools of the game's.</summary>
public sealed class UndoFeature : IFeature
{
    public IReadOnlyList<Operation> Operations { get; } = [UndoOperations.Preview, UndoOperations.Execute, UndoOperations.Get, UndoOperations.List];

    public void AddServices(IServiceCollection services) => services.AddUndoing();
}
