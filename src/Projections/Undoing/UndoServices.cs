using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Projections.Undoing;

/// <summary>Registers undoing.</summary>
public static class UndoServices
{
    /// <summary>Adds the search, the work and the lists. After the boards, whose search finds places by times.</summary>
    public static IServiceCollection AddUndoing(this IServiceCollection services) => services
        .AddSingleton<UndoStreams>()
        .AddSingleton<UndoLists>()
        .AddSingleton<UndoSearch>()
        .AddSingleton<UndoWork>()
        .AddSingleton<Undos>();
}
