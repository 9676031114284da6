using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Modules.Utilities;
using KaosNet.Realtime.Matches.Ticking;
using KaosNet.Scripting.Matches;
using KaosNet.Scripting.Server;
using KaosNet.Scripting.Tests.Matches;
using KaosNet.Scripting.Tests.Nk;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Scripting.Tests.Server;

/// <summary>What functions tell a match is in its record: a replay goes the same way, and asks nobody.</summary>
public sealed class MatchAnswersSpecs
{
    private static readonly Dictionary<string, string> Module = new()
    {
        ["game"] = MatchTable.Handler("""
            signal(context, dispatcher, tick, state, data)
              local key = string.rep('k', 16)
              local secret = nk.aes128_encrypt('\0\255', key)
              nk.localcache_put('secret', { secret, [2.5] = '\254"\\\n' })
              local kept = nk.localcache_get('secret')
              local config = nk.get_config()
              return state, nk.json_encode({ nk.base16_encode(secret), nk.base16_encode(nk.aes128_decrypt(secret, key)), kept[1] == secret, kept[2.5] == '\254"\\\n',
                nk.base16_encode(nk.secure_random_bytes(8)), nk.localcache_get('absent', 'none'), config.name, config.session.encryption_key, config.session.token_expiry_sec,
                nk.cron_next('@daily', 1704067200), (select(2, pcall(nk.http_request, 'ftp://x', 'get', {}))) })
            """),
    };

    [Fact]
    public async Task a_replay_is_told_what_the_match_was_told()
    {
        var config = new ServerConfig { Name = "kaos1", Session = new() { EncryptionKey = "never in a record", TokenExpirySec = 60 } };
        await using var services = new ServiceCollection().AddSingleton(config).AddSingleton(new LocalCache(new(), TimeProvider.System)).AddSingleton(_ => new HttpCalls(new())).BuildServiceProvider();
        var record = new List<Answer<byte[]>>();
        var played = Play(services, new Live(record));
        played.ShouldContain("\"00ff2020\",true,true,");
        played.ShouldEndWith("""
            "none","kaos1","",60,1704153600,"HTTP request error: unsupported protocol scheme \"ftp\""]
            """);
        await using var nothing = new ServiceCollection().BuildServiceProvider();
        Play(nothing, new Recorded(new(record))).ShouldBe(played);
    }

    private static string Play(IServiceProvider services, IMatchEffects effects)
    {
        using var bench = ModuleBench.Of(Module, services);
        using var core = new MatchCore("m-1.node1", "node1", 7, 2, new Unseen(), effects);
        var script = new LuaMatchScripts(bench.Settings, bench.Host, new TypedLog<LuaMatchScripts>(bench.Log)).Open("game", core).Value.Script!;
        core.Init(script, 1_000_000, "{}").Fault.ShouldBeNull();
        var verdict = core.Signal(1_000_600, "go");
        verdict.Result.Error.ShouldBeNull();
        return verdict.Data;
    }

    private sealed class Live(List<Answer<byte[]>> record) : IMatchEffects
    {
        public Answer<byte[]> Perform(string function, ReadOnlySpan<byte> arguments, Func<CancellationToken, ValueTask<Answer<byte[]>>> perform)
        {
            var answer = perform(CancellationToken.None).AsTask().GetAwaiter().GetResult();
            record.Add(answer);
            return answer;
        }
    }

    private sealed class Recorded(Queue<Answer<byte[]>> record) : IMatchEffects
    {
        public Answer<byte[]> Perform(string function, ReadOnlySpan<byte> arguments, Func<CancellationToken, ValueTask<Answer<byte[]>>> perform) => record.Dequeue();
    }

    private sealed class Unseen : IMatchOutput
    {
        public void Send(MatchPresence? sender, long opCode, byte[] data, bool reliable, IReadOnlyList<string>? sessionIds)
        {
        }

        public void Kick(IReadOnlyList<MatchPresence> presences)
        {
        }
    }
}
