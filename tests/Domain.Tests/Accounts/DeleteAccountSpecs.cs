using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using static KaosNet.Domain.Tests.Accounts.Given;

namespace KaosNet.Domain.Tests.Accounts;

public class DeleteAccountSpecs
{
    static readonly StreamKind<Medal, MedalEvent> Medals = new("medal", _ => new Medal(IsWorn: false), (medal, happened, _) => happened switch
    {
        MedalPinned => medal with { IsWorn = true },
        MedalTakenOff => medal with { IsWorn = false },
        _ => medal,
    });

    static readonly StreamRef<Medal> Bravery = Medals.Of("bravery");

    [Fact]
    public void nothing_is_left_but_the_id() => Specification.Given(Ann, AnnSignedUp, new ProfileEdited("Ann"))
        .When(new DeleteAccount(AnnsId, []))
        .Then(new AccountDeleted())
        .ThenState(Ann, account =>
        {
            account.IsAlive.ShouldBeFalse();
            account.IsDeleted.ShouldBeTrue();
            account.Username.ShouldBeEmpty();
            account.DisplayName.ShouldBeEmpty();
            account.Identities.ShouldBeEmpty();
            account.SessionsEndedAt.ShouldBe(Specification.Now);
        });

    [Fact]
    public void server_code_may_have_it_kept_on_record() => Specification.Given(Ann, AnnSignedUp)
        .When(new DeleteAccount(AnnsId, [], IsRecorded: true))
        .Then(new AccountDeleted(IsRecorded: true));

    [Fact]
    public void what_the_player_owns_ends_in_the_same_commit() => Specification.Given(Ann, AnnSignedUp).And(Bravery, new MedalPinned())
        .When(new DeleteAccount(AnnsId, [Owned(Bravery)]))
        .ThenIn(Ann, new AccountDeleted())
        .ThenIn(Bravery, new MedalTakenOff());

    [Fact]
    public void what_ended_meanwhile_is_left_alone() => Specification.Given(Ann, AnnSignedUp).And(Bravery, new MedalPinned(), new MedalTakenOff())
        .When(new DeleteAccount(AnnsId, [Owned(Bravery)]))
        .Then(new AccountDeleted());

    [Fact]
    public void what_is_left_over_can_be_ended_later() => Specification.Given(Ann, AnnSignedUp, new AccountDeleted()).And(Bravery, new MedalPinned())
        .When(new DeleteAccount(AnnsId, [Owned(Bravery)]))
        .Then(new MedalTakenOff());

    [Fact]
    public void doing_it_twice_is_fine() => Specification.Given(Ann, AnnSignedUp, new AccountDeleted()).When(new DeleteAccount(AnnsId, [])).ThenNothing();

    [Fact]
    public void nobody_is_deleted_who_was_never_there() => Specification.GivenNothing().When(new DeleteAccount(AnnsId, [])).ThenNothing();

    static OwnedStream Owned(StreamRef<Medal> medal) => OwnedStream.Of(medal, state => state.IsWorn ? [new MedalTakenOff()] : []);

    sealed record Medal(bool IsWorn);

    abstract record MedalEvent;

    [EventName("medal_pinned")]
    sealed record MedalPinned : MedalEvent;

    [EventName("medal_taken_off")]
    sealed record MedalTakenOff : MedalEvent;
}
