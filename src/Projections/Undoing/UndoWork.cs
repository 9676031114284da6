using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Kernel.Undoing;
using KaosNet.Domain.Undoing;

namespace KaosNet.Projections.Undoing;

/// <summary>What somebody wants undone, and why.</summary>
/// <param name="Author">Who decided it.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Selection">What.</param>
public sealed record UndoOrder(string Author, string Reason, UndoSelection Selection)
{
    /// <summary>Nothing is undone when anything cannot be.</summary>
    public bool IsAllOrNothing { get; init; }

    /// <summary>The token of a preview: nothing is undone when it would not be what was previewed. Empty for none.</summary>
    public string Token { get; init; } = "";
}

/// <summary>A step of an undo as it was worked out.</summary>
/// <param name="Plan">What it does.</param>
/// <param name="Versions">The streams that it was worked out from, and their versions.</param>
/// <param name="Position">How many of the selected events were looked at with it.</param>
/// <param name="IsLast">Nothing is left after it.</param>
public sealed record UndoStep(UndoPlan Plan, IReadOnlyDictionary<StreamRef, long> Versions, int Position, bool IsLast)
{
    /// <summary>Names exactly what would be done: it is another one when any of the streams moved on, or other events are meant.</summary>
    public string TokenOf(UndoSelection selection)
    {
        var text = new StringBuilder(JsonSerializer.Serialize(selection, EventJson.Options)).Append(IsLast);
        foreach (var change in Plan.Changes) text.Append(CultureInfo.InvariantCulture, $"\n+{change.Past.Sequence}");
        foreach (var kept in Plan.Kept) text.Append(CultureInfo.InvariantCulture, $"\n-{kept.Past.Sequence} {kept.Reason}");
        foreach (var (stream, version) in Versions.OrderBy(entry => entry.Key.Key, StringComparer.Ordinal)) text.Append(CultureInfo.InvariantCulture, $"\n{stream.Key} {version}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16));
    }

    /// <summary>What is kept of it.</summary>
    public UndoAdvanced Advanced => new(
        [
            .. Plan.Changes.Select(change => new UndoneEvent(
                change.Past.Sequence, change.Past.Stream.Key, change.Past.Version, EventCatalogue.NameOf(change.Past.Event.GetType()),
                [.. change.Events.Select(one => one.Stream).Where(stream => !stream.Equals(change.Past.Stream)).Select(stream => stream.Key).Distinct(StringComparer.Ordinal)])),
        ],
        [
            .. Plan.Kept.Select(kept => new KeptEvent(
                kept.Past.Sequence, kept.Past.Stream.Key, kept.Past.Version, EventCatalogue.NameOf(kept.Past.Event.GetType()), kept.Text)),
        ],
        Position, IsLast);
}

/// <summary>Works the steps of an undo out.</summary>
public sealed class UndoWork(UndoStreams streams, TimeProvider time)
{
    /// <summary>How often a plan may ask for something new.</summary>
    const int QuestionsMax = 20;

    /// <summary>The next step.</summary>
    /// <param name="id">The undo's id.</param>
    /// <param name="author">Who wants it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="places">All events that are meant, in the order in which they are undone.</param>
    /// <param name="position">How many of them were looked at already.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Answer<UndoStep>> Next(string id, string author, string reason, IReadOnlyList<long> places, int position, CancellationToken cancel)
    {
        var chunk = places.Skip(position).Take(UndoLimits.EventsAtOnce).ToList();
        var selected = await streams.At(chunk, cancel);
        var lengths = await streams.Lengths([.. selected.Select(past => past.Stream.Key).Distinct(StringComparer.Ordinal)], cancel);
        var (taken, together) = Take(selected, lengths);
        if (taken < selected.Count)
        {
            selected.RemoveRange(taken, selected.Count - taken);
            position += chunk.IndexOf(selected[^1].Sequence) + 1;
        }
        else
        {
            position += chunk.Count;
        }

        var known = new UndoKnowledge();
        if (await streams.ReadHistories(together, known, cancel) is { } tooLarge) return tooLarge;
        var versions = known.Histories.ToDictionary(entry => entry.Key, entry => (long)entry.Value.Count);
        var now = time.GetUtcNow();
        var caller = CallerOf(id, author, "", "");
        var context = new DecisionContext(caller, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond)), new Dice(BitConverter.ToUInt64(Guid.Parse(id).ToByteArray(), 8) + (ulong)position));
        for (var round = 0; round < QuestionsMax; round++)
        {
            var plan = UndoPlanner.Plan(selected, known, id, author, reason, context with { Dice = new Dice(context.Dice.Seed) });
            if (plan.Missing.IsEmpty) return new UndoStep(plan, versions, position, position >= places.Count);
            if (await streams.Answer(plan.Missing, known, versions, cancel) is { } fault) return fault;
        }

        return Fault.Internal("An undo asks for ever more.");
    }

    /// <summary>In whose name the events are written that undo.</summary>
    public static Caller CallerOf(string id, string author, string operation, string correlation) =>
        new() { Source = Source.Console, Actor = author, Operation = operation, Correlation = correlation, Cause = Undo.CauseOf(id) };

    /// <summary>How many of the events fit one step, and the streams whose histories it needs; one that is too long by itself is left out.</summary>
    static (int Taken, List<StreamRef> Together) Take(List<PastEvent> selected, Dictionary<string, long> lengths)
    {
        var seen = new HashSet<StreamRef>();
        List<StreamRef> together = [];
        var events = 0L;
        for (var taken = 0; taken < selected.Count; taken++)
        {
            var stream = selected[taken].Stream;
            if (seen.Contains(stream)) continue;
            var length = lengths.GetValueOrDefault(stream.Key);
            if (length <= UndoLimits.HistoryMax)
            {
                if (events > 0 && events + length > UndoLimits.HistoryMax) return (taken, together);
                together.Add(stream);
                events += length;
            }

            seen.Add(stream);
        }

        return (selected.Count, together);
    }
}
