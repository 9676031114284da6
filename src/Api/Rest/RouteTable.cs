using System.Collections.Frozen;
using System.Runtime.InteropServices;
using KaosNet.Api.Metrics;
using KaosNet.Api.Operations;
using KaosNet.Protocol;

namespace KaosNet.Api.Rest;

/// <summary>One HTTP binding, ready to be served.</summary>
/// <param name="operation">What it asks for.</param>
/// <param name="binding">How it is declared.</param>
/// <param name="calls">Counts its calls.</param>
sealed class Route(Operation operation, HttpBinding binding, CallCounters calls)
{
    public Operation Operation { get; } = operation;

    public HttpBinding Binding { get; } = binding;

    public CallCounters Calls { get; } = calls;

    public MessageDescriptor Request { get; } = MessageDescriptor.For(operation.RequestType);

    /// <summary>The field that the body is, for such bindings.</summary>
    public MessageField? BodyField { get; } =
        binding.BodyField is null ? null : MessageDescriptor.For(operation.RequestType).Find(binding.BodyField);

    /// <summary>The fields that stand in the path, in order.</summary>
    public MessageField[] PathFields { get; } =
        [.. OperationRegistry.ParametersOf(binding.Path).Select(name => MessageDescriptor.For(operation.RequestType).Find(name)!)];
}

/// <summary>Where a path leads.</summary>
/// <param name="Route">The route; null when there is none for the method.</param>
/// <param name="Parameters">Values of <see cref="Rest.Route.PathFields"/>.</param>
/// <param name="IsKnownPath">Whether the path exists under some method.</param>
[StructLayout(LayoutKind.Auto)]
readonly record struct RouteMatch(Route? Route, string[] Parameters, bool IsKnownPath);

/// <summary>
/// Finds the route of a path (H8). Each method has its own tree, because a path may be a fixed route under one method and a parameter's value
/// under another; where both fit, the fixed word wins. Paths without parameters are found in one look-up.
/// </summary>
sealed class RouteTable
{
    readonly FrozenDictionary<string, (FrozenDictionary<string, Route> Fixed, Node Tree)> _methods;

    public RouteTable(IEnumerable<Operation> operations, OperationMetrics metrics) => _methods = operations
        .SelectMany(operation => operation.Bindings.Select(binding => new Route(operation, binding, metrics.Of(operation))))
        .GroupBy(route => route.Binding.Method)
        .ToFrozenDictionary(group => group.Key, group => (FixedOf(group), TreeOf(group)));

    /// <summary>Where the method and decoded path lead.</summary>
    public RouteMatch Find(string method, string path)
    {
        if (_methods.TryGetValue(method, out var own))
        {
            if (own.Fixed.TryGetValue(path, out var route)) return new(route, [], true);
            var parameters = new List<string>(2);
            if (own.Tree.Find(path, 1, parameters) is { } found) return new(found, [.. parameters], true);
        }
        foreach (var (fixedPaths, tree) in _methods.Values)
            if (fixedPaths.ContainsKey(path) || tree.Find(path, 1, []) is not null) return new(null, [], true);
        return new(null, [], false);
    }

    static FrozenDictionary<string, Route> FixedOf(IEnumerable<Route> routes) =>
        routes.Where(route => route.PathFields.Length == 0).ToFrozenDictionary(route => route.Binding.Path);

    static Node TreeOf(IEnumerable<Route> routes)
    {
        var root = new Node();
        foreach (var route in routes) root.Add(route);
        return root;
    }

    sealed class Node
    {
        readonly Dictionary<string, Node> _words = [];
        Dictionary<string, Node>.AlternateLookup<ReadOnlySpan<char>>? _lookup;
        Node? _parameter;
        Route? _route;

        public void Add(Route route)
        {
            var node = this;
            foreach (var segment in route.Binding.Path.Split('/').Skip(1))
                node = segment.StartsWith('{') ? node._parameter ??= new() : node.WordNode(segment);
            node._route = route;
        }

        public Route? Find(string path, int start, List<string> parameters)
        {
            if (start > path.Length) return _route;
            var end = path.IndexOf('/', start);
            if (end < 0) end = path.Length;
            var segment = path.AsSpan(start, end - start);
            if (_lookup is { } words && words.TryGetValue(segment, out var word) && word.Find(path, end + 1, parameters) is { } route) return route;
            if (_parameter is null || segment.IsEmpty) return null;
            parameters.Add(segment.ToString());
            if (_parameter.Find(path, end + 1, parameters) is { } found) return found;
            parameters.RemoveAt(parameters.Count - 1);
            return null;
        }

        Node WordNode(string word)
        {
            _lookup ??= _words.GetAlternateLookup<ReadOnlySpan<char>>();
            if (!_words.TryGetValue(word, out var node)) _words[word] = node = new();
            return node;
        }
    }
}
