using KaosNet.Domain.Kernel;
using KaosNet.Domain.Wallets;
using static KaosNet.Domain.Tests.Wallets.Given;

namespace KaosNet.Domain.Tests.Wallets;

/// <summary>Random batches, reversals and undos over several players, beside a model that is nothing but numbers.</summary>
public class WalletProperties
{
    static readonly string[] Users = [Ann, Bob, "0cc0cc00-0000-4000-8000-000000000003"];

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    [InlineData(4UL)]
    public void it_is_what_the_numbers_say(ulong seed)
    {
        var dice = new Dice(seed);
        var world = Players();
        // The third has no account: nothing may ever come of it.
        var model = new Dictionary<(string User, string Key), long>();
        var entries = new List<(string User, string Id)>();
        var booked = new Dictionary<(string User, string Key), long>();
        for (var step = 0; step < 400; step++)
        {
            if (entries.Count > 0 && dice.Roll(4) == 0)
            {
                var (user, id) = entries[dice.Roll(entries.Count)];
                var reversal = world.When(new ReverseLedgerEntry(user, id) { TakesWhatIsThere = dice.Roll(2) == 0 }, Script, seed: dice.Bits());
                if (Refused(reversal)) continue;
                foreach (var (key, value) in reversal.Result.Changeset) Move(model, booked, (user, key), value);
                reversal.Result.Shortfall.ShouldAllBe(amount => amount.Value > 0);
                entries.Add((user, reversal.Result.Id));
                world = reversal.After;
            }
            else
            {
                var batch = Enumerable.Range(0, 1 + dice.Roll(4)).Select(_ => Random(dice)).ToArray();
                var expected = Naive(model, batch);
                var outcome = world.When(Booked(batch), Script, seed: dice.Bits());
                Refused(outcome).ShouldBe(expected is null);
                if (expected is null) continue;
                model = expected;
                foreach (var update in batch.Where(update => update.UserId != Users[2]))
                {
                    foreach (var (key, value) in update.Changeset) booked[(update.UserId, key)] = booked.GetValueOrDefault((update.UserId, key)) + value;
                }

                entries.AddRange(outcome.Result.Select(result => (result.UserId, result.EntryId!)));
                world = outcome.After;
            }

            foreach (var user in Users)
            {
                world.State(Wallet(user), wallet =>
                {
                    wallet.Balances.Values.ShouldAllBe(balance => balance >= 0);
                    wallet.Balances.ToDictionary(balance => (user, balance.Key), balance => balance.Value)
                        .ShouldBe(model.Where(entry => entry.Key.User == user).ToDictionary(entry => entry.Key, entry => entry.Value), ignoreOrder: true);
                });
            }
        }

        // Everything there is came through the ledger.
        booked.ShouldBe(model, ignoreOrder: true);
        entries.Count.ShouldBeGreaterThan(100);
    }

    static void Move(Dictionary<(string User, string Key), long> model, Dictionary<(string User, string Key), long> booked, (string User, string Key) where, long value)
    {
        model[where] = model.GetValueOrDefault(where) + value;
        booked[where] = booked.GetValueOrDefault(where) + value;
    }

    static WalletUpdate Random(Dice dice) => new(
        Users[dice.Roll(Users.Length)],
        Enumerable.Range(0, dice.Roll(3)).Select(_ => "k" + dice.Roll(3)).Distinct().ToDictionary(key => key, _ => (long)(dice.Roll(60) - 20)));

    static Dictionary<(string User, string Key), long>? Naive(Dictionary<(string User, string Key), long> model, WalletUpdate[] batch)
    {
        var after = new Dictionary<(string User, string Key), long>(model);
        foreach (var update in batch.Where(update => update.UserId != Users[2]))
        {
            foreach (var (key, value) in update.Changeset)
            {
                if ((after[(update.UserId, key)] = after.GetValueOrDefault((update.UserId, key)) + value) < 0) return null;
            }
        }

        return after;
    }

    static bool Refused<TResult>(Outcome<TResult> outcome) => outcome.Events.Count == 0 && outcome.IsRefused;
}
