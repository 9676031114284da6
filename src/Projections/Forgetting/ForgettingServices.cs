using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Projections.Forgetting;

/// <summary>Registers forgetting.</summary>
public static class ForgettingServices
{
    public static IServiceCollection AddForgetting(this IServiceCollection services) => services.AddSingleton<Forgettings>();
}
