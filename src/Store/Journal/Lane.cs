using System.Diagnostics;
using System.Threading.Channels;
using KaosNet.Domain.Kernel;
using KaosNet.Store.Personal;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KaosNet.Store.Journal;

/// <summary>
/// Takes whatever commands wait, up to a bound, and commits them as one; then the next. With one command waiting the batch is one command, so
/// nothing is ever delayed to make a batch fuller. While a batch is on its way to the disk the next one is decided already, on the states that the first will
/// leave: if it fails, what was decided on it is decided afresh.
/// </summary>
sealed partial class Lane(JournalParts parts, BatchWriter writer, LaneToken token, FeedBells bells)
{
    readonly Channel<PendingCommand> _waiting = Channel.CreateBounded<PendingCommand>(new BoundedChannelOptions(parts.Options.WaitingMax)
    {
        SingleReader = true,
        FullMode = BoundedChannelFullMode.Wait,
    });

    readonly MetadataWriter _metadata = new(parts.Options.ServerVersion);
    readonly EventSealer _sealer = new(parts.Codec, parts.Database.PersonalKeys, parts.Database.Writes, parts.Options.IsChained, parts.Logger);
    readonly Seeds _seeds = new();

    /// <summary>Commands that were taken and come before those that wait.</summary>
    readonly List<PendingCommand> _left = [];
    Task<bool>? _arrival;
    long? _outageSince;

    /// <summary>How many commands wait.</summary>
    public int Waiting => _waiting.Reader.Count;

