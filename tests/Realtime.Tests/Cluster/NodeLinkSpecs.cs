using System.Collections.Concurrent;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Cluster;
using KaosNet.Realtime.Matches.Routing;
using KaosNet.Realtime.Tests.Matches;
using KaosNet.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Realtime.Tests.Cluster;

public class NodeLinkSpecs
{
    readonly ConcurrentQueue<(long Number, string[] Said)> _heard = new();

    [Fact]
    public async Task everything_arrives_in_order_whatever_is_on_its_way()
    {
        var open = new TaskCompletionSource();
        var link = Link(async (number, mail) =>
        {
            await open.Task;
            Hear(number, mail);
        });
        for (var i = 0; i < 2_000; i++) link.Send(Said(i));
        open.SetResult();
        await Eventually.Is(() => _heard.Sum(batch => batch.Said.Length) == 2_000);
        _heard.SelectMany(batch => batch.Said).ShouldBe(Enumerable.Range(0, 2_000).Select(i => i.ToString()));
        _heard.Select(batch => batch.Number).ShouldBe(Enumerable.Range(1, _heard.Count).Select(number => (long)number));
    }

    [Fact]
    public async Task what_did_not_get_through_is_said_again_under_its_number()
    {
        var failures = 2;
        var link = Link((number, mail) =>
        {
            Hear(number, mail);
            return failures-- > 0 ? Task.FromException(new TimeoutException()) : Task.CompletedTask;
        });
        link.Send(Said(1));
        await Eventually.Is(() => _heard.Count == 3);
        _heard.ShouldAllBe(batch => batch.Number == 1 && batch.Said.Length == 1);
    }

    [Fact]
    public async Task when_too_much_waits_data_is_dropped_and_a_leave_is_not()
    {
        var open = new TaskCompletionSource();
        var link = Link(async (number, mail) =>
        {
            await open.Task;
            Hear(number, mail);
        });
        for (var i = 0; i < NodeLink.DataMax + 1_000; i++) link.Send(Said(i));
        link.Send(new PresenceMail("left", [], []));
        open.SetResult();
        await Eventually.Is(() => _heard.Any(batch => batch.Said.Contains("left")));
        // At most one batch was on its way already.
        _heard.Sum(batch => batch.Said.Length).ShouldBeInRange(NodeLink.DataMax + 1, NodeLink.DataMax + 1_000);
    }

    [Fact]
    public async Task a_node_that_is_gone_is_told_nothing_more()
    {
        var link = Link((number, mail) =>
        {
            Hear(number, mail);
            return Task.FromException(new TimeoutException());
        });
        link.Send(Said(1));
        await Eventually.Is(() => !_heard.IsEmpty);
        link.Close();
        link.Send(Said(2));
        _heard.ShouldAllBe(batch => batch.Said.SequenceEqual(new[] { "1" }));
    }

    [Fact]
    public void what_was_heard_is_not_heard_again_and_nothing_is_of_a_node_that_is_gone()
    {
        var node = new OtherNode("other", SiloAddress.New(System.Net.IPAddress.Loopback, 7000, 1), Link((_, _) => Task.CompletedTask));
        var heard = new List<string>();
        void Hear(long number, int said) => node.Hear(number, [Said(said)], (from, mail) => heard.Add($"{from.Name} {((MessageMail)mail).MatchId}"));
        Hear(1, 1);
        Hear(1, 2);
        Hear(2, 3);
        Hear(1, 4);
        heard.ShouldBe(["other 1", "other 3"]);
        node.Close();
        Hear(3, 5);
        heard.Count.ShouldBe(2);
    }

    NodeLink Link(Func<long, IReadOnlyList<NodeMail>, Task> take) => new("other", take, TimeProvider.System, NullLogger.Instance);

    void Hear(long number, IReadOnlyList<NodeMail> mail) => _heard.Enqueue((number,
    [
        .. mail.Select(one => one is MessageMail message ? message.MatchId : ((PresenceMail)one).MatchId),
    ]));

    static MessageMail Said(int number) => new(number.ToString(), new MatchMessage(MatchBench.Player("ann"), 1, default, true, 0));
}
