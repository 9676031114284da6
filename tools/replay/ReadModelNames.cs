using System.CommandLine;
using KaosNet.Projections;
using KaosNet.Store.Tables;

namespace KaosNet.Replay;

/// <summary>Read models by the names of their tables, as <c>verify</c> prints them.</summary>
static class ReadModelNames
{
    public static Argument<string[]> Argument(string description) => new("names") { Description = description, Arity = ArgumentArity.ZeroOrMore };

    /// <summary>The tables of these names, in the order of their registration; all when none is named.</summary>
    public static IReadOnlyList<IInlineTable> Find(IReadOnlyCollection<string> names)
    {
        if (names.Count == 0) return ReadModels.All;
        var unknown = names.FirstOrDefault(name => ReadModels.All.All(table => table.Name != name));
        if (unknown is not null) throw new ReplayRefusedException($"There is no read model {unknown}. There are {string.Join(", ", ReadModels.All.Select(table => table.Name))}.");
        return [.. ReadModels.All.Where(table => names.Contains(table.Name))];
    }
}
