using KaosNet.Api.Operations;
using KaosNet.Projections.Forgetting;

namespace KaosNet.Api.Forgetting;

/// <summary>Forgetting people, for servers of the game's.</summary>
public sealed class ForgettingFeature : IFeature
{
    public IReadOnlyList<Operation> Operations { get; } = [ForgetUser.Operation, GetForgottenUser.Operation];

    public void AddServices(IServiceCollection services) => services.AddForgetting();
}
