using KaosNet.Domain.Kernel;
using KaosNet.Domain.Sessions;

namespace KaosNet.Domain.Tests.Sessions;

public class RevokeTokensSpecs
{
    const string AnnsId = "0aa0aa00-0000-4000-8000-000000000001";

    static readonly StreamRef<PlayerSessions> Ann = PlayerSessions.Kind.Of(AnnsId);

    static readonly DateTimeOffset Soon = Specification.Now.AddMinutes(1);

    [Fact]
    public void both_tokens_of_a_sign_in_can_be_ended() => Specification.GivenNothing()
        .When(new RevokeTokens(AnnsId, [new("a", TokenKind.Session, Soon), new("a", TokenKind.Refresh, Soon.AddHours(1))]))
        .Then(new SessionTokenRevoked("a", TokenKind.Session, Soon), new SessionTokenRevoked("a", TokenKind.Refresh, Soon.AddHours(1)))
        .ThenState(Ann, sessions =>
        {
            sessions.IsRevoked("a", TokenKind.Session).ShouldBeTrue();
            sessions.IsRevoked("a", TokenKind.Refresh).ShouldBeTrue();
            sessions.IsRevoked("b", TokenKind.Session).ShouldBeFalse();
        });

    [Fact]
    public void one_token_leaves_the_other_alone() => Specification.GivenNothing()
        .When(new RevokeTokens(AnnsId, [new("a", TokenKind.Session, Soon)]))
        .ThenState(Ann, sessions => sessions.IsRevoked("a", TokenKind.Refresh).ShouldBeFalse());

    [Fact]
    public void doing_it_twice_changes_nothing() => Specification.Given(Ann, new SessionTokenRevoked("a", TokenKind.Session, Soon))
        .When(new RevokeTokens(AnnsId, [new("a", TokenKind.Session, Soon)])).ThenNothing();

    [Fact]
    public void what_has_run_out_is_forgotten() => Specification.Given(Ann, new SessionTokenRevoked("a", TokenKind.Session, Soon))
        .When(new RevokeTokens(AnnsId, [new("b", TokenKind.Session, Soon.AddHours(1))]), now: Soon)
        .ThenState(Ann, sessions => sessions.Revoked.ShouldHaveSingleItem().TokenId.ShouldBe("b"));

    [Fact]
    public void past_the_limit_all_sessions_end_instead()
    {
        var almost = Specification.Given(Ann, Revoked(Limits.RevokedTokens - 1));
        var full = almost.When(new RevokeTokens(AnnsId, [new("last", TokenKind.Session, Soon)]))
            .Then(new SessionTokenRevoked("last", TokenKind.Session, Soon)).After;
        full.When(new RevokeTokens(AnnsId, [new("more", TokenKind.Session, Soon)]))
            .Then(new SessionsRevoked(Specification.Now.AddSeconds(1)))
            .ThenState(Ann, sessions =>
            {
                sessions.Revoked.ShouldBeEmpty();
                sessions.NotBefore.ShouldBe(Specification.Now.AddSeconds(1));
            });
        full.When(new RevokeTokens(AnnsId, [new("more", TokenKind.Session, Soon.AddHours(1))]), now: Soon)
            .Then(new SessionTokenRevoked("more", TokenKind.Session, Soon.AddHours(1)));
    }

    static object[] Revoked(int count) => [.. Enumerable.Range(0, count).Select(number => new SessionTokenRevoked($"token-{number}", TokenKind.Session, Soon))];
}
