using KaosNet.Projections.Kernel;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Parties;
using KaosNet.Realtime.Parties.Deciding;
using KaosNet.Realtime.Parties.Listing;
using KaosNet.Realtime.Parties.Routing;
using KaosNet.Realtime.Presence;
using Microsoft.Extensions.Time.Testing;
using Party = KaosNet.Realtime.Parties.Deciding.Party;

namespace KaosNet.Realtime.Tests.Parties;

public sealed class PartyListSpecs : IDisposable
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    readonly FakeTimeProvider _clock = new(PartyStory.Noon);
    readonly PartyIndex _index;
    readonly Elsewhere _elsewhere = new();
    readonly PartyList _list;
    int _added;

    public PartyListSpecs()
    {
        _index = new(new() { LabelUpdateInterval = Interval }, _clock);
        _list = new(_index, _elsewhere, new Cursors(new byte[32]));
    }

    public void Dispose() => _index.Dispose();

    [Fact]
    public async Task a_party_shows_up_after_the_interval_and_goes_at_once()
    {
        var party = Add("a");
        _clock.Advance(Interval - TimeSpan.FromTicks(1));
        (await Names()).ShouldBeEmpty();
        _clock.Advance(TimeSpan.FromTicks(1));
        (await Names()).ShouldBe(["a"]);
        _index.Put(party with { Label = "{\"name\":\"b\"}" });
        (await Names()).ShouldBe(["a"]);
        _clock.Advance(Interval);
        (await Names()).ShouldBe(["b"]);
        _index.Remove(party.Key.Id);
        (await Names()).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_party_that_is_over_before_the_interval_never_shows_up()
    {
        var party = Add("a");
        _index.Remove(party.Key.Id);
        _clock.Advance(Interval);
        (await Names()).ShouldBeEmpty();
    }

    [Fact]
    public async Task the_newest_come_first_and_what_fits_better_before_them()
    {
        Add("a", fields: ",\"rank\":5");
        Add("b");
        Add("c");
        _clock.Advance(Interval);
        (await Names()).ShouldBe(["c", "b", "a"]);
        (await Names("label.rank:5^9 label.name:/.*/")).ShouldBe(["a", "c", "b"]);
    }

    [Theory]
    [InlineData("", "open,closed")]
    [InlineData("*", "open,closed")]
    [InlineData("+open:T", "open")]
    [InlineData("-open:T", "closed")]
    [InlineData("hidden:T", "")]
    [InlineData("node:node", "open,closed")]
    [InlineData("node:other", "")]
    [InlineData("max_size:>=3", "open")]
    [InlineData("label.name:closed", "closed")]
    [InlineData("label.deep.very:1", "open")]
    [InlineData("+create_time:>=\"2026-05-01T12:00:00Z\"", "open,closed")]
    [InlineData("+create_time:<\"2026-05-01T12:00:00Z\"", "")]
    public async Task parties_are_found_by_what_they_are(string query, string names)
    {
        Add("closed", open: false, size: 2);
        Add("hidden", hidden: true);
        Add("open", size: 3, fields: ",\"deep\":{\"very\":1}");
        _clock.Advance(Interval);
        (await Names(query)).ShouldBe(names.Split(',', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task openness_and_visibility_are_filters()
    {
        Add("closed", open: false);
        Add("hidden", hidden: true);
        Add("open");
        _clock.Advance(Interval);
        (await Names(open: true)).ShouldBe(["open"]);
        (await Names(open: false)).ShouldBe(["closed"]);
        (await Names(showHidden: true)).ShouldBe(["open", "hidden", "closed"]);
    }

    [Fact]
    public async Task pages_hold_each_party_once_whichever_server_it_is_on()
    {
        for (var i = 0; i < 5; i++)
        {
            var party = Add("here" + i);
            _elsewhere.Parties.Add(new(
                new(Guid.NewGuid(), "other"), true, false, 4, $"{{\"name\":\"there{i}\"}}", party.CreateTime.UtcTicks - 1, Score: 1));
        }

        _clock.Advance(Interval);
        var found = new List<string>();
        var cursor = "";
        do
        {
            var page = (await _list.Page(3, null, false, "", cursor)).Value;
            page.Parties.Count.ShouldBeLessThanOrEqualTo(3);
            found.AddRange(page.Parties.Select(NameOf));
            cursor = page.Cursor;
        }
        while (cursor.Length > 0);
        found.ShouldBe(Enumerable.Range(0, 5).Reverse().SelectMany(i => (string[])["here" + i, "there" + i]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public async Task a_page_has_1_to_100_parties(int limit) =>
        (await _list.Page(limit, null, false, "", "")).Fault!.Message.ShouldBe("Invalid limit - limit must be between 1 and 100.");

    [Fact]
    public async Task what_cannot_be_read_is_refused()
    {
        (await _list.Page(1, null, false, "\"open", "")).Fault.ShouldBe(PartyList.Refused);
        (await _list.Page(1, null, false, "", "x")).Fault.ShouldBe(PartyList.Refused);
    }

    [Fact]
    public async Task a_cursor_is_good_for_its_own_list()
    {
        Add("a");
        Add("b");
        _clock.Advance(Interval);
        var cursor = (await _list.Page(1, null, false, "*", "")).Value.Cursor;
        (await _list.Page(1, null, false, "*", cursor)).Value.Parties.Select(NameOf).ShouldBe(["a"]);
        (await _list.Page(2, null, false, "*", cursor)).Fault.ShouldBe(PartyList.Refused);
        (await _list.Page(1, true, false, "*", cursor)).Fault.ShouldBe(PartyList.Refused);
        (await _list.Page(1, null, true, "*", cursor)).Fault.ShouldBe(PartyList.Refused);
        (await _list.Page(1, null, false, "", cursor)).Fault.ShouldBe(PartyList.Refused);
        (await _list.Page(1, null, false, "*", cursor + "A")).Fault.ShouldBe(PartyList.Refused);
    }

    Party Add(string name, bool open = true, bool hidden = false, int size = 4, string fields = "")
    {
        var party = Party.Begin(
            new(Guid.NewGuid(), "node"), PartyStory.Player("ann"),
            new() { Open = open, Hidden = hidden, MaxSize = size, Label = $"{{\"name\":\"{name}\"{fields}}}" }, PartyStory.Noon.AddMinutes(_added++));
        _index.Put(party);
        return party;
    }

    async Task<string[]> Names(string query = "", bool? open = null, bool showHidden = false) =>
        [.. (await _list.Page(100, open, showHidden, query, "")).Value.Parties.Select(NameOf)];

    static string NameOf(ListedParty party) =>
        System.Text.Json.JsonDocument.Parse(party.Label).RootElement.GetProperty("name").GetString()!;

    /// <summary>Another server with parties.</summary>
    sealed class Elsewhere : PartyCluster
    {
        public List<ListedParty> Parties { get; } = [];

        public override ValueTask<IReadOnlyList<ListedParty>> Find(PartyFilter filter) => ValueTask.FromResult<IReadOnlyList<ListedParty>>(
            [.. Parties.Order(ListedParty.BestFirst).Where(party => IsAfter(party, filter.After)).Take(filter.Limit)]);

        public override ValueTask<Envelope?> Ask(string node, PartyMember who, Envelope request) => Alone.Ask(node, who, request);

        public override ValueTask<Tracking> Track(PartyMember who, PartyKey party) => Alone.Track(who, party);

        static bool IsAfter(ListedParty party, PartyPlace? place) => place is null || ListedParty.BestFirst.Compare(party, place.AsParty) > 0;
    }
}
