using KaosNet.Api.Errors;
using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol;

namespace KaosNet.Api.Rest;

/// <summary>Builds request messages from body, path and query (H21 to H33). What it refuses is the client's mistake.</summary>
static class RequestBinder
{
    /// <summary>Whether the route's body is read at all.</summary>
    public static bool ReadsBody(Route route, bool isForm) => route.Binding.Body != BodySource.None || isForm;

    /// <summary>Fills the message; null, or why the request is refused.</summary>
    /// <param name="route">What is asked.</param>
    /// <param name="message">An empty request message.</param>
    /// <param name="parameters">Values of the path's parameters.</param>
    /// <param name="query">The query as sent, without its question mark.</param>
    /// <param name="body">The body, unpacked; empty when it is not read.</param>
    /// <param name="isForm">Whether the body is a form, whose fields count as query parameters (H20).</param>
    public static Fault? Bind(Route route, object message, string[] parameters, ReadOnlySpan<char> query, ReadOnlySpan<byte> body, bool isForm)
    {
        var refusal = route.Binding.Body switch
        {
            BodySource.Whole => JsonCodec.Deserialize(body, message, JsonRules.Rest),
            BodySource.Field => JsonCodec.DeserializeField(body, message, route.BodyField!, JsonRules.Rest),
            _ => null,
        };
        if (refusal is null && route.Binding.Body != BodySource.Whole) refusal = BindQuery(route, message, query, isForm ? body : []);
        for (var i = 0; i < parameters.Length && refusal is null; i++)
            refusal = route.Request.Bind(message, route.PathFields[i].Name, [parameters[i]]);
        return refusal is null ? null : Fault.InvalidArgument(refusal);
    }

    /// <summary>H10: an unpacked message that is over the limit, although what was sent is not.</summary>
    public static Fault? Measure(object message, int bodyBytes, int bytesMax)
    {
        // A message in protobuf is never this much larger than in JSON; measuring is for the few that could be over.
        if (bodyBytes < bytesMax / 8) return null;
        var size = ProtobufCodec.Measure(message);
        return size > bytesMax ? Refusals.MessageTooLarge(size, bytesMax) : null;
    }

    static string? BindQuery(Route route, object message, ReadOnlySpan<char> query, ReadOnlySpan<byte> form)
    {
        if (query.IsEmpty && form.IsEmpty) return null;
        var given = QueryParameters.Parse(query, out var refusal);
        if (given is null) return refusal;
        if (!form.IsEmpty)
        {
            var merged = new QueryParameters();
            if (!merged.TryAdd(System.Text.Encoding.UTF8.GetString(form), out refusal) || !merged.TryAdd(query, out refusal)) return refusal;
            given = merged;
        }
        var seen = 0UL;
        foreach (var (name, values) in given)
        {
            if (route.Request.Find(name) is not { } field || field == route.BodyField || Array.IndexOf(route.PathFields, field) >= 0) continue;
            if (field.Kind == FieldKind.Message) continue;
            // Both spellings of one field count as giving it twice.
            var bit = 1UL << (field.Number & 63);
            if ((seen & bit) != 0) return $"too many values for field \"{field.Name}\": {string.Join(", ", values)}";
            seen |= bit;
            if (route.Request.Bind(message, name, values) is { } mistake) return mistake;
        }
        return null;
    }
}
