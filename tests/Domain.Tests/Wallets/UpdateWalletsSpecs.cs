using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Wallets;
using static KaosNet.Domain.Tests.Wallets.Given;

namespace KaosNet.Domain.Tests.Wallets;

/// <summary>Parity section 8.2.</summary>
public class UpdateWalletsSpecs
{
    // The reference's table, row by row.
    [Theory]
    [InlineData("""{"coins": 5}""", """{"coins": 15}""")]
    [InlineData("""{"coins": -10}""", """{"coins": 0}""")]
    [InlineData("""{"gems": 5}""", """{"gems": 5, "coins": 10}""")]
    public void amounts_are_added(string changeset, string after) => Players("""{"coins": 10}""")
        .When(Batch(Update(Ann, changeset)), Script).ThenHas(Ann, after);

    [Theory]
    [InlineData("""{"coins": -11}""", "coins")]
    [InlineData("""{"gems": 5, "coins": -11}""", "coins")]
    [InlineData("""{"gems": -1}""", "gems")]
    public void nothing_goes_below_zero(string changeset, string path) => Players("""{"coins": 10}""")
        .When(Batch(Update(Ann, changeset)), Script)
        .ThenRefused(FaultCode.FailedPrecondition, $"wallet update rejected negative value at path '{path}'")
        .After.Has(Ann, """{"coins": 10}""");

    [Fact]
    public void one_refusal_refuses_the_whole_batch()
    {
        var after = Players("""{"c": 5}""", """{"c": 0}""")
            .When(Booked(Update(Ann, """{"c": -5}"""), Update(Bob, """{"c": 5}"""), Update(Bob, """{"c": -6}""")), Script)
            .ThenRefused(FaultCode.FailedPrecondition, "wallet update rejected negative value at path 'c'").After;
        after.Has(Ann, """{"c": 5}""");
        after.Has(Bob, """{"c": 0}""");
    }

    [Fact]
    public void several_updates_of_one_player_add_up_in_order()
    {
        var outcome = Players("""{"c": 5}""").When(Booked(Update(Ann, """{"c": -5}"""), Update(Ann, """{"c": 3}""")), Script).ThenHas(Ann, """{"c": 3}""");
        outcome.Entries().Length.ShouldBe(2);
        outcome.Result.Select(result => (Amounts.Text(result.Previous), Amounts.Text(result.Updated)))
            .ShouldBe([("""{"c": 5}""", """{"c": 3}"""), ("""{"c": 0}""", """{"c": 3}""")]);
    }

    [Fact]
    public void steps_are_not_netted() => Players("""{"c": 0}""")
        .When(Batch(Update(Ann, """{"c": -1}"""), Update(Ann, """{"c": 5}""")), Script)
        .ThenRefused(FaultCode.FailedPrecondition, "wallet update rejected negative value at path 'c'");

    [Theory]
    [InlineData("9223372036854775807", "1")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("0", "-9223372036854775808")]
    public void what_64_bits_cannot_hold_wraps_around_to_below_zero(string there, string change) => Players($"{{\"c\": {there}}}")
        .When(Batch(Update(Ann, $"{{\"c\": {change}}}")), Script)
        .ThenRefused(FaultCode.FailedPrecondition, "wallet update rejected negative value at path 'c'");

    [Fact]
    public void the_largest_number_fits() => Players("""{"c": 1}""")
        .When(Batch(Update(Ann, """{"c": 9223372036854775806}""")), Script).ThenHas(Ann, """{"c": 9223372036854775807}""");

    [Fact]
    public void players_who_do_not_exist_are_passed_over()
    {
        const string Nobody = "0cc0cc00-0000-4000-8000-000000000003";
        var outcome = Players().When(Booked(Update(Nobody, """{"c": -1}"""), Update(Bob, """{"c": 1}""")), Script).ThenHas(Bob, """{"c": 1}""");
        outcome.Result.Select(result => result.UserId).ShouldBe([Bob]);
        outcome.Events.ShouldNotContain(appended => appended.Stream.Id == Nobody);
    }

    [Fact]
    public void a_deleted_account_gets_nothing_any_more() => Players("""{"c": 1}""").And(Account.Kind.Of(Ann), new AccountDeleted())
        .When(Booked(Update(Ann, """{"c": 1}""")), Script).ThenNothing().ThenAnswers(results => results.ShouldBeEmpty());

    [Fact]
    public void an_empty_batch_does_nothing() => Players().When(Batch(), Script).ThenNothing().ThenAnswers(results => results.ShouldBeEmpty());

    [Fact]
    public void an_entry_is_written_only_when_asked_for()
    {
        Players().When(Batch(Update(Ann, """{"c": 1}""", """{"a":1}""")), Script).Then(new WalletBooked([new("c", 1, 1)]));

        var outcome = Players().When(Booked(Update(Ann, """{"coins": 2, "c": 1}""", """{"a":1}""")), Script, Later);
        var id = outcome.Entries().ShouldHaveSingleItem();
        Guid.Parse(id).Version.ShouldBe(4);
        outcome.Then(
            new WalletBooked([new("c", 1, 1), new("coins", 2, 2)], id),
            new LedgerEntryWritten(Ann, 1, [new("c", 1), new("coins", 2)], """{"a": 1}""") { Cause = "end:cup:60", Correlation = "r1" });
        outcome.Result[0].EntryId.ShouldBe(id);
        outcome.ThenState(LedgerEntry.Kind.New(id), entry => (entry.CreateTime, entry.UpdateTime, entry.ReversedBy).ShouldBe((Later, Later, null)));
    }

