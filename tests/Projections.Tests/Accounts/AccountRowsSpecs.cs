using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Accounts;
using KaosNet.Tests.Support;

namespace KaosNet.Projections.Tests.Accounts;

public sealed class AccountRowsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    const string Ann = "0aa0aa00-0000-4000-8000-000000000001";
    const string Bob = "0bb0bb00-0000-4000-8000-000000000002";

    static readonly Identity Phone = Identity.Device("anns-phone-01");

    [Fact]
    public async Task an_account_is_found_by_id_by_identity_and_by_name()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        await bench.Do(new CreateAccount(Ann, "ann", Phone));

        var profile = (await new AccountProfiles(bench.Database).Of(Ann))!;
        profile.Username.ShouldBe("ann");
        profile.LangTag.ShouldBe("en");
        profile.Identities.ShouldBe([Phone]);
        profile.UpdatedAt.ShouldBe(profile.CreatedAt);
        var known = new KnownPlayer(Ann, "ann", IsBanned: false, PasswordHash: null);
        var identities = new SignInIdentities(bench.Database);
        (await identities.Of(Phone)).ShouldBe(known);
        (await identities.OfUsername("ann")).ShouldBe(known);
        (await identities.OfUser(Ann)).ShouldBe(known);
    }

    [Fact]
    public async Task nobody_else_is_found()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        await bench.Do(new CreateAccount(Ann, "ann", Phone));

        var identities = new SignInIdentities(bench.Database);
        (await identities.Of(Identity.Custom(Phone.Value))).ShouldBeNull();
        (await identities.OfUsername("Ann")).ShouldBeNull();
        (await identities.OfUser(Bob)).ShouldBeNull();
        (await new AccountProfiles(bench.Database).Of(Bob)).ShouldBeNull();
    }

    [Fact]
    public async Task edits_names_bans_and_passwords_show()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        var email = Identity.Email("ann@example.com");
        await bench.Do(new CreateAccount(Ann, "ann", email, "hash"));
        await bench.Do(new EditAccount(Ann) { Username = "anne", DisplayName = "Anne", AvatarUrl = "a", LangTag = "fr", Location = "l", Timezone = "t" });
        await bench.Do(new BanAccount(Ann));

        var profile = (await new AccountProfiles(bench.Database).Of(Ann))!;
        (profile.Username, profile.DisplayName, profile.AvatarUrl, profile.LangTag, profile.Location, profile.Timezone)
            .ShouldBe(("anne", "Anne", "a", "fr", "l", "t"));
        profile.BannedAt.ShouldNotBeNull();
        profile.IdentifierOf(IdentityKind.Email).ShouldBe("ann@example.com");
        (await new SignInIdentities(bench.Database).Of(email)).ShouldBe(new(Ann, "anne", IsBanned: true, "hash"));

        await bench.Do(new UnbanAccount(Ann));
        (await new SignInIdentities(bench.Database).OfUsername("anne")).ShouldBe(new(Ann, "anne", IsBanned: false, "hash"));
        await bench.RebuildEqualsLive(AccountProfiles.Table, SignInIdentities.Table);
    }

    [Fact]
    public async Task names_and_identities_belong_to_one_account()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        await bench.Do(new CreateAccount(Ann, "ann", Phone));

        (await bench.Try(new CreateAccount(Bob, "ann", Identity.Device("bobs-phone-01")))).Fault
            .ShouldBe(Fault.AlreadyExists("Username is already in use."));
        (await bench.Try(new CreateAccount(Bob, "bob", Phone))).Fault.ShouldBe(CreateAccount.IdentityTaken);
        await bench.Do(new CreateAccount(Bob, "Ann", Identity.Device("bobs-phone-01")));
        (await bench.Try(new EditAccount(Bob) { Username = "ann" })).Fault!.Code.ShouldBe(FaultCode.InvalidArgument);
    }

    [Fact]
    public async Task many_sign_ups_with_one_identity_make_one_account()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => bench.Try(new CreateAccount(Guid.NewGuid().ToString(), "", Phone)).AsTask()));

        answers.Count(answer => answer.Fault is null).ShouldBe(1);
        answers.Where(answer => answer.Fault is not null).ShouldAllBe(answer => answer.Fault == CreateAccount.IdentityTaken);
    }

    [Fact]
    public async Task deletion_frees_name_and_identity()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        await bench.Do(new CreateAccount(Ann, "ann", Phone));
        await bench.Do(new DeleteAccount(Ann, []));

        (await new AccountProfiles(bench.Database).Of(Ann)).ShouldBeNull();
        (await new SignInIdentities(bench.Database).Of(Phone)).ShouldBeNull();
        await bench.Do(new CreateAccount(Bob, "ann", Phone));
        (await new SignInIdentities(bench.Database).Of(Phone))!.UserId.ShouldBe(Bob);
        await bench.RebuildEqualsLive(AccountProfiles.Table, SignInIdentities.Table);
    }
}