    bool IsWaiting => _waiting.Reader.Count > 0;

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
        Turn? next = null;
        while (next is not null || _left.Count > 0 || await UntilCommandsWait())
        {
            var turn = next ?? new Turn(NewBatch(earlier: null));
            next = null;
            try
            {
                next = await Take(turn);
            }
#pragma warning disable CA1031 // The lane must outlive any bug in itself; what it was doing is refused and forgotten.
            catch (Exception bug)
#pragma warning restore CA1031
            {
                parts.Logger.LogCritical(bug, "A lane of the Journal failed");
                Refuse(turn, token.IsOpen ? Refusals.NotKnown : Refusals.Bug);
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

    /// <summary>Commits a turn with all that waits, and gives the next one, if its commands came meanwhile.</summary>
    async Task<Turn?> Take(Turn turn)
    {
        // What it was decided ahead on is in the cache by now.
        turn.Batch.ForgetEarlier();
        var failure = await Absorb(turn) ?? await Attempt(ReadyToken);
        await SocketThreads.Leave();
        var done = 0;
        if (failure is null)
        {
            var committing = CommitAndConclude(turn.Batch);
            var ahead = new Turn(NewBatch(earlier: turn.Batch));
            try
            {
                await DecideAhead(ahead, turn.Batch, committing);
            }
#pragma warning disable CA1031 // What is on its way must be seen through first.
            catch (Exception bug)
#pragma warning restore CA1031
            {
                parts.Logger.LogCritical(bug, "A lane of the Journal failed");
                Refuse(ahead, Refusals.Bug);
                ahead = new Turn(NewBatch(earlier: null));
            }

            failure = await committing;
            if (failure is null) return ahead.Commands.Count > 0 ? ahead : null;

            // Decided on what did not come about.
            _left.InsertRange(0, ahead.Commands);
            done = await ExecuteSome(turn.Commands, 0, turn.Commands.Count, turn.Batch, failure);
        }

        await Execute(turn.Commands, done, turn.Commands.Count);
        return null;
    }

    async Task DecideAhead(Turn ahead, Batch earlier, Task<CommitFailure?> committing)
    {
        while (!committing.IsCompleted && ahead.Commands.Count < parts.Options.BatchMax && ahead.Batch.Bytes < parts.Options.BatchBytesMax)
        {
            if (_left.Count == 0 && !IsWaiting)
            {
                // An arrival may be told of after what arrived was taken, so it is only a reason to look again.
                var arrival = Arrival();
                if (await Task.WhenAny(arrival, committing) == committing || !await arrival) return;
                continue;
            }

            if (await Absorb(ahead) is null)
            {
                _sealer.SealAhead(ahead.Batch, earlier);
                continue;
            }

            // The states could not be loaded; whoever comes to commit them finds out why.
            _left.InsertRange(0, ahead.Commands);
            ahead.Commands.Clear();
            return;
        }
    }

    /// <summary>Takes what waits into a turn, loads its states and decides it, up to the bounds of one transaction.</summary>
    async Task<CommitFailure?> Absorb(Turn turn)
    {
        var from = turn.Commands.Count;
        var room = parts.Options.BatchMax - from;
        if (room <= 0 || turn.Batch.Bytes >= parts.Options.BatchBytesMax) return null;
        var kept = Math.Min(room, _left.Count);
        turn.Commands.AddRange(_left.GetRange(0, kept));
        _left.RemoveRange(0, kept);
        while (turn.Commands.Count < parts.Options.BatchMax && _waiting.Reader.TryRead(out var command))
        {
            if (command.IsAnswered) continue;
            command.Seed = _seeds.Next();
            turn.Commands.Add(command);
        }

        var count = turn.Commands.Count - from;
        if (await Attempt(() => Load(turn.Batch, turn.Commands, from, count, isNewTrusted: true)) is { } failure) return failure;
        await SocketThreads.Leave();
        var decided = Decide(turn.Batch, turn.Commands, from, count, isFirst: from == 0);
        _left.InsertRange(0, turn.Commands.GetRange(from + decided, count - decided));
        turn.Commands.RemoveRange(from + decided, count - decided);
        return null;
    }

    static void Refuse(Turn turn, Fault fault)
    {
        foreach (var command in turn.Commands)
        {
            foreach (var stream in command.Streams) turn.Batch.Era.Cache.Drop(stream.Key);
            command.Refuse(fault);
        }
    }

    Batch NewBatch(Batch? earlier) => new(earlier?.Era ?? parts.Era, parts.Codec, parts.Clock, _metadata, parts.Logger, earlier);

    /// <summary>False when the lane is closed and empty. Wakes the feed's readers meanwhile if the last commits did not.</summary>
    async ValueTask<bool> UntilCommandsWait()
    {
        while (!IsWaiting && bells.IsOwed)
        {
            if (await Task.WhenAny(Arrival(), Task.Delay(bells.Remaining)) == _arrival) break;
            await bells.Ring();
        }

        while (!IsWaiting)
        {
            if (!await Arrival()) return false;
        }

        return true;
    }

    /// <summary>One wait for all who ask while nothing has arrived.</summary>
    Task<bool> Arrival() => _arrival is { IsCompleted: false } waiting ? waiting : _arrival = _waiting.Reader.WaitToReadAsync().AsTask();

    async Task Execute(List<PendingCommand> commands, int from, int end)
    {
        while (from < end) from += await ExecuteSome(commands, from, end - from);
    }

    /// <summary>Commits as many of the commands as fit one transaction, and returns how many those were.</summary>
    /// <param name="commands">The commands.</param>
    /// <param name="from">The first.</param>
    /// <param name="count">How many.</param>
    /// <param name="tried">What was tried with all of them already.</param>
    /// <param name="failure">How that failed.</param>
    async Task<int> ExecuteSome(List<PendingCommand> commands, int from, int count, Batch? tried = null, CommitFailure? failure = null)
    {
        var isUncertain = failure is { IsCertain: false };
        for (var attempt = 1; ; attempt++)
        {
            var batch = tried ?? NewBatch(earlier: null);
            if (tried is null)
            {
                failure = await Attempt(async () =>
                {
                    await ReadyToken();
                    await Load(batch, commands, from, count, isNewTrusted: attempt == 1);
                });
                await SocketThreads.Leave();
                if (failure is null)
                {
                    count = Decide(batch, commands, from, count, isFirst: true);
                    failure = await CommitAndConclude(batch);
                    if (failure is null) return count;
                    // Open from here on is what became of these very commands, and not of those before them.
                    isUncertain = !failure.IsCertain;
                }
            }

            tried = null;
            parts.Meter.Failed(failure!.Kind);
            foreach (var stream in batch.Streams) batch.Era.Cache.Drop(stream.Stream.Key);
            switch (await Recover(failure, batch.Era, attempt))
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

    async Task ReadyToken()
    {
        if (parts.Lease is { IsHeld: false } lease) await lease.Held();
        if (token.IsOpen) await token.FindOut(CancellationToken.None);
        await token.Register(CancellationToken.None);
    }

    async Task Load(Batch batch, List<PendingCommand> commands, int from, int count, bool isNewTrusted)
    {
        await batch.Era.Begun(parts.Database, parts.Database.Writes, CancellationToken.None);
        if (batch.Open(commands, from, count, isNewTrusted) is not { } missing) return;
        var loaded = await parts.Loader.Load(parts.Database.Writes, missing.Values, CancellationToken.None);
        foreach (var (key, state) in loaded)
        {
            batch.Add(missing[key], state);
            batch.Era.Cache.Keep(key, state);
        }
    }

    /// <summary>What comes of talking to the database.</summary>
    static async Task<CommitFailure?> Attempt(Func<Task> perform)
    {
        try
        {
            await perform();
            return null;
        }
#pragma warning disable CA1031 // Sorted into kinds, each with its own way on.
        catch (Exception failed)
#pragma warning restore CA1031
        {
            return CommitFailure.Of(failed);
        }
    }

    int Decide(Batch batch, List<PendingCommand> commands, int from, int count, bool isFirst)
    {
        for (var i = 0; i < count; i++)
        {
            if ((i > 0 || !isFirst) && batch.Bytes >= parts.Options.BatchBytesMax) return i;
            batch.Decide(commands[from + i]);
        }

        return count;
    }

    /// <summary>Callers are answered as soon as it is through, whatever else the lane is at.</summary>
    async Task<CommitFailure?> CommitAndConclude(Batch batch)
    {
        var started = Stopwatch.GetTimestamp();
        var failure = await Commit(batch);
        await SocketThreads.Leave();
        if (failure is not null) return failure;
        parts.Meter.Concluded(batch, Stopwatch.GetElapsedTime(started));
        Conclude(batch);
        return null;
    }

    async Task<CommitFailure?> Commit(Batch batch)
    {
        var failure = await Attempt(async () =>
        {
            await _sealer.Seal(batch);
            batch.Sequences = await writer.Commit(batch, token, bells);
        });
        if (failure is null)
        {
            _outageSince = null;
            parts.Database.Outage.IsOver();
        }
        else if (failure.IsCertain)
        {
            token.FellThrough();
        }

        return failure;
    }

    void Conclude(Batch batch)
    {
        List<StreamWork> changed = [.. batch.Streams.Where(stream => stream.IsChanged)];
        foreach (var stream in changed)
        {
            batch.Era.Cache.Keep(stream.Stream.Key, stream.After);
        }

        PersonalKeys.Came(batch.FreshKeys, batch.KeptKeys);
        // Not known after a commit whose outcome had to be found out: then the tail reads them.
        if (batch.Sequences.Length > 0) parts.Tail?.Committed(batch.Events, batch.Sequences);
        if (changed.Count > 0) parts.Tell(changed, batch.Events);
        foreach (var command in batch.Decided) command.Answer();
    }

    /// <summary>The commands of one transaction, decided as they are taken.</summary>
    sealed class Turn(Batch batch)
    {
        public Batch Batch { get; } = batch;

        public List<PendingCommand> Commands { get; } = [];
    }
}
