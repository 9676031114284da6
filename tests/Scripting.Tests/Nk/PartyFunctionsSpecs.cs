using KaosNet.Domain.Kernel;
using KaosNet.Projections.Kernel;
using KaosNet.Realtime.Parties.Deciding;
using KaosNet.Realtime.Parties.Listing;
using KaosNet.Realtime.Parties.Routing;
using KaosNet.Scripting.Nk;
using KaosNet.Scripting.Tests.Nk.Bundles;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Scripting.Tests.Nk;

public sealed class PartyFunctionsSpecs
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("return nk.json_encode({ nk.party_list(nil, nil, false) })",
        """[[{"label":"{\"n\":2}","match_id":"00000000-0000-0000-0000-000000000002.node","maxSize":4,"open":false},{"label":"{\"n\":1}","match_id":"00000000-0000-0000-0000-000000000001.node","maxSize":4,"open":true}]]""")]
    [InlineData("local list, cursor = nk.party_list(10, nil, true); return #list .. type(cursor)", "3nil")]
    [InlineData("return #nk.party_list(10, true, false) .. #nk.party_list(10, false, true)", "12")]
    [InlineData("return nk.party_list(10, nil, false, 'label.n:1')[1].label", "{\"n\":1}")]
    [InlineData("local _, cursor = nk.party_list(1, nil, false, ''); return nk.party_list(1, nil, false, '', cursor)[1].label", "{\"n\":1}")]
    [InlineData("nk.party_list(1, nil, false, '\"bad')", "13: failed to list parties: Error listing matches.")]
    [InlineData("nk.party_list(1, nil, false, '', 'bad')", "13: failed to list parties: Error listing matches.")]
    [InlineData("nk.party_list()", "13: bad argument #3 to party_list (boolean expected, got nil)")]
    [InlineData("nk.party_list(0, nil, false)", "13: bad argument #1 to party_list (expects limit to be 1-100)")]
    [InlineData("nk.party_list(101, nil, false)", "13: bad argument #1 to party_list (expects limit to be 1-100)")]
    [InlineData("nk.party_list(1, 1, false)", "13: bad argument #2 to party_list (boolean expected, got number)")]
    [InlineData("nk.party_list(1, nil, false, {})", "13: bad argument #4 to party_list (string expected, got table)")]
    public async Task modules_list_parties(string body, string expected) => await List(async services =>
    {
        using var bench = ModuleBench.OfFunction(body, services);
        (await bench.Say()).ShouldBe(expected);
    });

    [Theory]
    [InlineData("return JSON.stringify(nk.partyList(1, undefined, false, 'label.n:1'))",
        """{"parties":[{"partyId":"00000000-0000-0000-0000-000000000001.node","open":true,"maxSize":4,"label":"{\"n\":1}"}]}""")]
    [InlineData("const page = nk.partyList(1, null, false); return nk.partyList(1, null, false, '', page.cursor).parties[0].label", "{\"n\":1}")]
    public async Task modules_in_javascript_list_parties(string body, string expected) => await List(async services =>
    {
        using var bench = BundleBench.OfFunction(body, services);
        (await bench.Say()).ShouldBe(expected);
    });

    [Fact]
    public async Task modules_in_csharp_list_parties() => await List(async services =>
    {
        var nk = new NkServer(services, NullLogger.Instance).Functions(new() { Source = Source.Script, Actor = "spec" }, CancellationToken.None);
        var page = await nk.Parties.List(2, showHidden: true);
        (page.Parties.Count, page.Parties[0].MaxSize, page.Cursor is null).ShouldBe((2, 4, false));
        (await nk.Parties.List(2, showHidden: true, cursor: page.Cursor!)).Cursor.ShouldBeNull();
    });

    /// <summary>On a server with three parties: an open one, a closed one, and one that is hidden.</summary>
    private static async Task List(Func<IServiceProvider, Task> ask)
    {
        using var index = new PartyIndex(new() { LabelUpdateInterval = TimeSpan.FromMilliseconds(1) }, TimeProvider.System);
        for (var n = 1; n <= 3; n++)
        {
            var key = $"00000000-0000-0000-0000-00000000000{n}";
            index.Put(Party.Begin(
                new(Guid.Parse(key), "node"), new("u", "s", "ann", "node"),
                new() { MaxSize = 4, Open = n == 1, Hidden = n == 3, Label = $"{{\"n\":{n}}}" }, Noon.AddMinutes(n)));
        }

        await Eventually.Is(() => index.Find(new("", null, ShowHidden: true, Limit: 3, After: null)).Value.Count == 3);
        using var services = new ServiceCollection()
            .AddSingleton(new PartyList(index, PartyCluster.Alone, new Cursors(new byte[32]))).BuildServiceProvider();
        await ask(services);
    }

    [Fact]
    public void parties_cannot_be_listed_while_modules_load() =>
        ModuleBench.RefusalOf(new Dictionary<string, string> { ["main"] = "require('nakama').party_list(1, nil, false)" })
            .ShouldContain("party registry not initialized: listing cannot be performed in InitModule");
}
