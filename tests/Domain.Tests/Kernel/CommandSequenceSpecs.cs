using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Wallets;
using KaosNet.Domain.Tests.Wallets;
using static KaosNet.Domain.Tests.Wallets.Given;

namespace KaosNet.Domain.Tests.Kernel;

public class CommandSequenceSpecs
{
    [Fact]
    public void each_command_sees_what_those_before_it_decided()
    {
        var outcome = Players("""{"c": 5}""").When(
            Sequence(Batch(Update(Ann, """{"c": -5}""")), Batch(Update(Ann, """{"c": 3}"""), Update(Bob, """{"c": 1}""")), Batch(Update(Ann, """{"c": -3}"""))),
            Script);
        outcome.ThenHas(Ann, """{"c": 0}""").ThenHas(Bob, """{"c": 1}""");
        outcome.Result.Count.ShouldBe(3);
        ((IReadOnlyList<WalletResult>)outcome.Result[1]).Select(result => Amounts.Text(result.Updated)).ShouldBe(["""{"c": 3}""", """{"c": 1}"""]);
    }

    [Fact]
    public void one_refusal_refuses_them_all() => Players("""{"c": 5}""")
        .When(Sequence(Batch(Update(Ann, """{"c": -5}""")), Batch(Update(Ann, """{"c": -1}"""))), Script)
        .ThenRefused(FaultCode.FailedPrecondition, "wallet update rejected negative value at path 'c'");

    [Fact]
    public void a_taken_name_is_told_as_its_command_tells_it()
    {
        var sequence = new CommandSequence([CommandSequence.Of(Batch(Update(Ann, "{}"))), CommandSequence.Of(new EditAccount(Ann) { Username = "bob" })]);
        sequence.OnTaken(Username.UniqueIndex).ShouldBe(new EditAccount(Ann) { Username = "bob" }.OnTaken(Username.UniqueIndex));
        sequence.OnTaken("other").ShouldBeNull();
    }

    [Fact]
    public void kinds_of_commands_mix() => Players("""{"c": 5}""")
        .When(new CommandSequence([CommandSequence.Of(new EditAccount(Ann) { Location = "Rome" }), CommandSequence.Of(Batch(Update(Ann, """{"c": 1}""")))]), Script)
        .Then(new ProfileEdited(Location: "Rome"), new WalletBooked([new("c", 1, 6)]));

    static CommandSequence Sequence(params UpdateWallets[] batches) => new([.. batches.Select(CommandSequence.Of)]);
}
