using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Undoing;

namespace KaosNet.Domain.Tests.Undoing;

/// <summary>An undo is ordered once, goes on step by step, and is marked when it is undone itself.</summary>
public sealed class UndoSpecs
{
    const string Id = "0dd0dd00-0000-7000-8000-000000000004";

    static readonly UndoOrdered Ordered = new("boss", "it was wrong", new() { Actor = "script", Since = Specification.Now }, 99, 3);
    static readonly StreamRef<Account> Ann = Account.Kind.Of(Specification.Player.UserId);

    [Fact]
    public void it_is_ordered_once()
    {
        var outcome = Specification.GivenNothing().When(new OrderUndo(Id, Ordered)).Then(Ordered);
        (outcome.Result.Author, outcome.Result.Events, outcome.Result.IsDone).ShouldBe(("boss", 3, false));
        outcome.After.When(new OrderUndo(Id, Ordered)).ThenNothing();
    }

    [Theory]
    [InlineData("", "r", "Author must have 1 to 128 characters.")]
    [InlineData("a", "", "Reason must have 1 to 1000 characters.")]
    public void who_and_why_must_be_said(string author, string reason, string message) => Specification.GivenNothing()
        .When(new OrderUndo(Id, Ordered with { Author = author, Reason = reason })).ThenRefused(FaultCode.InvalidArgument, message);

    [Fact]
    public void a_step_appends_what_was_worked_out_and_is_taken_once()
    {
        var step = new UndoAdvanced([new(7, Ann.Key, 2, "account_renamed", [])], [], 7, IsLast: true);
        var outcome = Specification.Given(Undo.Kind.Of(Id), Ordered).And(Ann, new AccountCreated("ann", IdentityKind.Device, "d"), new AccountRenamed("x"))
            .When(new AdvanceUndo(Id, 1, step, [new(Ann, new AccountRenamed("ann"))]));
        outcome.Then(new AccountRenamed("ann"), step);
        (outcome.Result.IsDone, outcome.Result.Undone, outcome.Result.Position).ShouldBe((true, 1, 7));
        outcome.After.When(new AdvanceUndo(Id, 1, step, [])).ThenRefused(FaultCode.Aborted, "The undo was taken a step further meanwhile.");
        new AdvanceUndo(Id, 1, step, []).OnTaken(Username.UniqueIndex).ShouldBe(UndoFaults.NameTaken);
    }

    [Fact]
    public void it_is_marked_when_it_is_undone() => Specification.Given(Undo.Kind.Of(Id), Ordered)
        .When(new MarkUndone(Id, "other")).Then(new UndoUndone("other")).ThenState(Undo.Kind.Of(Id), undo => undo.UndoneBy.ShouldBe("other"))
        .After.When(new MarkUndone(Id, "other")).ThenNothing();

    public static TheoryData<UndoSelection, string?> Selections => new()
    {
        { new() { Event = 1 }, null },
        { new() { Action = 9 }, null },
        { new() { Request = "r" }, null },
        { new() { Undo = Id }, null },
        { new() { Actor = "a", Since = Specification.Now, Source = "client" }, null },
        { new(), "Undo expects one of an event, an action, a request, an undo or an actor." },
        { new() { Event = 1, Action = 1 }, "Undo expects one of an event, an action, a request, an undo or an actor." },
        { new() { Event = 0 }, "An event is named by its place among all events, from 1." },
        { new() { Request = "" }, "A request's ID must have 1 to 256 characters." },
        { new() { Undo = "x" }, "Invalid undo ID." },
        { new() { Event = 1, Since = Specification.Now }, "Source, since and until go with an actor." },
        { new() { Actor = "", Since = Specification.Now }, "Actor must have 1 to 256 characters." },
        { new() { Actor = "a", Since = Specification.Now, Source = "moon" }, "Source must be client, script, console, server or system." },
        { new() { Actor = "a" }, "Undoing what an actor did expects since." },
        { new() { Actor = "a", Since = Specification.Now, Until = Specification.Now }, "Since must be before until." },
    };

    [Theory]
    [MemberData(nameof(Selections))]
    public void a_selection_names_one_thing(UndoSelection selection, string? flaw) => selection.Flaw()?.Message.ShouldBe(flaw);
}
