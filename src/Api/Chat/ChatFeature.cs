using KaosNet.Api.Operations;
using KaosNet.Projections.Chat;
using KaosNet.Realtime;

namespace KaosNet.Api.Chat;

/// <summary>Chat as it was said. Speaking is for sockets and server modules.</summary>
public sealed class ChatFeature : IFeature
{
    public IReadOnlyList<Operation> Operations => [ListChannelMessages.Operation];

    public void AddServices(IServiceCollection services) => services.AddChat().AddChannelTargets();
}
