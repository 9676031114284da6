using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Kernel.Undoing;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Storage;
using KaosNet.Domain.Undoing;
using KaosNet.Domain.Wallets;
using static KaosNet.Domain.Tests.Undoing.Scenes;

namespace KaosNet.Domain.Tests.Undoing;

/// <summary>What stands in the way of an undo, and what does not.</summary>
public sealed class UndoPlannerSpecs
{
    static readonly StreamRef<Account> BobAccount = Account.Kind.Of(Bob);

    [Fact]
    public void what_was_changed_again_since_stays_and_is_named()
    {
        var story = Players().And(Act, AnnAccount, new AccountRenamed("mallory")).And("later", Ann, new StreamEvent(AnnAccount, new AccountRenamed("anna")));
        var plan = story.Plan(past => past.Correlation == Act);
        plan.Changes.ShouldBeEmpty();
        plan.Kept.ShouldHaveSingleItem().Text.ShouldBe(
            $"the username is another one by now: account_renamed by {Ann} (script) at 2026-03-01 12:00:05, version 3");
    }

    [Fact]
    public void an_actors_own_later_changes_do_not_block_the_earlier_ones()
    {
        var story = Players()
            .And("1", AnnAccount, new AccountRenamed("m1")).And("2", AnnAccount, new AccountRenamed("m2"), new ProfileEdited("M")).And("3", AnnAccount, new AccountRenamed("m3"));
        var plan = story.Plan(past => past.Correlation is "1" or "2" or "3");
        plan.Kept.ShouldBeEmpty();
        plan.Changes.Select(change => change.Past.Version).ShouldBe([5, 4, 3, 2]);
        plan.Changes[0].Differences.ShouldBe([new("username", "m2", "m3", "m2")]);
        story.Undone(past => past.Correlation is "1" or "2" or "3").Of(AnnAccount).Username.ShouldBe("ann");
    }

    [Fact]
    public void of_a_profile_only_those_fields_go_back_that_are_still_as_they_were_left()
    {
        var story = Players().And(Act, AnnAccount, new ProfileEdited("M", Location: "Rome")).And("later", AnnAccount, new ProfileEdited(Location: "Oslo"));
        var plan = story.Plan(past => past.Correlation == Act);
        plan.Events.Select(one => one.Event).ShouldBe([new ProfileEdited("")]);
        plan.Kept.ShouldHaveSingleItem().Reason.ShouldBe("what it wrote in the profile was written again since");
    }

    [Fact]
    public void a_name_that_somebody_else_has_by_now_is_not_given_back_but_within_the_same_undo_it_is()
    {
        var story = Players().And(Act, AnnAccount, new AccountRenamed("x")).And("swap", BobAccount, new AccountRenamed("ann"));
        story.Plan(past => past.Correlation == Act).Kept.ShouldHaveSingleItem().Text.ShouldBe("the username before it is another account's by now");
        story.Undone(past => past.Correlation is Act or "swap");
        (story.Of(AnnAccount).Username, story.Of(BobAccount).Username).ShouldBe(("ann", "bob"));
    }

    [Fact]
    public void what_is_spent_cannot_be_taken()
    {
        var story = Players().Do(Act, Pay(100)).Do("spent", new UpdateWallets([new(Ann, new Dictionary<string, long> { ["coins"] = -70 })], WritesLedger: true));
        var plan = story.Plan(past => past.Correlation == Act);
        plan.Changes.ShouldBeEmpty();
        plan.Kept.Select(kept => kept.Text).ShouldAllBe(text => text.StartsWith("it is spent: 30 of 100 coins left"));
        // With what spent it undone too, all of it goes.
        story.Undone(past => past.Correlation is Act or "spent").Of(Wallet.Kind.Of(Ann)).BalanceOf("coins").ShouldBe(0);
    }

