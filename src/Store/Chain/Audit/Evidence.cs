using Npgsql;

namespace KaosNet.Store.Chain.Audit;

/// <summary>
/// Puts together what the chains of the streams and the seals say each by themselves, so that each thing that was done is told once and as exactly as it can be:
/// which event it was, rather than the one after it that does not fit any more.
/// </summary>
/// <param name="connection">Sees what the audit saw.</param>
/// <param name="schema">The store's schema.</param>
/// <param name="findings">What was come across.</param>
/// <param name="broken">Parts of seals that do not stand any more.</param>
/// <param name="isUnderSeal">Whether a seal stands over a number that is in none of those.</param>
sealed class Evidence(NpgsqlConnection connection, string schema, Findings findings, IReadOnlyList<BrokenPart> broken, Func<long, bool> isUnderSeal)
{
    /// <summary>Users named for an event that is gone.</summary>
    const int UsersMax = 3;

    /// <summary>Broken numbers in ascending order, with what stands there now.</summary>
    readonly SortedDictionary<long, (BrokenPart Part, SealedRow? Row)> _numbers = [];
    readonly List<BrokenPart> _wide = [];

    /// <summary>All findings, in the order of the store.</summary>
    public async Task<List<Finding>> Weigh(CancellationToken cancel)
    {
        var alone = broken.Where(part => part.IsOneNumber).ToList();
        var rows = (await SealedRow.Read(connection, schema, [.. alone.Select(part => part.Through)], cancel)).ToDictionary(row => row.Sequence);
        foreach (var part in alone) _numbers.Add(part.Through, (part, rows.GetValueOrDefault(part.Through)));
        _wide.AddRange(broken.Where(part => !part.IsOneNumber));

        List<Finding> told = [];
        var gone = new SortedSet<long>(_numbers.Where(entry => entry.Value.Row is null).Select(entry => entry.Key));
        var moved = Moved();
        foreach (var finding in findings.Kept.Where(finding => finding.SpanAfter is null).OrderBy(finding => finding.Sequence)) Weigh(finding, gone, moved, told);
        foreach (var (sequence, (part, row)) in _numbers)
        {
            if (row is not null && !told.Exists(finding => finding.IsSequenceKnown && finding.Sequence == sequence)) told.Add(Broken(part, row, moved));
        }

        await AddGone(gone, moved, told, cancel);
        told.AddRange(_wide.Where(part => !told.Exists(finding => IsIn(part, finding))).Select(Wide));
        // That a seal does not stand says nothing new where it is known which event it is.
        told.AddRange(findings.Kept.Where(span => span.SpanAfter is { } after && !told.Exists(finding => finding.Sequence > after && finding.Sequence <= span.Sequence)));
        return [.. (await Named(told, cancel)).OrderBy(finding => finding.Sequence).ThenBy(finding => finding.IsSequenceKnown ? 0 : 1)];
    }

    /// <summary>Events that stand under another number than they were sealed under, by the number of then.</summary>
    Dictionary<long, long> Moved()
    {
        Dictionary<long, long> moved = [];
        foreach (var (was, (part, _)) in _numbers)
        {
            if (part.WasEmpty) continue;
            foreach (var (now, (_, row)) in _numbers)
            {
                if (now == was || row is null || !SealSpan.MarkOf(was, row.Hash).AsSpan().SequenceEqual(part.Mark)) continue;
                moved[was] = now;
                break;
            }
        }

        return moved;
    }

    void Weigh(Finding finding, SortedSet<long> gone, Dictionary<long, long> moved, List<Finding> told)
    {
        switch (finding.Kind)
        {
            case Tampering.Removed:
                told.Add(Placed(finding, gone, moved));
                break;
            case Tampering.Altered when finding.PreviousSequence is { } previous && (_numbers.ContainsKey(previous) || told.Exists(other => other.IsSequenceKnown && other.Sequence == previous)):
                // The event before was changed together with its hash, which is told of it.
                break;
            case Tampering.Altered when finding.PreviousSequence is { } previous && WideOver(previous) is { } part && finding.Sequence > part.Through:
                told.Add(finding with
                {
                    Sequence = previous, Version = finding.Version - 1, Type = null, At = null,
                    Why = $"It was changed together with its hash: version {finding.Version} does not stand on it, and seal {part.Seal.Version} does not either.",
                });
                break;
            case Tampering.Altered when finding.PreviousSequence is { } previous && (WideOver(previous) is not null || !isUnderSeal(previous)):
                told.Add(finding with { Why = finding.Why + $" Or the event before it, number {previous}, was changed together with its hash." });
                break;
            default:
                told.Add(finding);
                break;
        }
    }

