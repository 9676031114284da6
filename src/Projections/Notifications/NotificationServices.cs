using KaosNet.Projections.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Projections.Notifications;

/// <summary>Registers the read side of notifications.</summary>
public static class NotificationServices
{
    /// <summary>Adds lists, and what goes with an account.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services) => services
        .AddSingleton<NotificationLists>()
        .AddSingleton<NotificationReceivers>()
        .AddSingleton<IOwnedByAccount, OwnedNotifications>();
}
