using KaosNet.Domain.Kernel;
using KaosNet.Modules;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Listing;
using KaosNet.Scripting.Nk;
using KaosNet.Scripting.Tests.Nk;
using KaosNet.Scripting.Tests.Nk.Bundles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Scripting.Tests.Server;

/// <summary>Matches, parties, streams and sessions as modules in JavaScript and C# reach them.</summary>
public sealed class MatchApiSpecs
{
    [Theory]
    [InlineData("return nk.matchCreate('lobby')", "match1")]
    [InlineData("return nk.matchCreate('lobby', null) + nk.matchCreate('lobby', { n: [1, undefined] })", "match1match2")]
    [InlineData("nk.matchCreate('bad')", "13: GoError: error creating match: error creating match: not found*")]
    [InlineData("nk.matchCreate('')", "13: TypeError: expects module name*")]
    [InlineData("nk.matchCreate('lobby', [1])", "13: TypeError: expects params to be nil or a table of key value pairs*")]
    [InlineData("nk.matchCreate('lobby', { f: () => 1 })", "13: GoError: error creating match: cannot encode params*")]
    [InlineData("return JSON.stringify(nk.matchGet('some'))", """{"matchId":"some","authoritative":true,"label":"l","size":2,"tickRate":5,"handlerName":"h"}""")]
    [InlineData("return String(nk.matchGet('none'))", "null")]
    [InlineData("nk.matchGet('x')", "13: GoError: failed to get match: match id invalid*")]
    [InlineData("return nk.matchSignal('echo', 'y') + nk.matchSignal('echo')", "y")]
    [InlineData("nk.matchSignal('x', 'y')", "13: GoError: failed to signal match: match busy*")]
    [InlineData("const found = nk.matchList(); return [found.length, found[1].matchId, 'label' in found[1]].join()", "2,two,false")]
    [InlineData("nk.matchList('x')", "13: TypeError: expects number*")]
    [InlineData("nk.matchList(1, 1)", "13: TypeError: expects authoritative true/false or nil*")]
    [InlineData("nk.matchList(1, null, 5)", "13: TypeError: expects label string or nil*")]
    [InlineData("nk.matchList(1, null, null, 'x')", "13: TypeError: expects minimum size number or nil*")]
    [InlineData("nk.matchList(1, null, null, null, 1.5)", "13: TypeError: expects maximum size number or nil*")]
    [InlineData("nk.matchList(1, null, null, null, null, {})", "13: TypeError: expects query string or nil*")]
    [InlineData("nk.matchList(1, null, null, null, null, 'bad\"')", "13: GoError: failed to list matches: no query*")]
    [InlineData("nk.partyList(0, null, true)", "13: TypeError: expects limit to be 1-100*")]
    [InlineData("nk.partyList(10, null)", "13: TypeError: expects boolean*")]
    [InlineData("nk.streamUserJoin('', '', {})", "13: TypeError: expects user id*")]
    [InlineData("nk.streamUserJoin('x', '', {})", "13: TypeError: expects valid user id*")]
    [InlineData("nk.streamCount()", "13: TypeError: expects object*")]
    [InlineData("nk.streamCount({ mode: 'x' })", "13: TypeError: expects stream mode to be a number*")]
    [InlineData("nk.streamCount({ subject: 1 })", "13: TypeError: expects stream subject to be a string*")]
    [InlineData("nk.streamCount({ subject: 'x' })", "13: TypeError: expects stream subject to be a valid identifier*")]
    [InlineData("nk.streamCount({ label: true })", "13: TypeError: expects stream label to be a string*")]
    [InlineData("nk.streamSend({}, null)", "13: TypeError: expects string*")]
    [InlineData("nk.streamSend({}, 'x', ['x'])", "13: TypeError: expects a list of presences*")]
    [InlineData("nk.streamSend({}, 'x', [{ sessionId: 'x' }])", "13: TypeError: expects each presence to have a valid session_id*")]
    [InlineData("nk.streamSendRaw({}, { nonsense: 1 })", "13: TypeError: not a valid envelope: *")]
    [InlineData("nk.streamUserKick({ sessionId: '00000000-0000-4000-8000-000000000001' }, {})", "13: TypeError: expects each presence to have a valid user_id*")]
    [InlineData("nk.sessionDisconnect('00000000-0000-4000-8000-000000000001', 5)", "13: TypeError: invalid disconnect reason, must be a value 0-4*")]
    [InlineData("nk.sessionLogout('x')", "13: TypeError: expects valid user id*")]
    [InlineData("nk.statusFollow('00000000-0000-4000-8000-000000000001', [1])", "13: TypeError: user id must be a string*")]
    [InlineData("nk.statusUnfollow('00000000-0000-4000-8000-000000000001', ['x'])", "13: TypeError: invalid user id*")]
    public async Task scripts_in_javascript_reach_them(string body, string expected)
    {
        using var services = new ServiceCollection().AddSingleton<IMatches>(new CountedMatches()).BuildServiceProvider();
        using var bench = BundleBench.OfFunction(body, services);
        var said = await bench.Say();
        if (expected.EndsWith('*')) said.ShouldStartWith(expected[..^1]);
        else said.ShouldBe(expected);
    }

    [Fact]
    public void parties_cannot_be_listed_while_a_bundle_starts() =>
        BundleBench.RefusalOf("function InitModule(ctx, logger, nk, initializer) { nk.partyList(1, null, false); }")
            .ShouldContain("party registry not initialized: listing cannot be performed in InitModule");

    [Fact]
    public async Task modules_in_csharp_start_find_and_signal_matches()
    {
        var matches = new CountedMatches();
        using var services = new ServiceCollection().AddSingleton<IMatches>(matches).BuildServiceProvider();
        var nk = new NkServer(services, NullLogger.Instance).Functions(new() { Source = Source.Script, Actor = "spec" }, CancellationToken.None);
        (await nk.Matches.Create("lobby", new JsonText("""{"n":1}"""))).ShouldBe("match1");
        matches.Created.ShouldBe(["lobby {\"n\":1}"]);
        (await nk.Matches.Get("some"))!.HandlerName.ShouldBe("h");
        (await nk.Matches.Get("none")).ShouldBeNull();
        (await nk.Matches.Signal("echo", "y")).ShouldBe("y");
        (await Should.ThrowAsync<RefusedException>(async () => await nk.Matches.Create("bad"))).Message.ShouldBe("error creating match: not found");
        (await nk.Matches.List(5, true, "", 1, long.MaxValue, "*")).Select(match => match.MatchId).ShouldBe(["one", "two"]);
        await nk.Matches.List(-1);
        await nk.Matches.List(long.MaxValue);
        matches.Filters.ShouldBe(
            [new(5) { Authoritative = true, Label = "", MinSize = 1, MaxSize = int.MaxValue, Query = "*" }, new MatchFilter(0), new MatchFilter(10_000)]);
    }
}
