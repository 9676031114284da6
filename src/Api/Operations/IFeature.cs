
namespace KaosNet.Api.Operations;

/// <summary>
/// A feature's side of the front: its operations and its services. Adding a feature is its folder in each project and one line in
/// <see cref="Features.All"/>.
/// </summary>
public interface IFeature
{
    /// <summary>What clients can ask of the feature.</summary>
    IReadOnlyList<Operation> Operations { get; }

    /// <summary>Adds the services that the feature's operations ask for.</summary>
    void AddServices(IServiceCollection services);
}
