using KaosNet.Api.Operations;
using KaosNet.Projections.History;

namespace KaosNet.Api.History;

/// <summary>Looking into the history, for servers and tools of the game's; what boards were like is shown by their own feature.</summary>
public sealed class HistoryFeature : IFeature
{
    public IReadOnlyList<Operation> Operations { get; } = [.. StatesAt.Operations, ExportUser.Operation];

    public void AddServices(IServiceCollection services) => services.AddHistory();
}
