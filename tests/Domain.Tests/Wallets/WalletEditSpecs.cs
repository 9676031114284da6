using KaosNet.Domain.Kernel;
using KaosNet.Domain.Wallets;
using static KaosNet.Domain.Tests.Wallets.Given;

namespace KaosNet.Domain.Tests.Wallets;

/// <summary>Parity sections 8.4 and 8.5.</summary>
public class WalletEditSpecs
{
    [Theory]
    [InlineData("{}", """{"a": 1}""", """{"a": 1}""")]
    [InlineData("""{"a": 1, "b": {"x": 1}}""", """{"b":{"y":2},"cc":3}""", """{"a": 1, "b": {"y": 2}, "cc": 3}""")]
    [InlineData("""{"a": 1}""", "{}", """{"a": 1}""")]
    public void what_is_said_about_an_entry_is_merged_at_the_top(string metadata, string added, string after)
    {
        var (world, entry) = Written(metadata);
        var outcome = world.When(new UpdateLedgerMetadata(entry, added), Script, Later);
        (outcome.Result.Metadata, outcome.Result.UpdateTime, outcome.Result.CreateTime).ShouldBe((after, Later, Specification.Now));
        Amounts.Text(outcome.Result.Changeset).ShouldBe("""{"c": 1}""");
        outcome.ThenState(LedgerEntry.Kind.Of(entry), state => state.Metadata.ShouldBe(after));
        // As often as one likes: it is touched again.
        outcome.After.When(new UpdateLedgerMetadata(entry, added), Script, Later.AddMinutes(1))
            .ThenState(LedgerEntry.Kind.Of(entry), state => (state.Metadata, state.UpdateTime).ShouldBe((after, Later.AddMinutes(1))));
    }

    [Fact]
    public void metadata_is_refused_where_there_is_no_entry_or_no_object()
    {
        var (world, entry) = Written("{}");
        world.When(new UpdateLedgerMetadata("x", "{}"), Script).ThenRefused(FaultCode.InvalidArgument, "expects a valid item id");
        world.When(new UpdateLedgerMetadata(Ann, "{}"), Script).ThenRefused(FaultCode.NotFound, "wallet ledger item not found");
        world.When(new UpdateLedgerMetadata(entry, "[1]"), Script)
            .ThenRefused(FaultCode.InvalidArgument, "expects metadata to be a JSON object of at most 64 KiB");
    }

    [Fact]
    public void metadata_does_not_grow_for_ever()
    {
        var (world, entry) = Written($"{{\"a\": \"{new string('x', 40_000)}\"}}");
        world.When(new UpdateLedgerMetadata(entry, $"{{\"b\": \"{new string('x', 40_000)}\"}}"), Script)
            .ThenRefused(FaultCode.InvalidArgument, "expects metadata to be a JSON object of at most 64 KiB");
        world.When(new UpdateLedgerMetadata(entry, $"{{\"a\": \"{new string('y', 40_000)}\"}}"), Script).ThenState(LedgerEntry.Kind.Of(entry), _ => { });
    }

    [Fact]
    public void an_operator_replaces_a_wallet_without_an_entry()
    {
        var outcome = Players("""{"c": 5, "gems": 1}""").When(new ReplaceWallet(Ann, """{"gems":0,"b":7}"""), now: Later)
            .Then(new WalletReplaced([new("b", 7), new("gems", 0)]))
            .ThenHas(Ann, """{"b": 7, "gems": 0}""")
            .ThenState(Wallet(Ann), wallet => wallet.UpdatedAt.ShouldBe(Later));
        outcome.After.When(new ReplaceWallet(Ann, """{"b":7,"gems":0}""")).ThenNothing();
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"c": "1"}""")]
    [InlineData("""{"c": 1.5}""")]
    [InlineData("""{"c": null}""")]
    [InlineData("""{"c": 9223372036854775808}""")]
    [InlineData("""{"c": {"d": 1}}""")]
    public void a_wallet_holds_nothing_but_whole_numbers(string wallet) => Players()
        .When(new ReplaceWallet(Ann, wallet))
        .ThenRefused(FaultCode.InvalidArgument, "Wallet must be a valid JSON object with only string keys and integer values.");

    [Fact]
    public void nor_less_than_nothing() => Players().When(new ReplaceWallet(Ann, """{"c": 1, "d": -1}"""))
        .ThenRefused(FaultCode.InvalidArgument, "Wallet rejected negative value at path 'd'.");

    [Fact]
    public void only_players_have_wallets()
    {
        Specification.GivenNothing().When(new ReplaceWallet(Ann, "{}")).ThenRefused(FaultCode.NotFound, "user not found");
        Specification.GivenNothing().When(new ReplaceWallet("x", "{}")).ThenRefused(FaultCode.InvalidArgument, "expects a valid user id");
    }

    [Fact]
    public void taking_an_entry_out_does_not_touch_the_wallet()
    {
        var (world, entry) = Written("{}");
        world.When(new RemoveLedgerEntry(Bob, entry)).ThenNothing();
        var removed = world.When(new RemoveLedgerEntry(Ann, entry)).Then(new LedgerEntryRemoved()).ThenHas(Ann, """{"c": 1}""");
        removed.After.When(new RemoveLedgerEntry(Ann, entry)).ThenNothing();
        removed.After.When(new UpdateLedgerMetadata(entry, "{}")).ThenRefused(FaultCode.NotFound, "wallet ledger item not found");
    }

    static (Specification World, string Entry) Written(string metadata)
    {
        var written = Players().When(Booked(Update(Ann, """{"c": 1}""", metadata)), Script);
        return (written.After, written.Entries().Single());
    }
}
