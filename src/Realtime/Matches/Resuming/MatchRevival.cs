using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matches.Replay;
using KaosNet.Realtime.Matches.Ticking;

namespace KaosNet.Realtime.Matches.Resuming;

/// <summary>A match that was run again from its record.</summary>
/// <param name="Match">The match, which nobody knows yet.</param>
/// <param name="Pieces">Pieces that were read.</param>
/// <param name="Version">Hash of the sources that it runs.</param>
/// <param name="Course">What its last recorded callback came to: it may have ended without that being recorded.</param>
sealed record RevivedMatch(AuthoritativeMatch Match, int Pieces, string Version, MatchCourse Course);

/// <summary>Runs one match again, from its record to the end of that.</summary>
sealed class MatchRevival(MatchHost host, IMatchScripts scripts, IMatchArchive archive, TimeSpan deadline, TimeProvider time)
{
    /// <summary>Steps between two looks at the clock.</summary>
    const int StepsAtOnce = 256;

    const string Forgotten = "its record tells of a player who is forgotten";

    /// <summary>Answers the match, or why it cannot be what it was.</summary>
    public async Task<Answer<RevivedMatch>> Run(MatchKey key, CancellationToken cancel)
    {
        // Where its code was changed it begins anew: whatever ran before need not be there any more.
        var changed = await archive.LastCodeChange(key.Id, cancel);
        await using var events = archive.Read(key.Id, changed ?? 1, cancel).GetAsyncEnumerator(cancel);
        var first = await events.MoveNextAsync() ? events.Current : null;
        var change = first as MatchCodeChanged;
        if (changed is not null && change is null) return Fault.FailedPrecondition(Forgotten);
        if ((changed is null ? first : await First(key.Id, cancel)) is not MatchCreated created) return Fault.Internal("its record has no beginning");

        var match = host.Again(key, created);
        try
        {
            var answer = await Run(match, created, change, events, cancel);
            if (answer.Fault is not null) match.Dispose();
            return answer;
        }
        catch
        {
            match.Dispose();
            throw;
        }
    }

    async Task<MatchEvent?> First(Guid match, CancellationToken cancel)
    {
        await foreach (var first in archive.Read(match, 1, cancel)) return first;
        return null;
    }

    async Task<Answer<RevivedMatch>> Run(
        AuthoritativeMatch match, MatchCreated created, MatchCodeChanged? change, IAsyncEnumerator<MatchEvent> events, CancellationToken cancel)
    {
        var effects = new RecordedEffects();
        var opened = MatchRepetition.Open(scripts, match.Core, created, change, effects, $"no match handler has the name {created.Handler} any more");
        if (!opened.IsGranted(out var repetition, out var refused)) return refused;
        var pieces = change?.Pieces ?? 0;
        var problem = await match.Repeat(effects, async () =>
        {
            var since = time.GetTimestamp();
            var steps = 0;
            while (await events.MoveNextAsync())
            {
                if (events.Current is not MatchInputsRecorded piece) continue;
                pieces++;
                if (piece.IsForgotten) return Forgotten;
                foreach (var step in MatchStepReader.Read(piece.Steps))
                {
                    if (repetition.Add(step) is { } difference) return "it went another way than recorded: " + difference;
                    if (++steps % StepsAtOnce != 0) continue;
                    cancel.ThrowIfCancellationRequested();
                    if (time.GetElapsedTime(since) > deadline) return $"running it again took longer than {deadline.TotalSeconds:0} s";
                }
            }

            return repetition.Finish() is { } last ? "it went another way than recorded: " + last : null;
        });
        if (problem is not null) return Fault.FailedPrecondition(problem);

        // It was gone before it had recorded anything, so it begins once more.
        if (repetition.BeganMs is { } began) match.CreatedMs = began;
        else if (match.Begin(repetition.Script, created.Parameters).Fault is { } unbegun) return unbegun;
        return new RevivedMatch(match, pieces, repetition.Script.ModuleVersion, repetition.Course);
    }
}
