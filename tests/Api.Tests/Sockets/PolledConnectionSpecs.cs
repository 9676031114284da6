using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using KaosNet.Api.Sockets.Listening;
using KaosNet.Tests.Support;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KaosNet.Api.Tests.Sockets;

/// <summary>A connection that is served on the threads for requests, between real sockets.</summary>
public sealed class PolledConnectionSpecs : IAsyncLifetime
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    readonly RequestThreads _threads = new(new FakeTimeProvider(), NullLogger<RequestThreads>.Instance);
    readonly CancellationTokenSource _patience = new(Patience);
    Socket _client = null!, _accepted = null!;
    PolledConnection _connection = null!;

    public async ValueTask InitializeAsync()
    {
        using var listening = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listening.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listening.Listen(1);
        _client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await _client.ConnectAsync(listening.LocalEndPoint!);
        _accepted = await listening.AcceptAsync();
        var first = new FirstNews();
        var mark = _threads.Add(_accepted, first);
        _connection = new(_accepted, mark, _threads, MemoryPool<byte>.Shared);
        _threads.Change(mark, _connection);
        first.HandOn(_connection);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        _client.Dispose();
        _threads.Dispose();
        _patience.Dispose();
    }

    [Fact]
    public async Task who_waits_for_bytes_goes_on_on_a_thread_for_requests()
    {
        var name = On();
        await _client.SendAsync("hello"u8.ToArray());
        (await name).ShouldBe("KaosNet requests");

        async Task<string?> On()
        {
            await _connection.Input.ReadAsync(_patience.Token).ConfigureAwait(false);
            return Thread.CurrentThread.Name;
        }
    }

    /// <summary>More than is buffered: meanwhile the client has to wait.</summary>
    [Fact]
    public async Task all_that_is_sent_arrives_in_order_however_late_it_is_read()
    {
        var sent = RandomNumberGenerator.GetBytes(12 << 20);
        var sending = SendAll(sent);
        await Eventually.Is(() => _connection.Input.TryRead(out var first) && Kept(first) >= 1 << 20);
        sending.IsCompleted.ShouldBeFalse("nothing was taken yet");
        (await ReadAll(sent.Length)).ShouldBe(sent);
        await sending;

        long Kept(ReadResult read)
        {
            _connection.Input.AdvanceTo(read.Buffer.Start);
            return read.Buffer.Length;
        }
    }

    [Fact]
    public async Task single_bytes_and_all_at_once_are_the_same()
    {
        var sent = RandomNumberGenerator.GetBytes(300);
        var reading = ReadAll(sent.Length + 8192);
        foreach (var one in sent) await _client.SendAsync(new[] { one });
        var rest = RandomNumberGenerator.GetBytes(8192);
        await SendAll(rest);
        (await reading).ShouldBe([.. sent, .. rest]);
    }

    /// <summary>More than the kernel buffers for a client that does not read.</summary>
    [Fact]
    public async Task a_large_answer_waits_for_its_reader_and_arrives_whole()
    {
        var answer = RandomNumberGenerator.GetBytes(24 << 20);
        var writing = _connection.Output.WriteAsync(answer, _patience.Token).AsTask();
        writing.IsCompleted.ShouldBeFalse("nobody reads yet");
        var read = new byte[answer.Length];
        for (var had = 0; had < read.Length;) had += await _client.ReceiveAsync(read.AsMemory(had), _patience.Token);
        (await writing).IsCompleted.ShouldBeFalse();
        read.AsSpan().SequenceEqual(answer).ShouldBeTrue();
    }

    [Fact]
    public async Task what_was_sent_before_the_end_is_read_and_then_the_end()
    {
        await _client.SendAsync("last words"u8.ToArray());
        _client.Shutdown(SocketShutdown.Send);
        (await ReadAll(int.MaxValue)).ShouldBe("last words"u8.ToArray());
        await Eventually.Is(() => _connection.ConnectionClosed.IsCancellationRequested);
    }

    [Fact]
    public async Task a_reset_is_told_as_one()
    {
        var reading = _connection.Input.ReadAsync(_patience.Token).AsTask();
        _client.LingerState = new(enable: true, seconds: 0);
        _client.Dispose();
        await Should.ThrowAsync<ConnectionResetException>(() => reading);
        await Eventually.Is(() => _connection.ConnectionClosed.IsCancellationRequested);
    }

    [Fact]
    public async Task an_aborted_connection_fails_its_reader_with_the_reason_and_ends_for_the_client()
    {
        var reading = _connection.Input.ReadAsync(_patience.Token).AsTask();
        var reason = new ConnectionAbortedException("too slow");
        _connection.Abort(reason);
        (await Should.ThrowAsync<ConnectionAbortedException>(() => reading)).ShouldBeSameAs(reason);
        (await _client.ReceiveAsync(new byte[1], _patience.Token)).ShouldBe(0);
        _connection.ConnectionClosed.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task an_abort_ends_a_write_that_nobody_reads()
    {
        var writing = _connection.Output.WriteAsync(new byte[24 << 20], _patience.Token).AsTask();
        _connection.Abort(new("too slow"));
        // It says canceled or drops the rest; either way who wrote goes on.
        await writing.WaitAsync(Patience);
    }

    async Task SendAll(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0) bytes = bytes[await _client.SendAsync(bytes, _patience.Token)..];
    }

    async Task<byte[]> ReadAll(int length)
    {
        while (true)
        {
            var read = await _connection.Input.ReadAsync(_patience.Token);
            if (read.Buffer.Length >= length || read.IsCompleted)
            {
                var all = read.Buffer.ToArray();
                _connection.Input.AdvanceTo(read.Buffer.End);
                return all;
            }

            _connection.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
