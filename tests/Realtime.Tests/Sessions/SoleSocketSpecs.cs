using System.Collections.Immutable;
using KaosNet.Realtime.Sessions;
using Microsoft.Extensions.Time.Testing;

namespace KaosNet.Realtime.Tests.Sessions;

/// <summary>Sockets that one player opens at one moment; see also SessionOrderSpecs.</summary>
public class SoleSocketSpecs
{
    [Fact]
    public void later_ids_are_later_in_whatever_order_their_bytes_are()
    {
        var time = new FakeTimeProvider(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var ids = new SessionIds(new("a"), time);
        var before = ids.Next();
        // The low bytes of the time come first in an id, and begin anew every seven minutes.
        for (var step = 0; step < 100; step++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            var next = ids.Next();
            SoleSocket.IsLater(next, before).ShouldBeTrue();
            SoleSocket.IsLater(before, next).ShouldBeFalse();
            SoleSocket.IsLater(next, next).ShouldBeFalse();
            before = next;
        }
    }

    [Fact]
    public void of_one_moment_two_servers_agree_which_is_later()
    {
        var time = new FakeTimeProvider(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var (one, other) = (new SessionIds(new("a"), time).Next(), new SessionIds(new("b"), time).Next());
        SoleSocket.IsLater(one, other).ShouldNotBe(SoleSocket.IsLater(other, one));
    }

    /// <summary>Every order in which two servers can let one player in and hear of each other, with either one's clock ahead or both at the same microsecond.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public void of_two_on_two_servers_exactly_one_stays_whatever_comes_first(int secondsAhead)
    {
        var now = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        var ids = new[]
        {
            new SessionIds(new("a"), new FakeTimeProvider(now.AddSeconds(secondsAhead))).Next(), new SessionIds(new("b"), new FakeTimeProvider(now)).Next(),
        };
        var (seen, ends) = (new HashSet<string>(), 0);
        Explore([new(ids[0]), new(ids[1])]);
        seen.Count.ShouldBeGreaterThan(200);
        ends.ShouldBeGreaterThan(2);

        void Explore(Server[] servers)
        {
            if (!seen.Add($"{servers[0].Situation} {servers[1].Situation}")) return;
            var isOver = true;
            for (var at = 0; at < 2; at++)
            {
                var (own, other) = (servers[at], servers[1 - at]);
                if (own.CanStep)
                {
                    isOver = false;
                    Explore(at == 0 ? [own.Step(), other] : [other, own.Step()]);
                }

                if (own.Heard < other.Said.Count)
                {
                    isOver = false;
                    Explore(at == 0 ? [own.Hear(other), other] : [other, own.Hear(other)]);
                }
            }

            if (!isOver) return;
            ends++;
            servers.Count(server => server.IsOpen).ShouldBe(1, string.Join('\n', servers.Select(server => server.Story)));
        }
    }

    /// <summary>One server, as far as this is about: what <see cref="SessionServer.Welcome"/> does in its order, and what it hears in the order in which it was said.</summary>
    sealed record Server(Guid Id)
    {
        int Done { get; init; }

        public int Heard { get; private init; }

        public bool IsOpen { get; private init; } = true;

        public string Story { get; private init; } = "";

        /// <summary>True for being there, false for asking for way.</summary>
        public ImmutableList<bool> Said { get; private init; } = [];

        bool KnowsOther { get; init; }

        Guid[] Knew { get; init; } = [];

        Guid Other { get; init; }

        public bool CanStep => Done < 4;

        public string Situation => $"{Done} {Heard} {IsOpen} {KnowsOther} {Knew.Length}";

        public Server Step() => Done switch
        {
            0 => this with { Done = 1, Knew = KnowsOther ? [Other] : [], Story = Story + " looks" },
            1 => this with { Done = 2, Said = Said.Add(true), Story = Story + " shows" },
            2 => this with { Done = 3, Said = Said.Add(false), Story = Story + " asks" },
            _ => this with { Done = 4, IsOpen = IsOpen && !(KnowsOther && SoleSocket.GivesWayAtOnce(Id, Knew, Other)), Story = Story + " looks again" },
        };

        public Server Hear(Server other)
        {
            var heard = this with { Heard = Heard + 1, Other = other.Id, KnowsOther = true, Story = Story + (other.Said[Heard] ? " hears" : " is asked") };
            // Only who is shown already can be found.
            return other.Said[Heard] || Done < 2 ? heard : heard with { IsOpen = IsOpen && !SoleSocket.GivesWay(Id, Knew, other.Id, other.Knew) };
        }
    }
}
