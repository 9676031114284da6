using System.Net.Http.Headers;
using System.Text;
using KaosNet.Api.Operations;
using KaosNet.Protocol;

namespace KaosNet.Api.Tests.BadInput;

/// <summary>One way to ask an operation wrongly.</summary>
/// <param name="Field">The field that is wrong, or what of the request as a whole.</param>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Send">Makes the request, given who asks.</param>
public sealed record BadRequest(string Field, string Name, Func<HttpRequestMessage> Send);

/// <summary>Makes good requests of an operation and spoils one part of each.</summary>
/// <param name="operation">The operation.</param>
/// <param name="samples">A good value for each field, as JSON.</param>
/// <param name="words">What bad values are made of.</param>
public sealed class BadRequests(Operation operation, Func<MessageField, string?> samples, BadWords words)
{
    readonly HttpBinding _binding = operation.Bindings[0];
    readonly MessageDescriptor _request = MessageDescriptor.For(operation.RequestType);

    /// <summary>Every spoiled request.</summary>
    public IEnumerable<BadRequest> All() => [.. Bodies(), .. Fields()];

    /// <summary>The request as it should be, but for what is overridden.</summary>
    public HttpRequestMessage Request(string? field = null, string? json = null, string? text = null, byte[]? body = null)
    {
        var parameters = OperationRegistry.ParametersOf(_binding.Path).ToHashSet(StringComparer.Ordinal);
        var path = _binding.Path;
        List<string> query = [];
        foreach (var each in _request.Fields)
        {
            var value = each.Name == field ? text : Plain(samples(each));
            if (parameters.Contains(each.Name)) path = path.Replace("{" + each.Name + "}", Uri.EscapeDataString(value ?? "none"), StringComparison.Ordinal);
            else if (value is not null && InQuery(each)) query.Add($"{each.Name}={Uri.EscapeDataString(value)}");
        }

        var request = new HttpRequestMessage(new(_binding.Method), query.Count == 0 ? path : path + "?" + string.Join('&', query));
        if (_binding.Body is BodySource.None) return request;
        request.Content = new ByteArrayContent(body ?? Encoding.UTF8.GetBytes(Body(field, json)));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return request;
    }

    IEnumerable<BadRequest> Bodies()
    {
        if (_binding.Body is BodySource.None) yield break;
        yield return Whole("cut short", "{\"a\":"u8.ToArray());
        yield return Whole("a list", "[]"u8.ToArray());
        yield return Whole("a text", "\"text\""u8.ToArray());
        yield return Whole("null", "null"u8.ToArray());
        yield return Whole("no UTF-8", [.. "{\""u8, 0xff, 0xfe, .. "\":1}"u8]);
        yield return Whole("deep", [.. "{\"a\":"u8, .. Enumerable.Repeat((byte)'[', 50_000)]);
        yield return Whole("300 KB", [.. "{\"a\":\""u8, .. Enumerable.Repeat((byte)'x', 300_000), .. "\"}"u8]);
        BadRequest Whole(string name, byte[] body) => new("(body)", name, () => Request(body: body));
    }

    IEnumerable<BadRequest> Fields()
    {
        foreach (var field in _request.Fields)
        {
            if (_binding.Body is BodySource.Field && field.Name == _binding.BodyField)
            {
                foreach (var inner in field.Message!.Fields)
                {
                    foreach (var bad in BadValues.Of(inner, words)) yield return new($"{field.Name}.{inner.Name}", bad.Name, () => Request(inner.Name, bad.Json));
                }

                continue;
            }

            var isInBody = InBody(field);
            foreach (var bad in BadValues.Of(field, words))
            {
                // An empty part of a path is another path.
                if (isInBody || (bad.Text is { } text && (text.Length is > 0 and < 5_000 || InQuery(field))))
                    yield return new(field.Name, bad.Name, () => Request(field.Name, bad.Json, bad.Text));
            }

            if (!isInBody || field.Message is not { } message || field.Shape is FieldShape.Map) continue;
            foreach (var inner in message.Fields)
            {
                foreach (var bad in BadValues.Of(inner, words))
                {
                    var spoiled = Object(message, inner.Name, bad.Json);
                    yield return new($"{field.Name}.{inner.Name}", bad.Name, () => Request(field.Name, field.Shape is FieldShape.List ? $"[{spoiled}]" : spoiled));
                }
            }
        }
    }

    bool InBody(MessageField field) => _binding.Body is BodySource.Whole && !_binding.Path.Contains("{" + field.Name + "}", StringComparison.Ordinal);

    bool InQuery(MessageField field) => _binding.Body is not BodySource.Whole && field.Kind is not FieldKind.Message && field.Shape is not FieldShape.Map
        && field.Name != _binding.BodyField && !_binding.Path.Contains("{" + field.Name + "}", StringComparison.Ordinal);

    string Body(string? field, string? json) => _binding.Body is BodySource.Field
        ? Object(_request.Find(_binding.BodyField!)!.Message!, field, json)
        : Object(_request, field, json);

    string Object(MessageDescriptor message, string? field, string? json) => "{" + string.Join(',', message.Fields.Select(each =>
        (each.Name, Json: each.Name == field ? json : samples(each) ?? (each is { Kind: FieldKind.Message, Shape: not FieldShape.Map } ? Nested(each) : null)))
        .Where(pair => pair.Json is not null).Select(pair => $"\"{pair.Name}\":{pair.Json}")) + "}";

    string Nested(MessageField field) => field.Shape is FieldShape.List ? $"[{Object(field.Message!, null, null)}]" : Object(field.Message!, null, null);

    /// <summary>A JSON value as a parameter: without quotes, and the first of a list.</summary>
    static string? Plain(string? json) => json?.Trim('[', ']').Trim('"');
}
