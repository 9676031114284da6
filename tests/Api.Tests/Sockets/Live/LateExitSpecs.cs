using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Sessions;
using KaosNet.Store.Journal;

namespace KaosNet.Api.Tests.Sockets.Live;

/// <summary>A player who is shown out between a socket's handshake and its session's beginning (parity realtime.md 1.1).</summary>
[Collection(LiveServer.Name)]
public sealed class LateExitSpecs(LiveServer live) : IConnection
{
    readonly GameServer _server = live.Game;
    SessionEnd? _end;

    [Fact]
    public async Task who_was_let_in_a_moment_before_is_turned_away()
    {
        var player = await _server.SignUp();
        var session = _server.Get<SessionServer>().Open(OpeningOf(player), this);
        (await _server.Get<IJournal>().Execute(new BanAccount(player.UserId), new() { Source = Source.Server })).Fault.ShouldBeNull();
        _server.Get<SessionServer>().Welcome(session);
        _end.ShouldBe(SessionEnd.ServerSide);
        _server.Get<SessionRegistry>().TryFind(session.Id, out _).ShouldBeFalse();
    }

    [Fact]
    public async Task who_was_not_shown_out_stays()
    {
        var session = _server.Get<SessionServer>().Open(OpeningOf(await _server.SignUp()), this);
        _server.Get<SessionServer>().Welcome(session);
        _end.ShouldBeNull();
        session.Close(SessionEnd.ServerSide);
    }

    /// <summary>As of a token of half a minute ago: what is issued in the second of a ban is after it.</summary>
    static SessionOpening OpeningOf(TestPlayer player) => new(
        Guid.Parse(player.UserId), player.Username, new Dictionary<string, string>(), TestPlayer.Claims(player.Token).GetProperty("exp").GetInt64() - 30,
        SocketFormat.Json, ShowsOnline: false, "en", "127.0.0.1", "5000");

    SessionEnd? IConnection.Send(ReadOnlySpan<byte> message, bool isReliable) => null;

    void IConnection.SendLast(ReadOnlySpan<byte> message)
    {
    }

    void IConnection.Close(SessionEnd end) => _end = end;
}
