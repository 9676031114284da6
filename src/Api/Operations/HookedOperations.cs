using KaosNet.Realtime.Scripts;

namespace KaosNet.Api.Operations;

/// <summary>On which sides of an operation a function of a module stands.</summary>
[Flags]
enum HookSides : byte
{
    None = 0,
    Before = 1,
    After = 2,
}

/// <summary>
/// Which operations have functions around them. The names are compared once, whenever modules have loaded; a request costs one look into a table.
/// </summary>
sealed class HookedOperations
{
    readonly OperationRegistry _registry;
    readonly IOperationHooks? _hooks;
    volatile HookSides[] _sides = [];

    public HookedOperations(OperationRegistry registry, IOperationHooks? hooks)
    {
        (_registry, _hooks) = (registry, hooks);
        if (hooks is null) return;
        hooks.WhenChanged(LookUp);
        LookUp();
    }

    /// <summary>The functions; only to be asked for where there are some.</summary>
    public IOperationHooks Hooks => _hooks ?? throw new InvalidOperationException("There are no functions around operations.");

    public HookSides Of(Operation operation)
    {
        var sides = _sides;
        return (uint)operation.Ordinal < (uint)sides.Length ? sides[operation.Ordinal] : HookSides.None;
    }

    void LookUp()
    {
        var before = Hooks.Before.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var after = Hooks.After.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var sides = new HookSides[before.Count + after.Count == 0 ? 0 : _registry.All.Max(operation => operation.Ordinal) + 1];
        if (sides.Length > 0)
        {
            foreach (var operation in _registry.All.Where(operation => operation.TakesHooks))
            {
                sides[operation.Ordinal] =
                    (before.Contains(operation.Name) ? HookSides.Before : HookSides.None) | (after.Contains(operation.Name) ? HookSides.After : HookSides.None);
            }
        }

        _sides = sides;
    }
}
