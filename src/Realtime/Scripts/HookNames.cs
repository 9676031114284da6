using System.Collections.Frozen;
using KaosNet.Realtime.Sessions.Messages;

namespace KaosNet.Realtime.Scripts;

/// <summary>Something that functions may stand around.</summary>
/// <param name="Name">The name of an operation or of a realtime message.</param>
/// <param name="IsMessage">Whether it is a realtime message.</param>
public readonly record struct HookName(string Name, bool IsMessage);

/// <summary>
/// Everything that functions of modules may stand around, by the names of our own registration functions: in any case, with or without underscores, and
/// <c>authenticate</c> for all ways to sign in.
/// </summary>
/// <param name="operations">Operations that take hooks.</param>
public sealed class HookNames(IReadOnlyCollection<string> operations)
{
    const string AllSignIns = "Authenticate";
    const int NearMax = 3;

    readonly FrozenDictionary<string, HookName[]> _known = Known(operations);

    /// <summary>Operations that take hooks, those of the reference and ours.</summary>
    public IReadOnlyCollection<string> Operations => operations;

    /// <summary>What a name stands for; nothing if it is no name.</summary>
    public IReadOnlyList<HookName> Find(string given) => _known.GetValueOrDefault(Plain(given)) ?? [];

    /// <summary>Names that look like a wrong one, the nearest first.</summary>
    public IReadOnlyList<string> Near(string given)
    {
        var plain = Plain(given);
        return
        [
            .. _known.Where(known => known.Value.Length == 1)
                .Select(known => (known.Value[0].Name, Distance: Distance(plain, known.Key)))
                .Where(near => near.Distance <= Math.Max(2, near.Name.Length / 3))
                .OrderBy(near => near.Distance).ThenBy(near => near.Name, StringComparer.Ordinal)
                .Take(NearMax).Select(near => near.Name),
        ];
    }

    static FrozenDictionary<string, HookName[]> Known(IReadOnlyCollection<string> operations)
    {
        // Calls of functions have no hooks.
        var messages = MessageKinds.All.Select(kind => kind.Name).Where(name => name != nameof(Protocol.Api.Rpc));
        var names = operations.Select(name => new HookName(name, IsMessage: false)).Concat(messages.Select(name => new HookName(name, IsMessage: true)));
        var known = names.ToDictionary(name => Plain(name.Name), name => (HookName[])[name]);
        known[Plain(AllSignIns)] =
            [.. operations.Where(name => name.StartsWith(AllSignIns, StringComparison.Ordinal)).Select(name => new HookName(name, IsMessage: false))];
        return known.ToFrozenDictionary();
    }

    static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>How many letters have to be changed, put in or left out to get from one text to the other.</summary>
    static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var at = 1; at <= one.Length; at++)
        {
            var diagonal = row[0]++;
            for (var to = 1; to <= other.Length; to++)
            {
                var changed = diagonal + (one[at - 1] == other[to - 1] ? 0 : 1);
                diagonal = row[to];
                row[to] = Math.Min(changed, Math.Min(row[to], row[to - 1]) + 1);
            }
        }

        return row[^1];
    }
}
