using KaosNet.Domain.Accounts;
using KaosNet.Domain.Sessions;
using KaosNet.Projections.Sessions;
using KaosNet.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace KaosNet.Projections.Tests.Sessions;

public sealed class SessionRevocationsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    const string Ann = "0aa0aa00-0000-4000-8000-000000000001";

    static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    static readonly long NoonSeconds = Noon.ToUnixTimeSeconds();

    readonly FakeTimeProvider _time = new(Noon);

    [Fact]
    public async Task a_logout_ends_what_was_issued_before_its_second()
    {
        await using var world = await World.Open(postgres, _time);
        world.Revocations.IsRevoked(Ann, "a", TokenKind.Session, NoonSeconds - 1).ShouldBeFalse();

        await world.Bench.Do(new RevokeSessions(Ann));

        foreach (var revocations in await world.NowAndAfterARestart())
        {
            revocations.IsRevoked(Ann, "a", TokenKind.Session, NoonSeconds - 1).ShouldBeTrue();
            revocations.IsRevoked(Ann, "a", TokenKind.Refresh, NoonSeconds - 1).ShouldBeTrue();
            revocations.IsRevoked(Ann, "a", TokenKind.Session, NoonSeconds).ShouldBeFalse();
            revocations.IsRevoked("0bb0bb00-0000-4000-8000-000000000002", "a", TokenKind.Session, NoonSeconds - 1).ShouldBeFalse();
            revocations.NotBefore(Ann).ShouldBe(NoonSeconds);
        }
    }

    [Fact]
    public async Task one_token_is_ended_until_it_has_run_out()
    {
        await using var world = await World.Open(postgres, _time);
        await world.Bench.Do(new RevokeTokens(Ann, [new("a", TokenKind.Session, Noon.AddMinutes(1))]));

        foreach (var revocations in await world.NowAndAfterARestart())
        {
            revocations.IsRevoked(Ann, "a", TokenKind.Session, NoonSeconds).ShouldBeTrue();
            revocations.IsRevoked(Ann, "a", TokenKind.Refresh, NoonSeconds).ShouldBeFalse();
            revocations.IsRevoked(Ann, "b", TokenKind.Session, NoonSeconds).ShouldBeFalse();
        }

        _time.Advance(TimeSpan.FromMinutes(1));
        foreach (var revocations in await world.NowAndAfterARestart()) revocations.IsRevoked(Ann, "a", TokenKind.Session, NoonSeconds).ShouldBeFalse();
    }

    [Fact]
    public async Task a_ban_ends_sessions_and_an_unban_brings_none_back()
    {
        await using var world = await World.Open(postgres, _time);
        await world.Bench.Do(new CreateAccount(Ann, "ann", Identity.Device("anns-phone-01")));
        await world.Bench.Do(new BanAccount(Ann));
        await world.Bench.Do(new UnbanAccount(Ann));

        foreach (var revocations in await world.NowAndAfterARestart())
        {
            revocations.IsRevoked(Ann, "a", TokenKind.Session, NoonSeconds - 1).ShouldBeTrue();
            revocations.IsRevoked(Ann, "a", TokenKind.Session, NoonSeconds).ShouldBeTrue();
            // So the next one is good.
            revocations.NotBefore(Ann).ShouldBe(NoonSeconds + 1);
        }
    }

    [Fact]
    public async Task a_deletion_ends_sessions_and_a_later_logout_entry_does_not_hide_it()
    {
        await using var world = await World.Open(postgres, _time);
        await world.Bench.Do(new CreateAccount(Ann, "ann", Identity.Device("anns-phone-01")));
        await world.Bench.Do(new DeleteAccount(Ann, []));
        await world.Bench.Do(new RevokeTokens(Ann, [new("b", TokenKind.Session, Noon.AddMinutes(1))]));

        foreach (var revocations in await world.NowAndAfterARestart())
        {
            revocations.IsRevoked(Ann, "a", TokenKind.Session, NoonSeconds - 1).ShouldBeTrue();
            revocations.IsRevoked(Ann, "a", TokenKind.Session, NoonSeconds).ShouldBeTrue();
            revocations.IsRevoked(Ann, "b", TokenKind.Session, NoonSeconds).ShouldBeTrue();
        }

        await world.Bench.RebuildEqualsLive(SessionRevocationRows.Revocations, SessionRevocationRows.AccountEnds);
    }

    [Fact]
    public async Task what_no_token_is_left_for_is_forgotten()
    {
        await using var world = await World.Open(postgres, _time);
        await Task.WhenAll(Enumerable.Range(0, 1023).Select(_ => world.Bench.Do(new RevokeSessions(Guid.NewGuid().ToString()))));
        world.Revocations.Count.ShouldBe(1023);

        _time.Advance(World.Lifetime + TimeSpan.FromSeconds(2));
        await world.Bench.Do(new RevokeSessions(Ann));

        world.Revocations.Count.ShouldBe(1);
        (await world.NowAndAfterARestart())[1].Count.ShouldBe(1);
    }

    sealed class World(ReadModelBench bench, SessionRevocations revocations, TimeProvider time) : IAsyncDisposable
    {
        public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

        public ReadModelBench Bench => bench;

        public SessionRevocations Revocations => revocations;

        public static async Task<World> Open(PostgresFixture postgres, TimeProvider time)
        {
            var revocations = new SessionRevocations(Lifetime, time);
            return new(await ReadModelBench.Open(postgres.ConnectionString, time, revocations), revocations, time);
        }

        public async Task<SessionRevocations[]> NowAndAfterARestart()
        {
            var restarted = new SessionRevocations(Lifetime, time);
            await restarted.Load(bench.Database, CancellationToken.None);
            return [revocations, restarted];
        }

        public ValueTask DisposeAsync() => bench.DisposeAsync();
    }
}
