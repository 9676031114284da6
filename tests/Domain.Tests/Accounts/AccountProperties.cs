using CsCheck;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Accounts.Linking;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Tests.Accounts;

public class AccountProperties
{
    static readonly Gen<IdentityKind> Kinds = Gen.Enum<IdentityKind>();

    static readonly Gen<Identity> Identities = Gen.Select(Kinds, Gen.Int[1, 3], (kind, number) => kind is IdentityKind.Email
        ? Identity.Email($"ann{number}@example.com")
        : new(kind, $"identity-{number}"));

    static readonly Gen<Command<Done>> Commands = Gen.OneOf<Command<Done>>(
        Identities.Select(Command<Done> (identity) => new LinkIdentity(Given.AnnsId, identity, identity.Kind is IdentityKind.Email ? "hash" : null)),
        Identities.Select(Command<Done> (identity) => new UnlinkIdentity(Given.AnnsId, identity.Kind, identity.Value)),
        Kinds.Select(Command<Done> (kind) => new UnlinkIdentity(Given.AnnsId, kind)),
        Gen.String[0, 12].Select(Command<Done> (text) => new EditAccount(Given.AnnsId) { Username = text, DisplayName = text, LangTag = text }),
        Gen.Const<Command<Done>>(new BanAccount(Given.AnnsId)),
        Gen.Const<Command<Done>>(new UnbanAccount(Given.AnnsId)),
        Gen.Frequency((1, Gen.Const<Command<Done>>(new DeleteAccount(Given.AnnsId, []))), (9, Gen.Const<Command<Done>>(new BanAccount(Given.AnnsId)))));

    [Fact]
    public void a_living_account_has_a_name_and_a_way_in_and_a_dead_one_has_neither() => Commands.Array[0, 30].Sample(commands =>
    {
        var world = Specification.Given(Given.Ann, Given.AnnSignedUp);
        foreach (var command in commands) world = world.When(command).After;
        world.State(Given.Ann, account =>
        {
            account.Identities.Distinct().Count().ShouldBe(account.Identities.Count);
            account.Identities.Where(identity => identity.Kind is not IdentityKind.Device).GroupBy(identity => identity.Kind).ShouldAllBe(kind => kind.Count() == 1);
            (account.PasswordHash is not null).ShouldBe(account.Identities.Exists(identity => identity.Kind is IdentityKind.Email));
            account.Identities.IsEmpty.ShouldBe(!account.IsAlive);
            (account.Username.Length == 0).ShouldBe(!account.IsAlive);
        });
    });
}
