using System.Diagnostics;
using System.Threading.Channels;
using KaosNet.Domain.Kernel;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KaosNet.Store.Journal;

/// <summary>
/// Takes whatever commands wait, up to a bound, and commits them as one; then the next. With one command waiting the batch is one command, so
/// nothing is ever delayed to make a batch fuller.
/// </summary>
sealed class Lane(JournalParts parts, BatchWriter writer, LaneToken token, FeedBells bells)
{
    readonly Channel<PendingCommand> _waiting = Channel.CreateBounded<PendingCommand>(new BoundedChannelOptions(parts.Options.WaitingMax)
    {
        SingleReader = true,
        FullMode = BoundedChannelFullMode.Wait,
    });

    readonly MetadataWriter _metadata = new(parts.Options.ServerVersion);
    readonly Seeds _seeds = new();
    long? _outageSince;

    /// <summary>How many commands wait.</summary>
    public int Waiting => _waiting.Reader.Count;

    /// <summary>Takes the command in, or refuses it at once.</summary>
    public void Enter(PendingCommand command)
    {
        if (_waiting.Writer.TryWrite(command)) return;
        command.Refuse(_waiting.Reader.Completion.IsCompleted || parts.IsStopping ? Refusals.Stopping : Refusals.Full);
    }

    /// <summary>Lets nothing in any more; <see cref="Run"/> ends when all that waited is done.</summary>
    public void Close() => _waiting.Writer.TryComplete();

    public async Task Run()
    {
        var taken = new List<PendingCommand>(parts.Options.BatchMax);
        while (await UntilCommandsWait())
        {
            taken.Clear();
            while (taken.Count < parts.Options.BatchMax && _waiting.Reader.TryRead(out var command))
            {
                if (command.IsAnswered) continue;
                command.Seed = _seeds.Next();
                taken.Add(command);
            }

            try
            {
                await Execute(taken, 0, taken.Count);
            }
#pragma warning disable CA1031 // The lane must outlive any bug in itself; what it was doing is refused and forgotten.
            catch (Exception bug)
#pragma warning restore CA1031
            {
                parts.Logger.LogCritical(bug, "A lane of the Journal failed");
                foreach (var command in taken)
                {
                    foreach (var stream in command.Streams) parts.Cache.Drop(stream.Key);
                    command.Refuse(token.IsOpen ? Refusals.NotKnown : Refusals.Bug);
                }
            }
        }

        try
        {
            await token.Leave(CancellationToken.None);
        }
        catch (NpgsqlException away)
        {
            parts.Logger.LogDebug(away, "The row of a lane stays; another lane clears it away in time");
        }
    }

    /// <summary>False when the lane is closed and empty. Wakes the feed's readers meanwhile if the last commits did not.</summary>
    async ValueTask<bool> UntilCommandsWait()
    {
        var arrival = _waiting.Reader.WaitToReadAsync();
        if (arrival.IsCompleted || !bells.IsOwed) return await arrival;
        var arriving = arrival.AsTask();
        while (bells.IsOwed)
        {
            if (await Task.WhenAny(arriving, Task.Delay(bells.Remaining)) == arriving) break;
            await bells.Ring();
        }

        return await arriving;
    }

    async Task Execute(List<PendingCommand> commands, int from, int end)
    {
        while (from < end) from += await ExecuteSome(commands, from, end - from);
    }

    /// <summary>Commits as many of the commands as fit one transaction, and returns how many those were.</summary>
    async Task<int> ExecuteSome(List<PendingCommand> commands, int from, int count)
    {
        var isUncertain = false;
        for (var attempt = 1; ; attempt++)
        {
            var batch = new Batch(parts.Cache, parts.Codec, parts.Clock, _metadata, parts.Logger);
            var failure = await Prepare(batch, commands, from, count, isNewTrusted: attempt == 1);
            await SocketThreads.Leave();
            var started = Stopwatch.GetTimestamp();
            if (failure is null)
            {
                count = Decide(batch, commands, from, count);
                failure = await Commit(batch);
                await SocketThreads.Leave();
                // Open from here on is what became of these very commands, and not of those before them.
                isUncertain = failure is { IsCertain: false };
            }

            if (failure is null)
            {
                parts.Meter.Concluded(batch, Stopwatch.GetElapsedTime(started));
                Conclude(batch);
                return count;
            }

            parts.Meter.Failed(failure.Kind);
            foreach (var stream in batch.Streams) parts.Cache.Drop(stream.Stream.Key);
            switch (await Recover(failure, attempt))
            {
                case Recovery.CameThrough:
                    Conclude(batch);
                    return count;
                case Recovery.Again:
                    continue;
                case Recovery.OneByOne when count > 1:
                    // Halves keep the order and find the one at fault among many in few transactions.
                    await Execute(commands, from, from + (count / 2));
                    await Execute(commands, from + (count / 2), from + count);
                    return count;
                default:
                    for (var i = from; i < from + count; i++) commands[i].Refuse(RefusalOf(failure, commands[i], isUncertain && token.IsOpen));
                    return count;
            }
        }
    }

