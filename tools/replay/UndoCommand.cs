using System.CommandLine;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Undoing;
using KaosNet.Projections.Undoing;
using Spectre.Console;

namespace KaosNet.Replay;

/// <summary>
/// <c>replay undo</c>: what was done is undone, after a look at what that changes; a disqualification and an undo by their id, an action by any of its events, a request, or
/// everything that an actor did in a span of time. What it does are events with their author, and a server that is running follows at once.
/// </summary>
static class UndoCommand
{
    const int ShownMax = 200;

    public static Command Create()
    {
        var id = new Argument<string?>("id") { Description = "A disqualification or an undo, as the command that did it prints it.", Arity = ArgumentArity.ZeroOrOne };
        var one = new Option<long?>("--event") { Description = "Only the event with this number among all events." };
        var action = new Option<long?>("--action") { Description = "All that the request did to which the event with this number belongs." };
        var request = new Option<string?>("--request") { Description = "All that was done by the request with this id, as replay stream prints it." };
        var actor = new Option<string?>("--actor") { Description = "All that this actor did: a user id, a module, an operator." };
        var source = new Option<string?>("--source") { Description = "With an actor: only as client, script, console, server or system." };
        var since = new Option<string?>("--since") { Description = "With an actor: at or after this time, such as 2026-03-01T12:00:00Z." };
        var until = new Option<string?>("--until") { Description = "With an actor: before this time." };
        var dryRun = new Option<bool>("--dry_run") { Description = "Show what would change and what cannot, and change nothing." };
        var allOrNothing = new Option<bool>("--all_or_nothing") { Description = "Change nothing when any of it cannot be undone." };
        var author = new Option<string>("--author") { Description = "Who decided it.", DefaultValueFactory = _ => Environment.UserName };
        var reason = new Option<string?>("--reason") { Description = "Why, in words; only a dry run needs none." };
        var (dataDir, address) = ReplayDatabase.Options();
        var command = new Command("undo", "Undoes what was done, by events that put it back; also a disqualification or another undo.")
        {
            id, one, action, request, actor, source, since, until, dryRun, allOrNothing, author, reason, dataDir, address,
        };
        command.SetAction((parsed, cancel) =>
        {
            string? which = null;
            if (parsed.GetValue(id) is { } named) which = Uuids.TryRead(named, out var read) ? read.ToString() : throw new ReplayRefusedException($"{named} is no ID of a disqualification or an undo.");
            var selection = new UndoSelection
            {
                Event = parsed.GetValue(one),
                Action = parsed.GetValue(action),
                Request = parsed.GetValue(request),
                Undo = which,
                Actor = parsed.GetValue(actor),
                Source = parsed.GetValue(source),
                Since = DisqualifyCommand.TimeOf(parsed.GetValue(since)),
                Until = DisqualifyCommand.TimeOf(parsed.GetValue(until)),
            };
            var order = new UndoOrder(parsed.GetValue(author)!, parsed.GetValue(reason) ?? "", selection) { IsAllOrNothing = parsed.GetValue(allOrNothing) };
            return ReplayJournal.With(parsed.GetValue(dataDir)!, parsed.GetValue(address), replay => Act(replay, order, parsed.GetValue(dryRun), cancel), cancel);
        });
        return command;
    }

    static async Task Act(ReplayJournal replay, UndoOrder order, bool isDry, CancellationToken cancel)
    {
        if (order.Selection.Undo is { } id && await replay.UndoLists.Find(Guid.Parse(id), cancel) is null)
        {
            if (isDry) throw new ReplayRefusedException("Undo not found. What undoing a disqualification gives back is shown by replay stream.");
            await GiveBack(replay, id, order, cancel);
        }
        else if (isDry)
        {
            var outcome = DisqualifyCommand.Granted(await replay.Undos.Preview(order, cancel));
            Print(outcome.Plan, "would be undone");
            AnsiConsole.MarkupLineInterpolated($"{DisqualifyCommand.Counted(outcome.Undo.Undone, "event")} of {outcome.Undo.Events:N0} would be undone{(outcome.IsMore ? " at first" : "")}, {outcome.Undo.Kept:N0} not. Nothing was changed.");
        }
        else
        {
            var caller = DisqualifyCommand.CallerOf(order.Author, "Undo");
            var outcome = DisqualifyCommand.Granted(await replay.Undos.Execute(order, caller, cancel));
            Print(outcome.Plan, "is undone");
            var done = DisqualifyCommand.Granted(await replay.Undos.Finish(outcome.Undo.Id, caller, cancel));
            AnsiConsole.MarkupLineInterpolated($"[green]Undo {done.Id}: {DisqualifyCommand.Counted(done.Undone, "event")} of {done.Events:N0} undone, {done.Kept:N0} not.[/]");
        }
    }

    static async Task GiveBack(ReplayJournal replay, string id, UndoOrder order, CancellationToken cancel)
    {
        var caller = DisqualifyCommand.CallerOf(order.Author, "UndoDisqualification");
        DisqualifyCommand.Granted(await replay.Disqualifications.Undo(id, order.Author, order.Reason, caller, cancel));
        var undone = DisqualifyCommand.Granted(await replay.Disqualifications.Finish(id, caller, cancel));
        AnsiConsole.MarkupLineInterpolated($"[green]Disqualification {undone.Id} is undone: {DisqualifyCommand.Counted(undone.Submissions, "submission")} of {DisqualifyCommand.Counted(undone.Records, "record")} count again.[/]");
    }

    /// <summary>Each event with what changes, then what stays and why.</summary>
    static void Print(UndoPlan plan, string verb)
    {
        foreach (var change in plan.Changes.Take(ShownMax))
        {
            AnsiConsole.MarkupLineInterpolated($"{change.Past.Sequence}  {change.Past.Stream.Key}: {EventCatalogue.NameOf(change.Past.Event.GetType())} {verb}{(change.Events.Count == 0 ? " along with the others" : "")}");
            foreach (var one in change.Differences)
            {
                AnsiConsole.MarkupLineInterpolated($"       {one.Field}: was {Said(one.Before)}, is {Said(one.Now)}, will be {Said(one.Then)}");
            }
        }

        if (plan.Changes.Count > ShownMax) AnsiConsole.MarkupLineInterpolated($"… and {DisqualifyCommand.Counted(plan.Changes.Count - ShownMax, "event")} more");
        foreach (var kept in plan.Kept.Take(ShownMax))
        {
            AnsiConsole.MarkupLineInterpolated($"[yellow]{kept.Past.Sequence}  {kept.Past.Stream.Key}: {EventCatalogue.NameOf(kept.Past.Event.GetType())} stays: {kept.Text}[/]");
        }

        if (plan.Kept.Count > ShownMax) AnsiConsole.MarkupLineInterpolated($"… and {DisqualifyCommand.Counted(plan.Kept.Count - ShownMax, "event")} more that stay");
    }

    static string Said(string? value) => value is null ? "nothing" : value.Length == 0 ? "empty" : value;
}
