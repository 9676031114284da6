using System.Security.Cryptography;
using KaosNet.Domain.Accounts;
using KaosNet.Store.Personal;
using KaosNet.Tests.Support;

namespace KaosNet.Store.Tests.Personal;

public sealed class MasterKeySpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public void a_key_is_read_as_it_is_written_and_nothing_else_is_one()
    {
        MasterKey.Parse(Vault.Master.Text() + "\n").Id.ShouldBe(Vault.Master.Id);
        Should.Throw<FormatException>(() => MasterKey.Parse("no base64!")).Message.ShouldContain("32 bytes in base64");
        Should.Throw<FormatException>(() => MasterKey.Parse(Convert.ToBase64String(new byte[16]))).Message.ShouldContain("this one has 16");
        MasterKey.Draw().Id.ShouldNotBe(MasterKey.Draw().Id);
    }

    [Fact]
    public void a_users_key_is_unwrapped_for_that_user_alone()
    {
        var (ann, bob, key) = (Guid.NewGuid(), Guid.NewGuid(), RandomNumberGenerator.GetBytes(32));
        var wrapped = Vault.Master.Wrap(ann, key);
        Vault.Master.Unwrap(ann, wrapped).ShouldBe(key);
        Should.Throw<CryptographicException>(() => Vault.Master.Unwrap(bob, wrapped));
        Should.Throw<CryptographicException>(() => MasterKey.Draw().Unwrap(ann, wrapped));
        Should.Throw<CryptographicException>(() => Vault.Master.Unwrap(ann, wrapped.AsSpan(1)));
    }

    [Fact]
    public void a_file_is_made_once_and_what_is_given_goes_before_it()
    {
        var folder = TestFolder.Create("masters");
        MasterKeyFiles.Find(folder, "", "", []).Current.ShouldBeNull();
        var file = MasterKeyFiles.Make(folder);
        var own = MasterKeyFiles.Find(folder, "", "", []).Current!.Id;
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        MasterKeyFiles.Make(folder);
        Directory.GetFiles(folder).ShouldHaveSingleItem();
        MasterKeyFiles.Find(folder, file, Vault.Master.Text(), []).Current!.Id.ShouldBe(own);

        var given = MasterKeyFiles.Find(folder, "", Vault.Master.Text(), [file]);
        given.Current!.Id.ShouldBe(Vault.Master.Id);
        given.Ids.ShouldBe([own, Vault.Master.Id], ignoreOrder: true);
        Should.Throw<FormatException>(() => MasterKeyFiles.Find(folder, Path.Combine(folder, "none"), "", [])).Message.ShouldContain("cannot be read");
    }

    [Fact]
    public async Task all_keys_go_under_a_new_master_key_and_what_they_sealed_is_read_as_before()
    {
        await using var vault = await Vault.Open(postgres.ConnectionString);
        var users = Enumerable.Range(0, 3).Select(_ => Account.Kind.Of($"{Guid.NewGuid()}")).ToList();
        foreach (var user in users) await Vault.Append(vault.Journal(), user, new AccountRenamed("name of " + user.Id));
        await vault.Forget(Guid.Parse(users[2].Id));

        var fresh = MasterKey.Draw();
        var alone = vault.Another(new(fresh, []));
        (await Should.ThrowAsync<MasterKeyMissingException>(() => alone.PersonalKeys.RequireMasters(CancellationToken.None))).Id.ShouldBe(Vault.Master.Id);
        await Should.ThrowAsync<MasterKeyMissingException>(() => new MasterKeyRotation(alone).Run(null, CancellationToken.None));

        var both = vault.Another(new(fresh, [Vault.Master]));
        await both.PersonalKeys.RequireMasters(CancellationToken.None);
        (await new MasterKeyRotation(both).Run(null, CancellationToken.None)).ShouldBe(2);
        (await new MasterKeyRotation(both).Run(null, CancellationToken.None)).ShouldBe(0);
        await alone.PersonalKeys.RequireMasters(CancellationToken.None);
        (await vault.Journal(alone).Load(users[0])).Username.ShouldBe("name of " + users[0].Id);
        (await vault.Rows("select distinct master from {s}.personal_keys order by 1")).ShouldBe([fresh.Id, "null"]);
    }
}
