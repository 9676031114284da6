using System.Net;
using System.Net.Sockets;
using KaosNet.Api.Sockets.Listening;
using KaosNet.Store;
using KaosNet.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace KaosNet.Api.Tests.Sockets;

/// <summary>How many threads serve requests, and that none is kept waiting by those that are held up.</summary>
public sealed class RequestThreadsSpecs : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    readonly FakeTimeProvider _time = new();
    readonly Errors _log = new();
    readonly RequestThreads _threads;
    readonly ManualResetEventSlim _gate = new();
    readonly List<Socket> _sockets = [];

    public RequestThreadsSpecs() => _threads = new(_time, _log);

    public void Dispose()
    {
        _gate.Set();
        _threads.Dispose();
        foreach (var socket in _sockets) socket.Dispose();
    }

    [Fact]
    public async Task who_is_about_to_block_leaves_another_behind()
    {
        var blocked = 0;
        foreach (var at in Enumerable.Range(0, 3 * RequestThreads.Fewest))
        {
            await Say(() =>
            {
                SocketThreads.MayBlock.ShouldBeTrue();
                SocketThreads.TellOfBlocking();
                Interlocked.Increment(ref blocked);
                _gate.Wait();
            });
        }

        // The clock stands: nothing but the telling makes threads.
        await Eventually.Is(() => Volatile.Read(ref blocked) == 3 * RequestThreads.Fewest);
        _threads.Count.ShouldBeInRange(3 * RequestThreads.Fewest, (3 * RequestThreads.Fewest) + 1);
        var served = new TaskCompletionSource();
        await Say(served.SetResult);
        await served.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task when_all_compute_for_long_there_is_another_by_and_by_and_afterwards_not()
    {
        var busy = 0;
        for (var at = 0; at < RequestThreads.Fewest; at++)
        {
            await Say(() =>
            {
                Interlocked.Increment(ref busy);
                _gate.Wait();
            });
        }

        await Eventually.Is(() => Volatile.Read(ref busy) == RequestThreads.Fewest);
        var served = new TaskCompletionSource();
        await Say(served.SetResult);
        _threads.Count.ShouldBe(RequestThreads.Fewest);
        // The first look sees what was served since the start.
        _time.Advance(RequestThreads.Look);
        _time.Advance(RequestThreads.Look);
        await served.Task.WaitAsync(Patience);
        _gate.Set();
        await Eventually.Is(() =>
        {
            _time.Advance(RequestThreads.Look);
            // One that waits looks around when it has served somebody.
            Say(() => { }).GetAwaiter().GetResult();
            return _threads.Count == RequestThreads.Fewest;
        });
    }

    [Fact]
    public async Task what_fails_is_logged_and_costs_no_thread()
    {
        for (var at = 0; at < 2 * RequestThreads.Fewest; at++) await Say(() => throw new InvalidOperationException("broken"));
        await Eventually.Is(() => _log.Count == 2 * RequestThreads.Fewest);
        _threads.Count.ShouldBe(RequestThreads.Fewest);
    }

    [Fact]
    public async Task the_end_ends_all_threads()
    {
        _threads.Dispose();
        await Eventually.Is(() => _threads.Count == 0);
        _threads.Dispose();
    }

    async Task Say(Action heard)
    {
        using var listening = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listening.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listening.Listen(1);
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listening.LocalEndPoint!);
        var accepted = await listening.AcceptAsync();
        lock (_sockets) _sockets.AddRange([client, accepted]);
        _threads.Add(accepted, new Heard(heard));
        await client.SendAsync(new byte[1]);
    }

    sealed class Errors : ILogger<RequestThreads>
    {
        int _count;

        public int Count => Volatile.Read(ref _count);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Error && exception is InvalidOperationException { Message: "broken" }) Interlocked.Increment(ref _count);
        }
    }

    sealed class Heard(Action act) : IReadable
    {
        public void OnReadable(bool isEnding) => act();
    }
}