    [Fact]
    public void an_empty_changeset_touches_the_account_and_still_writes_an_entry()
    {
        Players().When(Batch(Update(Ann, "{}")), Script, Later).Then(new WalletBooked([]))
            .ThenState(Wallet(Ann), wallet => (wallet.Exists, wallet.UpdatedAt, wallet.Balances.Count).ShouldBe((true, Later, 0)));
        Players().When(Booked(Update(Ann, "{}")), Script).Entries().Length.ShouldBe(1);
    }

    [Fact]
    public void an_amount_of_nothing_makes_its_key_known() => Players().When(Batch(Update(Ann, """{"c": 0}""")), Script).ThenHas(Ann, """{"c": 0}""");

    [Fact]
    public void entries_of_a_wallet_are_numbered_across_commits()
    {
        var first = Players().When(Booked(Update(Ann, "{}"), Update(Bob, "{}"), Update(Ann, "{}")), Script);
        var second = first.After.When(Booked(Update(Ann, "{}")), Script, seed: 2);
        Numbers(first).ShouldBe([1, 1, 2]);
        Numbers(second).ShouldBe([3]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ann")]
    [InlineData("0AA0AA00-0000-4000-8000-000000000001")]
    public void ids_are_checked(string userId) => Players().When(Batch(new WalletUpdate(userId, new Dictionary<string, long>())), Script)
        .ThenRefused(FaultCode.InvalidArgument, "expects a valid user id");

    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("{")]
    [InlineData("""{"a":"\u0000"}""")]
    public void metadata_is_an_object(string metadata) => Players().When(Batch(Update(Ann, "{}", metadata)), Script)
        .ThenRefused(FaultCode.InvalidArgument, "expects metadata to be a JSON object of at most 64 KiB");

    [Fact]
    public void metadata_has_a_bound()
    {
        Players().When(Booked(Update(Ann, "{}", OfBytes(64 * 1024))), Script).Entries().Length.ShouldBe(1);
        Players().When(Booked(Update(Ann, "{}", OfBytes((64 * 1024) + 1))), Script)
            .ThenRefused(FaultCode.InvalidArgument, "expects metadata to be a JSON object of at most 64 KiB");
    }

    [Fact]
    public void keys_have_a_bound()
    {
        const string Refusal = "expects changeset keys to be at most 128 characters without U+0000";
        foreach (var key in new[] { "", new string('k', 128), string.Concat(Enumerable.Repeat("🙂", 128)), "a\"b\\c" })
            Players().When(Batch(new WalletUpdate(Ann, new Dictionary<string, long> { [key] = 1 })), Script).ThenState(Wallet(Ann), wallet => wallet.BalanceOf(key).ShouldBe(1));
        foreach (var key in new[] { new string('k', 129), string.Concat(Enumerable.Repeat("🙂", 129)), "a\0", "\ud83d" })
            Players().When(Batch(new WalletUpdate(Ann, new Dictionary<string, long> { [key] = 1 })), Script).ThenRefused(FaultCode.InvalidArgument, Refusal);
    }

    [Fact]
    public void a_wallet_has_a_bound()
    {
        const string Refusal = "wallet update rejected: a wallet has at most 1000 keys";
        Players().When(Batch(Keys(0, 1001)), Script).ThenRefused(FaultCode.FailedPrecondition, Refusal);
        var full = Players().When(Batch(Keys(0, 1000)), Script).ThenState(Wallet(Ann), wallet => wallet.Balances.Count.ShouldBe(1000)).After;
        full.When(Batch(Keys(1000, 1)), Script).ThenRefused(FaultCode.FailedPrecondition, Refusal);
        full.When(Batch(Keys(0, 1000)), Script).ThenState(Wallet(Ann), wallet => wallet.BalanceOf("k0").ShouldBe(2));
    }

    [Fact]
    public void a_batch_has_a_bound()
    {
        Players().When(Batch([.. Enumerable.Repeat(Update(Ann, """{"c": 1}"""), 1000)]), Script).ThenHas(Ann, """{"c": 1000}""");
        Players().When(Batch([.. Enumerable.Repeat(Update(Ann, """{"c": 1}"""), 1001)]), Script)
            .ThenRefused(FaultCode.InvalidArgument, "expects at most 1000 wallet updates");
    }

    [Fact]
    public void what_an_entry_keeps_of_its_cause_has_a_bound()
    {
        var cause = new string('x', 511) + "🙂";
        var outcome = Players().When(Booked(Update(Ann, "{}")), Script with { Cause = cause });
        outcome.ThenState(LedgerEntry.Kind.New(outcome.Entries()[0]), entry => entry.Cause.ShouldBe(new string('x', 511)));
    }

    static WalletUpdate Keys(int first, int count) => new(Ann, Enumerable.Range(first, count).ToDictionary(number => "k" + number, _ => 1L));

    static string OfBytes(int bytes) => $"{{\"a\": \"{new string('x', bytes - 9)}\"}}";

    static long[] Numbers<TResult>(Outcome<TResult> outcome) =>
        [.. outcome.Events.Select(appended => appended.Event).OfType<LedgerEntryWritten>().Select(written => written.Number)];
}
