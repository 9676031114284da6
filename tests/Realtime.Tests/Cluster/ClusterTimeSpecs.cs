using KaosNet.Realtime.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace KaosNet.Realtime.Tests.Cluster;

/// <summary>A node is judged by real time.</summary>
public class ClusterTimeSpecs
{
    [Theory]
    [InlineData("membership")]
    [InlineData("messaging")]
    public void a_node_keeps_real_time_where_the_games_clock_is_moved(string part)
    {
        var key = part == "membership" ? TimeProviderNames.Membership : TimeProviderNames.Messaging;
        // As in tests of schedules: a node that is still joining while its clock moves on by days would be declared dead, and end the process.
        using var node = OneNode.Node("one", ClusterServices.FreePorts(), time: new FakeTimeProvider());
        node.Services.GetRequiredKeyedService<TimeProvider>(key).ShouldBeSameAs(TimeProvider.System);
    }
}
