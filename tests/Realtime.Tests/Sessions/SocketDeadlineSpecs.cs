using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Sessions.Framing;
using KaosNet.Tests.Support;

namespace KaosNet.Realtime.Tests.Sessions;

/// <summary>Timers and queues of sockets (parity realtime.md 1.3), with the clock turned by hand. Deadlines are kept to within a quarter of a second.</summary>
public class SocketDeadlineSpecs
{
    readonly SessionBench _bench = new();

    [Fact]
    public async Task the_server_pings_every_fifteen_seconds()
    {
        var (wire, serving) = _bench.Open();
        _bench.Pass(14.9);
        wire.Count(FrameKind.Ping).ShouldBe(0);
        _bench.Pass(0.4);
        wire.Count(FrameKind.Ping).ShouldBe(1);
        wire.Send(FrameKind.Pong, []);
        await _bench.Handled(wire);
        _bench.Pass(14.9);
        wire.Count(FrameKind.Ping).ShouldBe(1);
        _bench.Pass(0.4);
        wire.Count(FrameKind.Ping).ShouldBe(2);
        await End(wire, serving);
    }

    [Fact]
    public async Task who_answers_no_ping_is_dropped_after_twenty_five_seconds()
    {
        var (wire, serving) = _bench.Open();
        _bench.Pass(24.9);
        wire.IsCut.ShouldBeFalse();
        _bench.Pass(0.4);
        wire.IsCut.ShouldBeTrue();
        await serving;
        _bench.Registry.Count.ShouldBe(0);
    }

    [Fact]
    public async Task a_pong_renews_the_deadline()
    {
        var (wire, serving) = _bench.Open();
        _bench.Pass(20);
        wire.Send(FrameKind.Pong, []);
        await _bench.Handled(wire);
        _bench.Pass(24.9);
        wire.IsCut.ShouldBeFalse();
        _bench.Pass(0.4);
        wire.IsCut.ShouldBeTrue();
        await serving;
    }

    [Theory]
    [InlineData(19, true)]
    [InlineData(20, false)]
    public async Task twenty_messages_count_as_a_pong(int messages, bool isDropped)
    {
        var (wire, serving) = _bench.Open();
        _bench.Pass(14);
        for (var i = 0; i < messages; i++) wire.Say("""{"ping":{}}""");
        await _bench.Handled(wire);
        _bench.Pass(11.4);
        wire.IsCut.ShouldBe(isDropped);
        if (!isDropped)
        {
            wire.Count(FrameKind.Ping).ShouldBe(0);
            // The ping is put off as well: fifteen seconds from the twentieth message.
            _bench.Pass(4);
            wire.Count(FrameKind.Ping).ShouldBe(1);
            wire.HangUp();
        }

        await serving;
    }

    [Fact]
    public async Task a_write_that_takes_too_long_cuts_the_connection()
    {
        var (wire, serving) = _bench.Open();
        await _bench.Handled(wire);
        wire.Stuck = true;
        One().Send(new Envelope { Pong = new() });
        _bench.Pass(4.9);
        wire.IsCut.ShouldBeFalse();
        _bench.Pass(0.4);
        wire.IsCut.ShouldBeTrue();
        await serving;
    }

    [Fact]
    public async Task one_message_more_than_the_queue_holds_closes_the_session()
    {
        var (wire, serving) = _bench.Open();
        await _bench.Handled(wire);
        wire.Stuck = true;
        var session = One();
        for (var i = 0; i < 64; i++) session.Send(new Envelope { Pong = new() });
        _bench.Registry.Count.ShouldBe(1);
        session.Send(new Envelope { Pong = new() });
        _bench.Registry.Count.ShouldBe(0);
        _bench.Told.Last().ShouldBe("1000 session outgoing queue full");
        wire.Cut();
        await serving;
    }

    [Fact]
    public async Task who_pings_and_reads_no_pongs_is_a_slow_reader_too()
    {
        var (wire, serving) = _bench.Open();
        await _bench.Handled(wire);
        wire.Stuck = true;
        for (var i = 0; i < 65; i++) wire.Send(FrameKind.Ping, [0]);
        await Eventually.Is(() => _bench.Registry.Count == 0);
        _bench.Told.Last().ShouldBe("1000 session outgoing queue full");
        wire.Cut();
        await serving;
    }

    [Fact]
    public async Task the_server_waits_two_seconds_for_the_answer_to_its_close()
    {
        var (wire, serving) = _bench.Open();
        One().Close(SessionEnd.ServerSide);
        wire.Frames[^1].Kind.ShouldBe(FrameKind.Close);
        _bench.Pass(1.9);
        wire.IsCut.ShouldBeFalse();
        _bench.Pass(0.5);
        wire.IsCut.ShouldBeTrue();
        await serving;
    }

    [Fact]
    public async Task a_client_that_answers_the_close_is_not_cut()
    {
        var (wire, serving) = _bench.Open();
        One().Close(SessionEnd.ServerSide);
        wire.Send(FrameKind.Close, [3, 232]);
        await serving;
        wire.IsCut.ShouldBeFalse();
        wire.Count(FrameKind.Close).ShouldBe(1);
    }

    [Fact]
    public async Task a_flood_is_refused_message_by_message_until_it_ends()
    {
        var bench = new SessionBench(new() { MessagesPerSecond = 1, MessageBurst = 2 });
        var (wire, serving) = bench.Open();
        for (var i = 1; i <= 3; i++) wire.Say($$"""{"cid":"{{i}}","ping":{} }""");
        await bench.Handled(wire);
        wire.Texts.ShouldBe(["""{"cid":"1","pong":{}}""", """{"cid":"2","pong":{}}""", """{"cid":"3","error":{"code":3,"message":"Too many messages."}}"""]);
        bench.Pass(1);
        wire.Say("""{"cid":"4","ping":{}}""");
        await bench.Handled(wire);
        wire.Texts.Last().ShouldBe("""{"cid":"4","pong":{}}""");
        await End(wire, serving);
    }

    Session One() => _bench.Registry.All.Single();

    static async Task End(WireStream wire, Task serving)
    {
        wire.HangUp();
        await serving;
    }
}
