using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace KaosNet.Bench.Load;

/// <summary>
/// A closed loop over keep-alive HTTP/1.1 connections: each sends its next request as soon as it has the answer to the last. One thread polls all
/// sockets, so that the generator takes little of a machine that also runs the server and the database.
/// </summary>
public sealed class HttpLoad(IPEndPoint server, int connections)
{
    const int MaximumSamples = 4_000_000;

    /// <summary>Runs a scenario: first uncounted for a moment, then counted.</summary>
    /// <param name="name">Name of the scenario, for the table.</param>
    /// <param name="request">Bytes of the n-th request of a connection.</param>
    /// <param name="warmUp">Uncounted time.</param>
    /// <param name="counted">Counted time.</param>
    public LoadResult Run(string name, Func<int, long, ReadOnlyMemory<byte>> request, TimeSpan warmUp, TimeSpan counted)
    {
        var clients = new List<Connection>();
        try
        {
            for (var i = 0; i < connections; i++) clients.Add(new(server, i));
            var bySocket = clients.ToDictionary(client => client.Socket);
            foreach (var client in clients) client.Send(request);
            Drive(bySocket, request, warmUp, latencies: null, out _);
            foreach (var client in clients) client.Forget();
            var latencies = new List<long>(65_536);
            var seconds = Drive(bySocket, request, counted, latencies, out var answers);
            latencies.Sort();
            return new(
                name, answers, clients.Sum(client => client.Errors), seconds, [.. latencies],
                clients.Select(client => client.FirstError).FirstOrDefault(text => text is not null));
        }
        finally
        {
            foreach (var client in clients) client.Dispose();
        }
    }

    static double Drive(
        Dictionary<Socket, Connection> clients, Func<int, long, ReadOnlyMemory<byte>> request, TimeSpan time, List<long>? latencies, out long answers)
    {
        answers = 0;
        var all = clients.Keys.ToList();
        var ready = new List<Socket>(all.Count);
        var started = Stopwatch.GetTimestamp();
        var silentSince = started;
        while (Stopwatch.GetElapsedTime(started) < time)
        {
            ready.Clear();
            ready.AddRange(all);
            Socket.Select(ready, null, null, 100_000);
            if (ready.Count > 0) silentSince = Stopwatch.GetTimestamp();
            else if (Stopwatch.GetElapsedTime(silentSince).TotalSeconds > 20) throw new TimeoutException("No answer for 20 seconds.");
            foreach (var socket in ready)
            {
                var client = clients[socket];
                if (client.Receive() is not { } latency) continue;
                answers++;
                if (latencies is { Count: < MaximumSamples }) latencies.Add(latency);
                client.Send(request);
            }
        }
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
