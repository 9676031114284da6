using KaosNet.Domain.Accounts;
using KaosNet.Domain.Forgetting;
using KaosNet.Domain.Kernel;
using static KaosNet.Domain.Tests.Accounts.Given;

namespace KaosNet.Domain.Tests.Forgetting;

public class ForgettingSpecs
{
    static readonly StreamRef<ForgottenPerson> Stream = ForgottenPerson.Kind.Of(AnnsId);
    static readonly OrderForgetting Order = new(AnnsId, "operator", "ticket 7");
    static readonly PersonForgettingOrdered Ordered = new("operator", "ticket 7");
    static readonly PersonForgotten Proof = new("operator", "c0ffee", 3, 12, [new("leaderboard_records", 2)], 1);

    [Fact]
    public void somebody_with_an_account_can_be_forgotten() => Specification.Given(Ann, AnnSignedUp).When(Order).Then(Ordered)
        .ThenState(Stream, state =>
        {
            (state.IsOrdered, state.Author, state.Reason, state.OrderTime).ShouldBe((true, "operator", "ticket 7", Specification.Now));
            state.Proof.ShouldBeNull();
        });

    [Fact]
    public void somebody_whose_account_is_gone_can_be_forgotten() =>
        Specification.Given(Ann, AnnSignedUp, new AccountDeleted()).When(Order).Then(Ordered);

    [Fact]
    public void nobody_is_forgotten_who_was_never_there() => Specification.GivenNothing().When(Order).ThenRefused(FaultCode.NotFound, "User not found.");

    [Fact]
    public void an_order_is_given_once() => Specification.Given(Ann, AnnSignedUp).And(Stream, Ordered)
        .When(new OrderForgetting(AnnsId, "another", "again")).ThenNothing();

    [Fact]
    public void who_is_forgotten_stays_forgotten() => Specification.Given(Ann, AnnSignedUp, new AccountDeleted()).And(Stream, Ordered, Proof)
        .When(Order).ThenNothing();

    [Fact]
    public void author_and_reason_have_bounds()
    {
        var order = Order with { Author = new('a', 128), Reason = new('r', 1000) };
        Specification.Given(Ann, AnnSignedUp).When(order).Then(new PersonForgettingOrdered(order.Author, order.Reason));
        foreach (var author in new[] { "", new('a', 129), "a\0", " " })
            Specification.Given(Ann, AnnSignedUp).When(Order with { Author = author }).ThenRefused(FaultCode.InvalidArgument, "Author must be given, with at most 128 characters.");
        foreach (var reason in new[] { "", new('r', 1001), "r\0", "\t" })
            Specification.Given(Ann, AnnSignedUp).When(Order with { Reason = reason }).ThenRefused(FaultCode.InvalidArgument, "Reason must be given, with at most 1000 characters.");
    }

    [Fact]
    public void the_proof_is_kept_once_all_is_done() => Specification.Given(Stream, Ordered).When(new ProveForgetting(AnnsId, Proof)).Then(Proof)
        .ThenState(Stream, state => (state.Proof, state.ForgetTime).ShouldBe((Proof, Specification.Now)));

    [Fact]
    public void nothing_is_proven_that_nobody_ordered() =>
        Specification.GivenNothing().When(new ProveForgetting(AnnsId, Proof)).ThenRefused(FaultCode.NotFound, "User was not ordered to be forgotten.");

    [Fact]
    public void the_first_proof_stays() => Specification.Given(Stream, Ordered, Proof).When(new ProveForgetting(AnnsId, Proof with { Events = 0 })).ThenNothing();

    [Fact]
    public void anybody_may_look_whether_it_was_ordered()
    {
        Specification.Given(Stream, Ordered).When(new LookAtForgetting(AnnsId)).ThenNothing();
        Specification.GivenNothing().When(new LookAtForgetting(AnnsId)).ThenRefused(FaultCode.NotFound, "User was not ordered to be forgotten.");
    }

    [Fact]
    public void the_proof_is_listed_under_the_person() =>
        ForgottenPerson.Kind.About(AnnsId, Proof).ShouldBe([AnnsId]);
}
