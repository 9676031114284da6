using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Wallets;
using static KaosNet.Domain.Tests.Wallets.Given;

namespace KaosNet.Domain.Tests.Wallets;

public class ReverseLedgerEntrySpecs
{
    static readonly Caller Referee = new() { Source = Source.Server, Correlation = "r2" };

    [Fact]
    public void the_opposite_is_booked_by_an_entry_that_names_the_one_it_takes_back()
    {
        var (world, entry) = Paid("""{"c": 10}""", """{"c": 5, "gems": 2}""");
        var outcome = world.When(new ReverseLedgerEntry(Ann, entry) { Metadata = """{"ticket":7}""", Author = "ref", Reason = "cheated" }, Referee, Later, seed: 9);
        var reversal = outcome.Result;
        outcome
            .ThenIn(Wallet(Ann), new WalletBooked([new("c", -5, 10), new("gems", -2, 0)], reversal.Id))
            .ThenIn(LedgerEntry.Kind.New(reversal.Id), new LedgerEntryWritten(Ann, 2, [new("c", -5), new("gems", -2)], """{"ticket": 7}""")
            {
                Correlation = "r2",
                Reverses = entry,
                Author = "ref",
                Reason = "cheated",
            })
            .ThenIn(LedgerEntry.Kind.Of(entry), new LedgerEntryReversed(reversal.Id))
            .ThenHas(Ann, """{"c": 10, "gems": 0}""")
            .ThenState(LedgerEntry.Kind.Of(entry), first => (first.ReversedBy, first.UpdateTime, first.CreateTime).ShouldBe((reversal.Id, Later, Specification.Now)));
        (reversal.Reverses, reversal.CreateTime, reversal.Shortfall.Count).ShouldBe((entry, Later, 0));
    }

    [Fact]
    public void what_was_taken_is_given_back()
    {
        var (world, entry) = Paid("""{"c": 10}""", """{"c": -4}""");
        world.When(new ReverseLedgerEntry(Ann, entry), Referee, seed: 9).ThenHas(Ann, """{"c": 10}""");
    }

    [Fact]
    public void twice_is_refused()
    {
        var (world, entry) = Paid("""{"c": 10}""", """{"c": 5}""");
        var first = world.When(new ReverseLedgerEntry(Ann, entry), Referee, seed: 9);
        first.After.When(new ReverseLedgerEntry(Ann, entry), Referee, seed: 10)
            .ThenRefused(FaultCode.FailedPrecondition, $"wallet ledger item is already reversed by '{first.Result.Id}'");
    }

    [Fact]
    public void a_reversal_is_reversed_like_any_entry()
    {
        var (world, entry) = Paid("""{"c": 10}""", """{"c": 5}""");
        var taken = world.When(new ReverseLedgerEntry(Ann, entry), Referee, seed: 9);
        var given = taken.After.When(new ReverseLedgerEntry(Ann, taken.Result.Id), Referee, seed: 10).ThenHas(Ann, """{"c": 15}""");
        given.Result.Reverses.ShouldBe(taken.Result.Id);
        given.After.When(new ReverseLedgerEntry(Ann, given.Result.Id), Referee, seed: 11).ThenHas(Ann, """{"c": 10}""");
    }

    [Fact]
    public void what_is_spent_cannot_be_taken_back()
    {
        var (world, entry) = Paid("{}", """{"c": 5, "gems": 1}""");
        var spent = world.When(Batch(Update(Ann, """{"c": -3}""")), Script).After;
        spent.When(new ReverseLedgerEntry(Ann, entry), Referee, seed: 9)
            .ThenRefused(FaultCode.FailedPrecondition, "wallet reversal rejected negative value at path 'c': 5 to take back, 2 there")
            .After.Has(Ann, """{"c": 2, "gems": 1}""");
    }

    [Fact]
    public void told_to_it_takes_what_is_there_and_records_the_rest()
    {
        var (world, entry) = Paid("{}", """{"c": 5, "gems": 1}""");
        var spent = world.When(Batch(Update(Ann, """{"c": -3}""")), Script).After;
        var taken = spent.When(new ReverseLedgerEntry(Ann, entry) { TakesWhatIsThere = true }, Referee, seed: 9).ThenHas(Ann, """{"c": 0, "gems": 0}""");
        (Amounts.Text(taken.Result.Changeset), Amounts.Text(taken.Result.Shortfall)).ShouldBe(("""{"c": -2, "gems": -1}""", """{"c": 3}"""));

        // Undoing it gives back what was taken, and not what was to be taken.
        taken.After.When(new ReverseLedgerEntry(Ann, taken.Result.Id), Referee, seed: 10).ThenHas(Ann, """{"c": 2, "gems": 1}""");
    }

    [Fact]
    public void nothing_is_given_beyond_64_bits()
    {
        var (world, entry) = Paid("""{"c": 9223372036854775807}""", """{"c": -4}""");
        var full = world.When(Batch(Update(Ann, """{"c": 4}""")), Script).After;
        full.When(new ReverseLedgerEntry(Ann, entry) { TakesWhatIsThere = true }, Referee, seed: 9)
            .ThenRefused(FaultCode.FailedPrecondition, "wallet reversal rejected: the balance at path 'c' would be too large");
    }

    [Fact]
    public void the_entry_must_be_there_and_theirs()
    {
        const string Refusal = "wallet ledger item not found";
        var (world, entry) = Paid("{}", """{"c": 5}""");
        world.When(new ReverseLedgerEntry(Bob, entry), Referee).ThenRefused(FaultCode.NotFound, Refusal);
        world.When(new ReverseLedgerEntry(Ann, Bob), Referee).ThenRefused(FaultCode.NotFound, Refusal);
        world.And(LedgerEntry.Kind.Of(entry), new LedgerEntryRemoved()).When(new ReverseLedgerEntry(Ann, entry), Referee).ThenRefused(FaultCode.NotFound, Refusal);
        world.And(Account.Kind.Of(Ann), new AccountDeleted()).When(new ReverseLedgerEntry(Ann, entry), Referee).ThenRefused(FaultCode.NotFound, Refusal);
    }

    [Fact]
    public void input_is_checked()
    {
        var (world, entry) = Paid("{}", """{"c": 5}""");
        world.When(new ReverseLedgerEntry("ann", entry)).ThenRefused(FaultCode.InvalidArgument, "expects a valid user id");
        world.When(new ReverseLedgerEntry(Ann, "\0")).ThenRefused(FaultCode.InvalidArgument, "expects a valid item id");
        world.When(new ReverseLedgerEntry(Ann, entry) { Metadata = "[]" })
            .ThenRefused(FaultCode.InvalidArgument, "expects metadata to be a JSON object of at most 64 KiB");
        world.When(new ReverseLedgerEntry(Ann, entry) { Author = new('x', 129) }).ThenRefused(FaultCode.InvalidArgument, "expects author to be at most 128 characters");
        world.When(new ReverseLedgerEntry(Ann, entry) { Reason = new('x', 501) }).ThenRefused(FaultCode.InvalidArgument, "expects reason to be at most 500 characters");
        world.When(new ReverseLedgerEntry(Ann, entry) { Author = new('x', 128), Reason = new('x', 500) }, seed: 9).ThenHas(Ann, """{"c": 0}""");
    }

    static (Specification World, string Entry) Paid(string before, string changeset)
    {
        var paid = Players(before).When(Booked(Update(Ann, changeset)), Script);
        return (paid.After, paid.Entries().Single());
    }
}
