using System.Text.Json.Nodes;

namespace KaosNet.Domain.Kernel;

/// <summary>
/// Brings an event that was stored under a name of its own to what it is called and how it is spelled since: a rename, another shape, or both. Stored events
/// stay as they are; they are changed while they are read, one step after the other until a present name is reached.
/// </summary>
/// <param name="From">The name under which stores hold it, and which nothing writes any more.</param>
/// <param name="To">The name that came next: that of a present event, or of a shape between.</param>
/// <param name="Reshape">
/// Gives the members as the next shape spells them; a pure function, which may change the object that it is given. Null for a rename. Personal members are there
/// as they were written, or as their placeholders once their player is forgotten.
/// </param>
public sealed record Upcast(string From, string To, Func<JsonObject, JsonObject>? Reshape = null);

/// <summary>The way from a former name to a present one.</summary>
/// <param name="Type">What the event is now.</param>
/// <param name="Steps">What happens to its members on the way, in order; none for renames alone.</param>
public sealed record FormerEvent(Type Type, IReadOnlyList<Func<JsonObject, JsonObject>> Steps)
{
    /// <summary>The members as the present event spells them.</summary>
    public JsonObject Reshape(JsonObject members) => Steps.Aggregate(members, (shape, step) => step(shape));
}
