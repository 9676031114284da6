using KaosNet.Api.Sessions;
using KaosNet.Domain.Kernel;

namespace KaosNet.Api.Tests.Sessions;

public class PasswordsSpecs
{
    static readonly PasswordSettings Cheap = new() { Cost = 4 };

    [Fact]
    public async Task a_hash_matches_its_password_only()
    {
        using var passwords = new Passwords(Cheap);
        var hash = (await passwords.Hash("correct horse", CancellationToken.None)).Value;
        hash.ShouldStartWith("$2a$04$");
        (await passwords.Matches("correct horse", hash, CancellationToken.None)).Value.ShouldBeTrue();
        (await passwords.Matches("correct house", hash, CancellationToken.None)).Value.ShouldBeFalse();
    }

    [Fact]
    public async Task a_hash_is_as_dear_as_the_references()
    {
        using var passwords = new Passwords(new());
        (await passwords.Hash("correct horse", CancellationToken.None)).Value.ShouldStartWith("$2a$13$");
    }

    [Fact]
    public async Task a_hash_of_the_reference_is_understood()
    {
        // The test vector of the original bcrypt implementation, cost 8.
        using var passwords = new Passwords(Cheap);
        (await passwords.Matches("abcdefghijklmnopqrstuvwxyz", "$2a$08$aTsUwsyowQuzRrDqFflhgekJ8d9/7Z3GV3UcgvzQW3J5zMyrTvlz.", CancellationToken.None)).Value.ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("no hash at all")]
    [InlineData("$2a$13$short")]
    public async Task what_is_no_hash_matches_nothing(string hash)
    {
        using var passwords = new Passwords(Cheap);
        (await passwords.Matches("password", hash, CancellationToken.None)).Value.ShouldBeFalse();
    }

    [Fact]
    public void bcrypt_reads_72_bytes()
    {
        Passwords.CanBeHashed(new('p', 72)).ShouldBeTrue();
        Passwords.CanBeHashed(new('p', 73)).ShouldBeFalse();
        Passwords.CanBeHashed(new('ü', 37)).ShouldBeFalse();
    }

    [Fact]
    public async Task a_flood_is_turned_away()
    {
        using var passwords = new Passwords(new() { Cost = 10, ParallelMax = 1, WaitingMax = 2 });
        var flood = Enumerable.Range(0, 10).Select(_ => passwords.Hash("password", CancellationToken.None).AsTask()).ToList();
        var answers = await Task.WhenAll(flood);

        answers.Take(3).ShouldAllBe(answer => answer.Fault == null);
        answers.Skip(3).ShouldAllBe(answer => answer.Fault!.Code == FaultCode.ResourceExhausted);
        (await passwords.Hash("password", CancellationToken.None)).Fault.ShouldBeNull();
    }

    [Fact]
    public async Task who_goes_away_leaves_the_queue()
    {
        using var passwords = new Passwords(new() { Cost = 10, ParallelMax = 1, WaitingMax = 1 });
        using var gone = new CancellationTokenSource();
        var first = passwords.Hash("password", CancellationToken.None);
        var second = passwords.Hash("password", gone.Token);
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await second);
        (await passwords.Hash("password", CancellationToken.None)).Fault.ShouldBeNull();
        (await first).Fault.ShouldBeNull();
    }
}
