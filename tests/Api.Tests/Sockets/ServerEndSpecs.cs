using KaosNet.Api.Configuration;
using KaosNet.Api.Hosting;
using KaosNet.Realtime.Scripts;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Api.Tests.Sockets;

/// <summary>The modules' function for the server's end (parity console-infra.md part G).</summary>
public sealed class ServerEndSpecs : IShutdownFunctions
{
    readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource _ends = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task the_server_waits_for_it_while_players_come_and_go()
    {
        var server = await Start(graceSeconds: 3600);
        var stopping = server.DisposeAsync().AsTask();
        await _called.Task;
        await using (var late = await server.Open("late")) (await late.Ask("\"ping\":{}"))["pong"].ShouldNotBeNull();
        stopping.IsCompleted.ShouldBeFalse();
        _ends.SetResult();
        await stopping;
    }

    [Fact]
    public async Task without_a_grace_it_is_not_called()
    {
        await (await Start(graceSeconds: 0)).DisposeAsync();
        _called.Task.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task who_asks_for_the_end_twice_does_not_wait_for_it()
    {
        using var hurry = new CancellationTokenSource();
        var server = await Start(graceSeconds: 3600, hurry.Token);
        var stopping = server.DisposeAsync().AsTask();
        await _called.Task;
        await hurry.CancelAsync();
        await stopping;
        _ends.Task.IsCompleted.ShouldBeFalse();
    }

    async ValueTask IShutdownFunctions.ShutDown(CancellationToken cancel)
    {
        _called.SetResult();
        await _ends.Task;
    }

    Task<SocketsUnderTest> Start(int graceSeconds, CancellationToken hurry = default) => SocketsUnderTest.Start(with: services => services
        .AddSingleton(new KaosSettings { Name = "node1", ShutdownGraceSec = graceSeconds, Socket = new() { RudpPort = 0 } })
        .AddSingleton<IShutdownFunctions>(this)
        .AddSingleton(new ShutdownHurry(hurry)));
}
