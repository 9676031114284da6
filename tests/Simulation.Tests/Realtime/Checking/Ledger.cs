using System.Collections.Concurrent;

namespace KaosNet.Simulation.Tests.Realtime.Checking;

/// <summary>
/// What was said by whom and where, and in which order players came to know of things: one clock of the whole simulation that only counts. What is
/// found wrong on the way is written down here too.
/// </summary>
public sealed class Ledger
{
    readonly ConcurrentDictionary<int, Utterance> _said = new();
    readonly ConcurrentDictionary<string, long> _doomed = new();
    long _now;
    int _utterances;

    /// <summary>A moment later than all before.</summary>
    public long Now() => Interlocked.Increment(ref _now);

    /// <summary>What no server may do.</summary>
    public ConcurrentQueue<string> Wrong { get; } = new();

    /// <summary>How often each deed was done, and each refusal heard.</summary>
    public ConcurrentDictionary<string, int> Tally { get; } = new();

    public IEnumerable<Utterance> Said => _said.Values;

    public void Count(string what) => Tally.AddOrUpdate(what, 1, static (_, count) => count + 1);

    public void Violated(string what)
    {
        // A hundred say as much as a million.
        if (Wrong.Count < 100) Wrong.Enqueue(what);
    }

    /// <summary>Somebody is about to say something.</summary>
    public Utterance Utter(string place, string speaker, params string[] to)
    {
        var said = new Utterance(Interlocked.Increment(ref _utterances), place, speaker, Now(), to);
        _said[said.Id] = said;
        return said;
    }

    public Utterance? Find(int id) => _said.GetValueOrDefault(id);

    /// <summary>From now on nothing is sure of this place: it is about to end.</summary>
    public void Doom(string place) => _doomed.TryAdd(place, Now());

    public bool IsDoomed(string place) => _doomed.ContainsKey(place);
}

/// <summary>Something that was said, known to all that hear it by its number.</summary>
/// <param name="Id">Grows.</param>
/// <param name="Place">A channel, a match or a party.</param>
/// <param name="Speaker">The session.</param>
/// <param name="Begun">Before it was sent.</param>
/// <param name="To">The sessions it is for; empty for all in the place.</param>
public sealed record Utterance(int Id, string Place, string Speaker, long Begun, IReadOnlyList<string> To)
{
    /// <summary>The server has dealt with it: whoever is there hears it.</summary>
    public bool IsCertain { get; set; }
}

/// <summary>A message that is to be found in a channel's history.</summary>
/// <param name="Said">Its first wording.</param>
/// <param name="MessageId">Of the server; empty when it never answered.</param>
/// <param name="SenderId">The user.</param>
/// <param name="IsKept">Whether it is to be in history at all.</param>
public sealed record PostedMessage(Utterance Said, string MessageId, string SenderId, bool IsKept)
{
    /// <summary>How often it was reworded, as its content says.</summary>
    public int Version { get; set; }

    public bool IsRemoved { get; set; }

    /// <summary>A change of it was asked for and never answered.</summary>
    public bool IsUnsure { get; set; }
}
