using KaosNet.Domain.Kernel;
using KaosNet.Domain.Sessions;

namespace KaosNet.Domain.Tests.Sessions;

public class RevokeSessionsSpecs
{
    const string AnnsId = "0aa0aa00-0000-4000-8000-000000000001";

    static readonly StreamRef<PlayerSessions> Ann = PlayerSessions.Kind.Of(AnnsId);

    [Fact]
    public void everything_issued_before_this_second_ends() => Specification.GivenNothing()
        .When(new RevokeSessions(AnnsId), now: Specification.Now.AddMilliseconds(734))
        .Then(new SessionsRevoked(Specification.Now))
        .ThenState(Ann, sessions => sessions.NotBefore.ShouldBe(Specification.Now));

    [Fact]
    public void doing_it_twice_in_a_second_changes_nothing() => Specification.Given(Ann, new SessionsRevoked(Specification.Now))
        .When(new RevokeSessions(AnnsId), now: Specification.Now.AddMilliseconds(999)).ThenNothing();

    [Fact]
    public void a_second_later_it_ends_what_came_since() => Specification.Given(Ann, new SessionsRevoked(Specification.Now))
        .When(new RevokeSessions(AnnsId), now: Specification.Now.AddSeconds(1)).Then(new SessionsRevoked(Specification.Now.AddSeconds(1)));
}
