using System.Text.Json;

namespace KaosNet.Simulation.Tests.Social;

/// <summary>What a server said to one request.</summary>
/// <param name="Code">0, or the gRPC code of the refusal.</param>
/// <param name="Body">The JSON answer.</param>
public readonly record struct Answer(int Code, JsonElement Body)
{
    /// <summary>A text of the answer; empty when it is left out.</summary>
    public string Text(string name) => Body.ValueKind is JsonValueKind.Object && Body.TryGetProperty(name, out var value) ? value.GetString()! : "";

    /// <summary>A list of the answer; empty when it is left out.</summary>
    public List<JsonElement> List(string name) =>
        Body.ValueKind is JsonValueKind.Object && Body.TryGetProperty(name, out var value) ? [.. value.EnumerateArray()] : [];
}
