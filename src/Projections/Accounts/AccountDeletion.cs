using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Kernel;
using KaosNet.Store.Journal;

namespace KaosNet.Projections.Accounts;

/// <summary>
/// Deletes accounts with all that ends with them, as the slices list it (X1 to X7). What fits goes in the commit that deletes the account; the rest, and what
/// the player wrote meanwhile, goes in commits after it. Should the server die in between, <see cref="AccountDeletionFeedHandler"/> finishes.
/// </summary>
public sealed class AccountDeletion(IJournal journal, IEnumerable<IOwnedByAccount> slices)
{
    /// <summary>Streams that one commit ends: a bigger one would keep others of its lane waiting.</summary>
    public const int StreamsMax = 2000;

    /// <summary>Commits for one account. There is less to end each time; what takes more than this is a fault of ours.</summary>
    const int SweepsMax = 1000;

    readonly IReadOnlyList<IOwnedByAccount> _slices = [.. slices];

    /// <summary>Deletes the account. For one that is gone already it ends what is left over, so that doing it twice is fine.</summary>
    public ValueTask<Answer<Done>> Delete(string userId, Caller caller, CancellationToken cancel) => Delete(userId, isRecorded: false, caller, cancel);

    /// <summary>As <see cref="Delete(string, Caller, CancellationToken)"/>, by server code, which may want the deletion kept on record (X8).</summary>
    public async ValueTask<Answer<Done>> Delete(string userId, bool isRecorded, Caller caller, CancellationToken cancel)
    {
        var answer = await journal.Execute(new DeleteAccount(userId, await OwnedBy(userId, cancel), isRecorded), caller, cancel);
        return answer.IsGranted(out _, out var fault) ? await Finish(userId, caller, cancel) : fault;
    }

    /// <summary>Ends what is left over of an account that is gone.</summary>
    public async ValueTask<Answer<Done>> Finish(string userId, Caller caller, CancellationToken cancel)
    {
        for (var sweep = 0; sweep < SweepsMax; sweep++)
        {
            var owned = await OwnedBy(userId, cancel);
            if (owned.Count == 0) return Done.Value;
            // Its deletion was undone meanwhile.
            if ((await journal.Load(Account.Kind.Of(userId), cancel)).IsAlive) return Done.Value;
            if (!(await journal.Execute(new DeleteAccount(userId, owned) { IsOnlyLeftover = true }, caller, cancel)).IsGranted(out _, out var fault)) return fault;
        }

        return Fault.Internal($"What belongs to {userId} does not come to an end.");
    }

    async ValueTask<IReadOnlyList<OwnedStream>> OwnedBy(string userId, CancellationToken cancel)
    {
        var owned = new List<OwnedStream>();
        foreach (var slice in _slices)
        {
            owned.AddRange(await slice.Of(userId, cancel));
            if (owned.Count >= StreamsMax) return owned.GetRange(0, StreamsMax);
        }

        return owned;
    }
}