    [Fact]
    public void a_booking_and_its_entry_are_one_reversal_that_names_author_and_reason()
    {
        var story = Players().Do(Act, Pay(100)).Undone(past => past.Correlation == Act);
        var reversal = story.Events.Select(past => past.Event).OfType<LedgerEntryWritten>().Single(entry => entry.Reverses is not null);
        (reversal.Author, reversal.Reason, reversal.Cause).ShouldBe(("boss", "it was wrong", "undo:u1"));
        story.Of(Wallet.Kind.Of(Ann)).BalanceOf("coins").ShouldBe(0);
    }

    [Fact]
    public void submissions_are_taken_back_out_of_the_middle_and_what_came_after_counts()
    {
        var story = Boards().And("x", AnnRecord, Score(10)).And(Act, AnnRecord, Score(70), Score(60, 70)).And("later", AnnRecord, Score(20, 70));
        story.Plan(past => past.Correlation == Act).Events.Count().ShouldBe(1);
        story.Undone(past => past.Correlation == Act);
        (story.Of(AnnRecord).Score, story.Of(AnnRecord).NumScore).ShouldBe((20, 2));
        story.Undone(past => past.Cause == Undo.CauseOf("u1"), "u2").Of(AnnRecord).Score.ShouldBe(70);
    }

    [Fact]
    public void a_board_with_records_stays()
    {
        var story = Players().And(Act, Leaderboard.Kind.Of("board"), new LeaderboardCreated(false, SortOrder.Descending, ScoreOperator.Best, null, "{}", true))
            .And("x", AnnRecord, Score(10));
        story.Plan(past => past.Correlation == Act).Kept.ShouldHaveSingleItem().Reason.ShouldBe("players have records on the board");
    }

    [Fact]
    public void nothing_is_given_to_who_deleted_the_account()
    {
        var save = new ObjectKey("saves", "slot", Ann).Stream;
        var story = Players().And("x", save, new StorageObjectWritten("{}", "v", 1, 1)).And(Act, save, new StorageObjectDeleted()).And("gone", AnnAccount, new AccountDeleted());
        story.Plan(past => past.Correlation == Act).Kept.ShouldHaveSingleItem().Text.ShouldBe("the owner's account is deleted");
    }

    [Fact]
    public void what_was_forgotten_is_never_written_back()
    {
        var known = new UndoKnowledge();
        List<PastEvent> events =
        [
            new(1, AnnAccount, 1, new AccountCreated("(forgotten)", IdentityKind.Device, "(forgotten)"), Specification.Now) { IsForgotten = true },
            new(2, AnnAccount, 2, new AccountRenamed("x"), Specification.Now),
        ];
        known.Histories[AnnAccount] = events;
        var plan = UndoPlanner.Plan([events[1]], known, "u1", "boss", "r", new(Specification.Player, Specification.Now, new Dice(1)));
        plan.Changes.ShouldBeEmpty();
        plan.Kept.ShouldHaveSingleItem().Reason.ShouldBe("it holds what belonged to somebody who was forgotten");
    }

    [Fact]
    public void events_that_are_never_undone_say_why_and_the_rest_is_undone()
    {
        var story = Players().And(Act, "script", new(Account.Kind.Of(Bob + "x"), new AccountCreated("new", IdentityKind.Device, "d")), new(AnnAccount, new AccountBanned()));
        var plan = story.Plan(past => past.Correlation == Act);
        plan.Events.Select(one => one.Event).ShouldBe([new AccountUnbanned()]);
        plan.Kept.ShouldHaveSingleItem().Reason.ShouldStartWith("an account that came to be is not undone but deleted");
    }

    [Fact]
    public void passwords_are_shown_to_nobody()
    {
        var story = Players().And(Act, AnnAccount, new IdentityLinked(IdentityKind.Email, "ann@example.com", "secret-hash"));
        var shown = story.Plan(past => past.Correlation == Act).Changes.SelectMany(change => change.Differences).Select(one => one.ToString());
        string.Join('\n', shown).ShouldNotContain("secret-hash");
    }
}
