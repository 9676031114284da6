using System.Net;
using KaosNet.Realtime.Cluster;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Joining;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Tests.Matches;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Tests.Cluster;

/// <summary>A node of a cluster without anything around it.</summary>
static class OneNode
{
    public static IHost Node(string name, (int Silo, int Gateway) ports, IPEndPoint? first = null, TimeProvider? time = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddMetrics().AddSingleton(new NodeName(name)).AddSingleton(new SocketSettings()).AddSingleton(new MatchSettings());
        builder.Services.AddSingleton(time ?? TimeProvider.System).AddSingleton<IJournal, MemoryJournal>().AddSingleton<IMatchScripts, TestScripts>();
        builder.Services.AddSingleton<IMatchTokens, NoTokens>();
        builder.Services.AddCluster(ports, first);
        builder.Services.AddRealtime();
        return builder.Build();
    }

    sealed class NoTokens : IMatchTokens
    {
        public string Issue(string matchId, TimeSpan lifetime) => matchId;

        public string? MatchIdOf(string token) => null;
    }

    /// <summary>Keeps what was sent.</summary>
    internal sealed class Outgoing : IConnection
    {
        readonly Lock _gate = new();
        readonly System.Text.StringBuilder _text = new();

        public string Text
        {
            get { lock (_gate) return _text.ToString(); }
        }

        public SessionEnd? Send(ReadOnlySpan<byte> message, bool isReliable)
        {
            lock (_gate) _text.Append(System.Text.Encoding.UTF8.GetString(message));
            return null;
        }

        public void SendLast(ReadOnlySpan<byte> message) => Send(message, isReliable: true);

        public void Close(SessionEnd end)
        {
        }
    }
}