    async Task<CommitFailure?> Prepare(Batch batch, List<PendingCommand> commands, int from, int count, bool isNewTrusted)
    {
        try
        {
            if (token.IsOpen) await token.FindOut(CancellationToken.None);
            await token.Register(CancellationToken.None);
            if (batch.Open(commands, from, count, isNewTrusted) is not { } missing) return null;
            var loaded = await parts.Loader.Load(parts.Database.Writes, missing.Values, CancellationToken.None);
            foreach (var (key, state) in loaded)
            {
                batch.Add(missing[key], state);
                parts.Cache.Keep(key, state);
            }

            return null;
        }
#pragma warning disable CA1031 // Sorted into kinds, each with its own way on.
        catch (Exception failed)
#pragma warning restore CA1031
        {
            return CommitFailure.Of(failed);
        }
    }

    int Decide(Batch batch, List<PendingCommand> commands, int from, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (i > 0 && batch.Bytes >= parts.Options.BatchBytesMax) return i;
            batch.Decide(commands[from + i]);
        }

        return count;
    }

    async Task<CommitFailure?> Commit(Batch batch)
    {
        try
        {
            batch.Sequences = await writer.Commit(batch, token, bells);
            _outageSince = null;
            parts.Database.Outage.IsOver();
            return null;
        }
#pragma warning disable CA1031 // Sorted into kinds, each with its own way on.
        catch (Exception failed)
#pragma warning restore CA1031
        {
            var failure = CommitFailure.Of(failed);
            if (failure.IsCertain) token.FellThrough();
            return failure;
        }
    }

    async Task<Recovery> Recover(CommitFailure failure, int attempt)
    {
        switch (failure.Kind)
        {
            case FailureKind.LostRace:
                parts.Logger.LogDebug(failure.Exception, "Lost a race, attempt {Attempt}", attempt);
                if (attempt > parts.Options.RacesMax) return Recovery.Refuse;
                // A race is nobody's fault, so the batch stays whole at first.
                if (attempt > 1) await Task.Delay(TimeSpan.FromMilliseconds(_seeds.Next() % (ulong)Math.Min(50, 1 << attempt)));
                return attempt == 4 ? Recovery.OneByOne : Recovery.Again;
            case FailureKind.LaneLost:
                parts.Logger.LogWarning("The row of a lane of the Journal was changed or removed by somebody else; taking a new one");
                token.StartOver();
                return attempt > parts.Options.RacesMax ? Recovery.Refuse : Recovery.Again;
            case FailureKind.Taken:
                return Recovery.OneByOne;
            case FailureKind.NoRoom:
                parts.Logger.LogError("The database has no room left: {Cause}", failure.Exception.Message);
                return Recovery.Refuse;
            case FailureKind.Unfit:
                parts.Logger.LogError(failure.Exception, "The database does not take what was decided");
                return Recovery.OneByOne;
            default:
                return await WaitOut(failure, isFirst: attempt == 1);
        }
    }

    /// <summary>Waits for a lost database up to the bound, and finds out what became of the transaction that it was lost in.</summary>
    async Task<Recovery> WaitOut(CommitFailure failure, bool isFirst)
    {
        parts.Database.Outage.Met(failure.Exception);
        _outageSince ??= Stopwatch.GetTimestamp();
        for (var pause = 20; ; pause = Math.Min(pause * 2, 500))
        {
            // Also long after an outage, the first failure may be that of a connection that died in it.
            if (!isFirst && Stopwatch.GetElapsedTime(_outageSince.Value) > parts.Options.OutageMax) return Recovery.Refuse;
            isFirst = false;
            await Task.Delay(pause);
            if (!token.IsOpen) return Recovery.Again;
            try
            {
                return await token.FindOut(CancellationToken.None) ? Recovery.CameThrough : Recovery.Again;
            }
#pragma warning disable CA1031 // Whatever it is, the answer is not known yet; the bound ends the asking.
            catch (Exception still)
#pragma warning restore CA1031
            {
                parts.Logger.LogDebug(still, "The database is still away");
            }
        }
    }

    Fault RefusalOf(CommitFailure failure, PendingCommand command, bool isUncertain)
    {
        switch (failure.Kind)
        {
            case FailureKind.LostRace or FailureKind.LaneLost:
                return Refusals.TooManyRaces;
            case FailureKind.NoRoom:
                return Refusals.NoRoom;
            case FailureKind.Outage:
                return isUncertain ? Refusals.NotKnown : Refusals.OutOfReach;
            case FailureKind.Taken when command.OnTaken(failure.Index!) is { } taken:
                return taken;
            default:
                parts.Logger.LogError(failure.Exception, "{Command} for {Operation} cannot be stored", command.Name, command.Caller.Operation);
                return Refusals.Bug;
        }
    }

    void Conclude(Batch batch)
    {
        List<StreamWork> changed = [.. batch.Streams.Where(stream => stream.IsChanged)];
        foreach (var stream in changed)
        {
            parts.Cache.Keep(
                stream.Stream.Key,
                new(stream.State, stream.Version, stream.NeedsSnapshot ? stream.Version : stream.Before.SnapshotVersion));
        }

        // Not known after a commit whose outcome had to be found out: then the tail reads them.
        if (batch.Sequences.Length > 0) parts.Tail?.Committed(batch.Events, batch.Sequences);
        if (changed.Count > 0) parts.Tell(changed, batch.Events);
        foreach (var command in batch.Decided) command.Answer();
    }

    enum Recovery
    {
        Again,
        OneByOne,
        CameThrough,
        Refuse,
    }
}
