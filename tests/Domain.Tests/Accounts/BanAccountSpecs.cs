using KaosNet.Domain.Accounts;
using static KaosNet.Domain.Tests.Accounts.Given;

namespace KaosNet.Domain.Tests.Accounts;

public class BanAccountSpecs
{
    [Fact]
    public void a_ban_shuts_out_and_ends_the_sessions() => Specification.Given(Ann, AnnSignedUp)
        .When(new BanAccount(AnnsId), now: Specification.Now.AddMinutes(1))
        .Then(new AccountBanned())
        .ThenState(Ann, account =>
        {
            account.BannedAt.ShouldBe(Specification.Now.AddMinutes(1));
            account.SessionsEndedAt.ShouldBe(Specification.Now.AddMinutes(1));
        });

    [Fact]
    public void a_second_ban_changes_nothing() => Specification.Given(Ann, AnnSignedUp, new AccountBanned()).When(new BanAccount(AnnsId)).ThenNothing();

    [Fact]
    public void nobody_can_be_banned_who_is_not_there()
    {
        Specification.GivenNothing().When(new BanAccount(AnnsId)).ThenNothing();
        Specification.Given(Ann, AnnSignedUp, new AccountDeleted()).When(new BanAccount(AnnsId)).ThenNothing();
    }

    [Fact]
    public void an_unban_lets_in_but_brings_no_session_back() => Specification.Given(Ann, AnnSignedUp, new AccountBanned())
        .When(new UnbanAccount(AnnsId), now: Specification.Now.AddMinutes(1))
        .Then(new AccountUnbanned())
        .ThenState(Ann, account =>
        {
            account.BannedAt.ShouldBeNull();
            account.SessionsEndedAt.ShouldBe(Specification.Now);
        })
        .After.When(new UnbanAccount(AnnsId)).ThenNothing();

    [Fact]
    public void who_is_not_banned_cannot_be_unbanned() => Specification.Given(Ann, AnnSignedUp).When(new UnbanAccount(AnnsId)).ThenNothing();
}
