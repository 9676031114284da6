using KaosNet.Domain.Accounts;
using KaosNet.Domain.Forgetting;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Accounts;
using KaosNet.Projections.Feed;
using KaosNet.Store;
using KaosNet.Store.Forgetting;
using KaosNet.Store.Journal;
using Npgsql;

namespace KaosNet.Projections.Forgetting;

/// <summary>
/// Forgets people: the account and all that it owns ends, the key to what the person wrote is destroyed with everything that showed it, and the proof is kept. Each step can be
/// taken again, so that whoever finds an order undone goes on with it, <see cref="ForgettingFeedHandler"/> after a crash. The one way for operations and
/// the command line alike.
/// </summary>
public sealed class Forgettings(Database database, IJournal journal, AccountDeletion deletion, PersonEraser eraser, TimeProvider time)
{
    /// <summary>How long whoever asks waits for somebody who is at it.</summary>
    static readonly TimeSpan TurnMax = TimeSpan.FromSeconds(15);

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    readonly long _turn = FeedTurn.LockOf("forgettings", database.Schema);

    /// <summary>What is kept of a person; nothing is changed.</summary>
    public async ValueTask<Answer<PersonInStore>> Look(Guid user, CancellationToken cancel = default)
    {
        var account = await journal.Load(Account.Kind.Of(user.ToString()), cancel);
        return account.IsAlive || account.IsDeleted ? await eraser.Look(user, cancel) : ForgettingFaults.UnknownUser;
    }

    /// <summary>Orders it and does it. Of somebody who is forgotten already the proof is answered again.</summary>
    /// <param name="user">Who.</param>
    /// <param name="author">Who decided it.</param>
    /// <param name="reason">Why, in words.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancel">Gives up; what is ordered is done all the same.</param>
    public async ValueTask<Answer<ForgottenPerson>> Forget(Guid user, string author, string reason, Caller caller, CancellationToken cancel = default)
    {
        var ordered = await journal.Execute(new OrderForgetting(user.ToString(), author, reason), caller, cancel);
        return ordered.IsGranted(out var person, out var fault) ? person.Proof is null ? await Finish(user, caller, cancel) : person : fault;
    }

    /// <summary>Does what is ordered, to its end.</summary>
    public async ValueTask<Answer<ForgottenPerson>> Finish(Guid user, Caller caller, CancellationToken cancel = default)
    {
        var id = user.ToString();
        await using var turn = new FeedTurn(database, _turn);
        for (var asked = time.GetTimestamp(); !await turn.IsOurs(cancel); await Task.Delay(Pause, time, cancel))
        {
            if (time.GetElapsedTime(asked) > TurnMax) return ForgettingFaults.Underway;
        }

        if (!(await Find(user, caller, cancel)).IsGranted(out var known, out var unknown)) return unknown;
        if (known.Proof is not null) return known;
        // First, since afterwards nobody could tell any more what belongs to the person.
        if ((await deletion.Delete(id, caller, cancel)).Fault is { } kept) return kept;
        Erasure erasure;
        try
        {
            erasure = await eraser.Erase(user, cancel);
        }
        catch (Exception held) when (held is TimeoutException or PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable })
        {
            return ForgettingFaults.Busy;
        }

        return await journal.Execute(
            new ProveForgetting(id, new(
                known.Author, erasure.KeyFingerprint, erasure.Streams, erasure.Events, [.. erasure.Rows.Select(rows => new RewrittenRows(rows.Table, rows.Rows))],
                erasure.Snapshots)),
            caller,
            cancel);
    }

    /// <summary>The order and the proof; refused when nobody ordered it.</summary>
    public ValueTask<Answer<ForgottenPerson>> Find(Guid user, Caller caller, CancellationToken cancel = default) =>
        journal.Execute(new LookAtForgetting(user.ToString()), caller, cancel);
}
