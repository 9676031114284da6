using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace KaosNet.Tests.Support;

/// <summary>
/// Stands between a server and its PostgreSQL, to make the one moment that cannot be hit otherwise: the database has committed, and the server does not
/// know it.
/// </summary>
public sealed class DatabaseProxy : IAsyncDisposable
{
    const int OpeningMax = 3;

    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _end = new();
    readonly ConcurrentDictionary<Socket, Task> _pairs = new();
    readonly EndPoint _database;
    readonly Task _accepting;
    volatile string? _mute;
    volatile bool _hasHeardWord;
    byte[] _word = [];

    /// <summary>Starts it.</summary>
    /// <param name="connectionString">The database itself.</param>
    public DatabaseProxy(string connectionString)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        _database = given.Host!.StartsWith('/')
            ? new UnixDomainSocketEndPoint($"{given.Host}/.s.PGSQL.{given.Port}")
            : new DnsEndPoint(given.Host, given.Port);
        _listener.Start();
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString) { Host = "127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.ConnectionString;
        _accepting = Accept();
    }

    /// <summary>The database as it is reached through here.</summary>
    public string ConnectionString { get; }

    /// <summary>From now on the database hears everything, and connections with that application name do not hear its answers.</summary>
    /// <param name="applicationName">Of the connections.</param>
    /// <param name="word">What a connection says before it hears nothing more; without one it hears nothing from now on.</param>
    public void Mute(string applicationName, string word = "") => (_word, _mute) = (Encoding.UTF8.GetBytes(word), applicationName);

    /// <summary>Whether a connection has said the word of <see cref="Mute"/>.</summary>
    public bool HasHeardWord => _hasHeardWord;

    /// <summary>Cuts every connection; new ones are served as at first.</summary>
    public void Cut()
    {
        _mute = null;
        foreach (var client in _pairs.Keys) client.Close();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting;
        await Task.WhenAll(_pairs.Values);
        _end.Dispose();
    }

    async Task Accept()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptSocketAsync(_end.Token);
                _pairs[client] = Serve(client);
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // Either the whole of it ends, or this one client went away.
            }
        }
    }

    async Task Serve(Socket client)
    {
        await Task.Yield();
        using var server = new Socket(_database.AddressFamily is AddressFamily.Unix ? AddressFamily.Unix : AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await server.ConnectAsync(_database);
            var pair = new Pair();
            await Task.WhenAny(Ask(client, server, pair), Answer(server, client, pair));
        }
        catch (SocketException)
        {
            // The database is not there; the client sees its connection close.
        }
        finally
        {
            client.Dispose();
            _pairs.TryRemove(client, out _);
        }
    }

    async Task Ask(Socket client, Socket server, Pair pair)
    {
        var opening = 0;
        await Pass(client, server, bytes =>
        {
            // The second thing that a client says, after asking for encryption, names its application.
            if (opening++ < OpeningMax) pair.Said += Encoding.ASCII.GetString(bytes.Span);
            if (_mute is not null && bytes.Span.IndexOf(_word) >= 0) pair.HasSaidWord = _hasHeardWord = true;
            return true;
        });
    }

    Task Answer(Socket server, Socket client, Pair pair) => Pass(
        server, client, _ => _mute is not { } name || !pair.Said.Contains(name, StringComparison.Ordinal) || (_word.Length > 0 && !pair.HasSaidWord));

    static async Task Pass(Socket from, Socket to, Func<ReadOnlyMemory<byte>, bool> isPassed)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                if (!isPassed(buffer.AsMemory(0, count))) continue;
                for (var sent = 0; sent < count;) sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // One of the two went away, which ends the other one's connection too.
        }
    }

    sealed class Pair
    {
        volatile string _said = "";
        volatile bool _hasSaidWord;

        /// <summary>Whether it said the word of <see cref="Mute"/>.</summary>
        public bool HasSaidWord
        {
            get => _hasSaidWord;
            set => _hasSaidWord = value;
        }

        /// <summary>How the client introduced itself.</summary>
        public string Said
        {
            get => _said;
            set => _said = value;
        }
    }
}
