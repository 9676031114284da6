using KaosNet.Projections.History.Exporting;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Projections.History;

/// <summary>Registers what looks into the history.</summary>
public static class HistoryServices
{
    public static IServiceCollection AddHistory(this IServiceCollection services) => services
        .AddSingleton<HistoryPast>()
        .AddSingleton<UserExport>()
        .AddSingleton<UserExportDocuments>();
}
