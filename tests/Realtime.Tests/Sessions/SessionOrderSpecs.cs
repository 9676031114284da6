using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Sessions.Framing;

namespace KaosNet.Realtime.Tests.Sessions;

/// <summary>What happens at a session's beginning and end, in order (parity realtime.md 1.2 and 1.4).</summary>
public class SessionOrderSpecs
{
    readonly SessionBench _bench = new(new() { SingleSocket = true });

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task a_session_is_known_before_its_streams_and_off_them_before_it_is_told_of_its_end(bool online, int streams)
    {
        var (wire, serving) = _bench.Open(online: online);
        wire.Send(FrameKind.Close, [3, 232]);
        await serving;
        _bench.Told.ShouldBe(
            ["opening, known, 0 streams", $"opened, known, {streams} streams", $"closing, known, {streams} streams, cancelled", "closed, unknown, 0 streams, cancelled", "1000 "]);
        wire.Frames[^1].Kind.ShouldBe(FrameKind.Close);
        wire.Frames[^1].Payload.ShouldBe(new byte[] { 3, 232 });
    }

    [Fact]
    public async Task a_newer_socket_closes_the_older_before_its_own_messages_are_read()
    {
        var user = Guid.NewGuid();
        var (old, oldServing) = _bench.Open(user);
        var (newer, newerServing) = _bench.Open(user);
        old.Texts.Single().ShouldContain("\"single_socket\"");
        old.Frames[^1].Kind.ShouldBe(FrameKind.Close);
        _bench.Registry.Count.ShouldBe(1);
        _bench.Told.ToArray()[^2..].ShouldBe(["1000 server-side session disconnect", "opened, known, 1 streams"]);
        old.HangUp();
        newer.HangUp();
        await Task.WhenAll(oldServing, newerServing);
    }

    [Fact]
    public async Task who_comes_after_the_end_of_the_server_is_sent_away()
    {
        var (first, firstServing) = _bench.Open();
        _bench.Get<SessionServer>().CloseAll(SessionEnd.ServerStops);
        var (late, lateServing) = _bench.Open();
        foreach (var wire in new[] { first, late })
        {
            wire.Frames[^1].Kind.ShouldBe(FrameKind.Close);
            System.Text.Encoding.UTF8.GetString(wire.Frames[^1].Payload.AsSpan(2)).ShouldBe("server is shutting down");
            wire.HangUp();
        }

        _bench.Registry.Count.ShouldBe(0);
        await Task.WhenAll(firstServing, lateServing);
    }

    [Fact]
    public async Task whoever_objects_at_the_last_moment_ends_the_session_before_anything_is_read()
    {
        _bench.Objects = true;
        var (wire, serving) = _bench.Open();
        _bench.Told.ToArray()[^1].ShouldBe("1000 server-side session disconnect");
        wire.Frames[^1].Kind.ShouldBe(FrameKind.Close);
        _bench.Registry.Count.ShouldBe(0);
        wire.HangUp();
        await serving;
    }

    [Fact]
    public async Task who_sends_without_a_pause_leaves_the_thread_that_watches_all_sockets()
    {
        var wire = new WireStream();
        for (var i = 0; i < 500; i++) wire.Say("{\"ping\":{}}");
        var serving = Task.CompletedTask;
        var watching = new Thread(() => serving = _bench.Open(wire: wire).Serving);
        watching.Start();
        watching.Join();
        wire.HangUp();
        await serving;
        _bench.OnPool.Count.ShouldBe(500);
        _bench.OnPool.Count(onPool => !onPool).ShouldBe(SocketServer.InPlaceFramesMax);
    }

    [Fact]
    public void session_ids_are_of_version_one_and_tell_the_node()
    {
        var ids = new SessionIds(new("node1"), _bench.Time);
        var (one, other) = (ids.Next(), ids.Next());
        one.ShouldNotBe(other);
        (one.Version, one.Variant is >= 8 and <= 11, ids.IsOurs(one), new SessionIds(new("node2"), _bench.Time).IsOurs(one)).ShouldBe((1, true, true, false));
        // The first six bytes of SHA-1 of "node1".
        one.ToString()[24..].ShouldBe("f937c37e949d");
    }
}