    /// <summary>The numbers of events that are gone lie between those of the events before and after them.</summary>
    static Finding Placed(Finding finding, SortedSet<long> gone, Dictionary<long, long> moved)
    {
        var count = (finding.LastVersion ?? finding.Version) - finding.Version + 1;
        var between = gone.GetViewBetween(finding.Sequence + 1, finding.NextSequence - 1 ?? long.MaxValue).Where(number => !moved.ContainsKey(number)).Take((int)Math.Min(count!.Value, int.MaxValue)).ToList();
        if (between.Count == 0) return finding;
        foreach (var number in between) gone.Remove(number);
        return finding with { Sequence = between[0], IsSequenceKnown = true };
    }

    BrokenPart? WideOver(long sequence) => _wide.Find(part => part.After < sequence && sequence <= part.Through);

    static bool IsIn(BrokenPart part, Finding finding) => finding.Sequence > part.After - (finding.IsSequenceKnown ? 0 : 1) && finding.Sequence <= part.Through;

    static Finding Broken(BrokenPart part, SealedRow row, Dictionary<long, long> moved)
    {
        var (kind, why) = moved.TryGetValue(row.Sequence, out var now) ? (Tampering.Reordered, $"Another event was sealed under this number, which stands under number {now} now.")
            : moved.ContainsValue(row.Sequence) ? (Tampering.Reordered, $"It was sealed under number {moved.First(entry => entry.Value == row.Sequence).Key}.")
            : part.WasEmpty ? (Tampering.SlippedIn, "There was no event under this number when it was sealed.")
            : (Tampering.Altered, "It is not the event that was sealed under this number: it was changed, and its hash made to fit.");
        return row.Told(kind, $"{why} So says seal {part.Seal.Version}.");
    }

    async Task AddGone(SortedSet<long> gone, Dictionary<long, long> moved, List<Finding> told, CancellationToken cancel)
    {
        gone.RemoveWhere(moved.ContainsKey);
        if (gone.Count == 0) return;
        var users = await UsersOf([.. gone], cancel);
        foreach (var number in gone)
        {
            var about = users.TryGetValue(number, out var listed) ? $" It is listed under the users {string.Join(", ", listed.Take(UsersMax))}." : "";
            told.Add(new(Tampering.Removed, number, null, null, $"Seal {_numbers[number].Part.Seal.Version} stands over an event under this number, of a stream of which nothing else tells any more.{about}"));
        }
    }

    static Finding Wide(BrokenPart part) => new(
        Tampering.Altered, part.After + 1, null, null, $"One or more of the events under the numbers {part.After + 1} to {part.Through} were changed together with their hashes, removed, moved or slipped in. So says seal {part.Seal.Version}.")
    {
        IsSequenceKnown = false,
    };

    /// <summary>Says of each event that is there what it is.</summary>
    async Task<List<Finding>> Named(List<Finding> told, CancellationToken cancel)
    {
        var unnamed = told.Where(finding => finding is { IsSequenceKnown: true, Type: null }).Select(finding => finding.Sequence).ToArray();
        if (unnamed.Length == 0) return told;
        var rows = (await SealedRow.Read(connection, schema, unnamed, cancel)).ToDictionary(row => row.Sequence);
        return told.ConvertAll(finding => finding is { IsSequenceKnown: true, Type: null } && rows.GetValueOrDefault(finding.Sequence) is { } row
            ? finding with { Type = row.Type, At = row.At, Stream = row.Stream, Version = row.Version }
            : finding);
    }

    async Task<Dictionary<long, List<Guid>>> UsersOf(long[] sequences, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand($"select seq, user_id from {schema}.event_users where seq = any($1)", connection) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = sequences });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        Dictionary<long, List<Guid>> users = [];
        while (await reader.ReadAsync(cancel))
        {
            var number = reader.GetInt64(0);
            if (!users.TryGetValue(number, out var listed)) users.Add(number, listed = []);
            listed.Add(reader.GetGuid(1));
        }

        return users;
    }
}
