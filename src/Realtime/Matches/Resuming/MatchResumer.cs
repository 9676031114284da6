using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Projections.Matches;
using KaosNet.Realtime.Matches.Ticking;
using KaosNet.Store;
using KaosNet.Store.Journal;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KaosNet.Realtime.Matches.Resuming;

/// <summary>
/// Goes on with the matches that earlier runs of this server left behind when they stopped or died (<c>docs/decisions/0016-matches-outlive-their-server.md</c>).
/// </summary>
public sealed class MatchResumer(
    MatchHost host, IMatchScripts scripts, IMatchArchive archive, IMatchRuns runs, IJournal journal, MatchRun run, NodeName node, MatchSettings settings,
    ITickLoop loop, ILogger<MatchResumer> log)
{
    readonly MatchRevival _revival = new(host, scripts, archive, settings.ResumeDeadline, loop.Time);

    /// <summary>
    /// Says that this run is alive and looks for what others left behind: from now on whoever asks for one of those matches waits until <see cref="Resume"/>
    /// has decided on it.
    /// </summary>
    public async Task<IReadOnlyList<OpenMatch>> Look(CancellationToken cancel)
    {
        await runs.Hold(run.Id, cancel);
        var left = await archive.OpenOfOtherRuns(node.Name, run.Id, settings.ResumedAtOnce, cancel);
        foreach (var match in left) host.Expect(match.MatchId);
        return left;
    }

    /// <summary>Goes on with these matches, or ends them where that cannot be; leaves those alone whose run is alive after all.</summary>
    public async Task Resume(IReadOnlyList<OpenMatch> left, CancellationToken cancel)
    {
        try
        {
            foreach (var ofRun in left.GroupBy(match => match.Run, StringComparer.Ordinal))
            {
                await using var taken = await runs.Take(ofRun.Key, cancel);
                if (taken is null) continue;
                // Half of the processors, as the tick threads of matches that run already want the other half.
                var bounds = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, Environment.ProcessorCount / 2), CancellationToken = cancel };
                await Parallel.ForEachAsync(ofRun, bounds, async (match, stop) => await ResumeOne(match, stop));
            }
        }
        finally
        {
            foreach (var match in left) host.Decided(match.MatchId);
        }
    }

    async Task ResumeOne(OpenMatch open, CancellationToken cancel)
    {
        try
        {
            if (!settings.Resumes)
            {
                await End(open, MatchEnding.ServerStopped, "its server was killed", cancel);
                return;
            }

            var answer = await _revival.Run(new(open.MatchId, open.Node), cancel);
            if (!answer.IsGranted(out var revived, out var problem)) await End(open, MatchEnding.NotResumed, problem.Message, cancel);
            else if (revived.Course != MatchCourse.Continues) await EndOver(open, revived, cancel);
            else await GoOn(open, revived, cancel);
        }
        catch (Exception damaged) when (damaged is FormatException or InvalidDataException or System.Text.Json.JsonException)
        {
            await End(open, MatchEnding.NotResumed, "its record cannot be read: " + damaged.Message, cancel);
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or DatabaseAwayException or NpgsqlException))
        {
            log.LogError(failure, "Match {Match} could not be resumed", open.MatchId);
            await End(open, MatchEnding.NotResumed, "internal error", cancel);
        }
    }

    async Task GoOn(OpenMatch open, RevivedMatch revived, CancellationToken cancel)
    {
        var (match, tick) = (revived.Match, revived.Match.Core.Tick);
        var claim = new ResumeMatch(open.MatchId.ToString("D"), open.Run, revived.Pieces, new(run.Id, tick, revived.Version));
        var answer = await journal.Execute(claim, Caller("ResumeMatch", match.Key), cancel);
        if (answer.Fault is { } refused)
        {
            match.Dispose();
            log.LogWarning("Match {Match} is not resumed here: {Reason}", match.Key, refused.Message);
            return;
        }

        host.GoOn(match, revived.Pieces);
        log.LogInformation("Match {Match} ({Handler}) goes on at tick {Tick}", match.Key, match.Handler, tick);
    }

    /// <summary>The match had ended; only that was not recorded any more.</summary>
    async Task EndOver(OpenMatch open, RevivedMatch revived, CancellationToken cancel)
    {
        revived.Match.Dispose();
        await End(open, revived.Course == MatchCourse.Fails ? MatchEnding.HandlerFailed : MatchEnding.HandlerStopped, "", cancel);
    }

    async Task End(OpenMatch open, MatchEnding ending, string why, CancellationToken cancel)
    {
        var key = new MatchKey(open.MatchId, open.Node);
        var ticks = (await journal.Load(MatchHistory.Stream.Of(open.MatchId.ToString("D")), cancel)).Ticks;
        if (ending == MatchEnding.NotResumed) log.LogWarning("Match {Match} ends, as it cannot be resumed: {Reason}", key, why);
        var answer = await journal.Execute(
            new RecordMatchEnd(open.MatchId.ToString("D"), open.Run, new(ending, ticks, why)), Caller("RecordMatchEnd", key), cancel);
        if (answer.Fault is { } refused) log.LogWarning("The end of match {Match} is not recorded: {Reason}", key, refused.Message);
    }

    static Caller Caller(string operation, MatchKey match) => Domain.Kernel.Caller.System("matches", operation) with { Cause = match.ToString() };
}
