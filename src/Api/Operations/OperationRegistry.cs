using System.Collections.Frozen;
using KaosNet.Protocol;

namespace KaosNet.Api.Operations;

/// <summary>Every operation of the server. A declaration that contradicts itself or another one stops the start with one clear line.</summary>
public sealed class OperationRegistry
{
    readonly FrozenDictionary<string, Operation> _byName;

    public OperationRegistry(IEnumerable<Operation> operations)
    {
        All = [.. operations.OrderBy(operation => operation.Name, StringComparer.Ordinal)];
        foreach (var twice in All.GroupBy(operation => operation.Name).Where(group => group.Count() > 1))
            throw new InvalidOperationException($"Operation {twice.Key} is declared {twice.Count()} times.");
        foreach (var twice in All.SelectMany(operation => operation.Bindings).GroupBy(Shape).Where(group => group.Count() > 1))
            throw new InvalidOperationException($"{twice.Key} is bound {twice.Count()} times.");
        foreach (var operation in All) Check(operation);
        _byName = All.ToFrozenDictionary(operation => operation.Name);
    }

    /// <summary>All operations, by name.</summary>
    public IReadOnlyList<Operation> All { get; }

    /// <summary>The operations of these features.</summary>
    public static OperationRegistry Of(IEnumerable<IFeature> features) => new(features.SelectMany(feature => feature.Operations));

    /// <summary>The operation with this name; null for none.</summary>
    public Operation? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Names of the parameters in a path template, in order.</summary>
    public static IEnumerable<string> ParametersOf(string path) =>
        path.Split('/').Where(segment => segment.StartsWith('{')).Select(segment => segment[1..^1]);

    static string Shape(HttpBinding binding) =>
        binding.Method + " " + string.Join('/', binding.Path.Split('/').Select(segment => segment.StartsWith('{') ? "{}" : segment));

    static void Check(Operation operation)
    {
        var request = MessageDescriptor.For(operation.RequestType);
        _ = MessageDescriptor.For(operation.ResponseType);
        foreach (var binding in operation.Bindings)
        {
            var unknown = ParametersOf(binding.Path).Append(binding.BodyField).OfType<string>().FirstOrDefault(name => request.Find(name) is null);
            if (unknown is not null)
                throw new InvalidOperationException($"{operation.Name}: {operation.RequestType.Name} has no field {unknown}, which {binding.Path} asks for.");
        }
    }
}
