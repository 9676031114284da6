using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Nakama;

namespace KaosNet.Compat.Tests.Replay;

/// <summary>A match of <c>referee.lua</c> with one player in it.</summary>
sealed class RefereeTable : IAsyncDisposable
{
    /// <summary>What goes to all but its sender, and what comes back instead.</summary>
    const long ToOthers = 1, ToSender = 2;

    readonly ISocket socket;
    readonly Channel<IMatchState> heard = Channel.CreateUnbounded<IMatchState>();

    RefereeTable(ISocket socket, string match)
    {
        (this.socket, Match) = (socket, match);
        socket.ReceivedMatchState += state => heard.Writer.TryWrite(state);
    }

    /// <summary>Its id.</summary>
    public string Match { get; }

    /// <summary>Has a match made and joins it.</summary>
    public static async Task<RefereeTable> Open(Client client, ISession player)
    {
        var created = await client.RpcAsync(player, "create_referee", """{"label":"audit"}""");
        var table = new RefereeTable(Nakama.Socket.From(client), JsonDocument.Parse(created.Payload).RootElement.GetProperty("match_id").GetString()!);
        await table.socket.ConnectAsync(player);
        await table.socket.JoinMatchAsync(table.Match);
        return table;
    }

    /// <summary>Says something and waits for the answer. What goes to all others is followed by something that comes back.</summary>
    public async Task<string> Say(long operation, string what)
    {
        await socket.SendMatchStateAsync(Match, operation, what);
        if (operation == ToOthers) await socket.SendMatchStateAsync(Match, operation = ToSender, what);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (true)
        {
            var answer = await heard.Reader.ReadAsync(patience.Token);
            if (answer.OpCode == operation) return Encoding.UTF8.GetString(answer.State);
        }
    }

    public async ValueTask DisposeAsync() => await socket.CloseAsync();
}
