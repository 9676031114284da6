using KaosNet.Api.Operations;
using KaosNet.Projections.Notifications;
using KaosNet.Realtime;

namespace KaosNet.Api.Notifications;

/// <summary>What the game tells players. Rules of other features and server modules send; there is no client call to do so.</summary>
public sealed class NotificationsFeature : IFeature
{
    public IReadOnlyList<Operation> Operations => [DeleteNotifications.Operation, ListNotifications.Operation];

    public void AddServices(IServiceCollection services) => services.AddNotifications().AddNotificationSending();
}
