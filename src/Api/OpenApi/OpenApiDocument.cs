using System.Text.Json.Nodes;
using KaosNet.Api.Operations;
using KaosNet.Api.Rpc;
using KaosNet.Protocol;

namespace KaosNet.Api.OpenApi;

/// <summary>The client API as an OpenAPI 3.0 document, made from the registry.</summary>
public sealed class OpenApiDocument(OperationRegistry registry)
{
    const string Bearer = "Session";
    const string Basic = "ServerKey";
    const string HttpKey = "HttpKey";

    readonly MessageSchemas _schemas = new();
    readonly HashSet<string> _operationIds = [];

    /// <summary>Builds the document.</summary>
    public static JsonObject Of(OperationRegistry registry) => new OpenApiDocument(registry).Build();

    JsonObject Build()
    {
        var paths = new JsonObject();
        var tags = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (operation, binding) in registry.All.SelectMany(operation => operation.Bindings.Select(binding => (operation, binding))))
        {
            if (!paths.ContainsKey(binding.Path)) paths[binding.Path] = new JsonObject();
            paths[binding.Path]![binding.Method.ToLowerInvariant()] = Describe(operation, binding);
            tags.Add(TagOf(binding));
        }
        _schemas.Complete();
        _schemas.Definitions["Error"] = ErrorSchema();
        return new()
        {
            ["openapi"] = "3.0.3",
            ["info"] = new JsonObject
            {
                ["title"] = "KaosNet client API",
                ["version"] = "2.0",
                ["description"] = "What games and their servers can ask. Sign in with one of the Authenticate operations (ServerKey: the server key as user "
                    + "name, any password), then put the answer's token into Session.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["tags"] = new JsonArray([.. tags.Select(tag => new JsonObject { ["name"] = tag, ["description"] = Tags.DescriptionOf(tag) })]),
            ["paths"] = paths,
            ["components"] = new JsonObject { ["securitySchemes"] = SecuritySchemes(), ["schemas"] = _schemas.Definitions },
        };
    }

    JsonObject Describe(Operation operation, HttpBinding binding)
    {
        var described = new JsonObject
        {
            ["operationId"] = OperationIdOf(operation.Name),
            ["summary"] = operation.Summary,
            ["tags"] = new JsonArray(TagOf(binding)),
            ["parameters"] = Parameters(operation, binding),
        };
        if (BodyOf(operation, binding) is { } body) described["requestBody"] = body;
        described["responses"] = new JsonObject
        {
            ["200"] = new JsonObject { ["description"] = "Done.", ["content"] = ContentOf(operation) },
            ["default"] = new JsonObject { ["description"] = "Refused.", ["content"] = Json(new() { ["$ref"] = "#/components/schemas/Error" }) },
        };
        described["security"] = SecurityOf(operation.Access);
        return described;
    }

    JsonObject ContentOf(Operation operation)
    {
        var content = Json(_schemas.Reference(MessageDescriptor.For(operation.ResponseType)));
        if (operation.IsStreamed) content["text/event-stream"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } };
        return content;
    }

    JsonArray Parameters(Operation operation, HttpBinding binding)
    {
        var message = MessageDescriptor.For(operation.RequestType);
        var inPath = OperationRegistry.ParametersOf(binding.Path).ToList();
        var parameters = new JsonArray();
        foreach (var name in inPath) parameters.Add(Parameter(message, message.Find(name)!, "path"));
        if (operation.Name == RpcOverHttp.OperationName) AddRpcParameters(parameters, binding);
        else if (binding.Body != BodySource.Whole)
        {
            foreach (var field in message.Fields)
                if (!inPath.Contains(field.Name) && field.Name != binding.BodyField && field.Kind != FieldKind.Message && field.Shape != FieldShape.Map)
                    parameters.Add(Parameter(message, field, "query"));
        }
        return parameters;
    }

    JsonObject Parameter(MessageDescriptor message, MessageField field, string place)
    {
        var parameter = new JsonObject { ["name"] = field.Name, ["in"] = place, ["schema"] = _schemas.Describe(field) };
        if (place == "path") parameter["required"] = true;
        if (place == "path" && Examples.Of(message.Name, field) is { } example) parameter["example"] = example;
        return parameter;
    }

    static void AddRpcParameters(JsonArray parameters, HttpBinding binding)
    {
        if (binding.Method != "POST") return;
        parameters.Add(new JsonObject
        {
            ["name"] = "unwrap", ["in"] = "query", ["description"] = "When present, body and answer are the payload itself.", ["allowEmptyValue"] = true,
            ["schema"] = new JsonObject { ["type"] = "string" },
        });
    }

    JsonObject? BodyOf(Operation operation, HttpBinding binding)
    {
        var message = MessageDescriptor.For(operation.RequestType);
        return binding.Body switch
        {
            BodySource.Whole => new() { ["required"] = true, ["content"] = Json(_schemas.Reference(message)) },
            BodySource.Field => new() { ["required"] = true, ["content"] = Json(BodyField(message, message.Find(binding.BodyField!)!)) },
            _ => null,
        };
    }

    JsonObject BodyField(MessageDescriptor message, MessageField field)
    {
        var schema = _schemas.Describe(field);
        if (!schema.ContainsKey("$ref") && Examples.Of(message.Name, field) is { } example) schema["example"] = example;
        return schema;
    }

    string OperationIdOf(string name)
    {
        // An operation with several bindings needs an id for each; the first keeps the name.
        var id = name;
        for (var number = 2; !_operationIds.Add(id); number++) id = name + number;
        return id;
    }

    static string TagOf(HttpBinding binding) => binding.Path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["v2", "account", var part and ("authenticate" or "link" or "unlink" or "session"), ..] => part,
        ["v2", "kaos", var area, ..] => area,
        ["v2", var area, ..] => area,
        _ => "health",
    };

    static JsonArray SecurityOf(Access access) => access switch
    {
        Access.ServerKey => [Scheme(Basic)],
        Access.Player => [Scheme(Bearer)],
        Access.PlayerOrHttpKey => [Scheme(Bearer), Scheme(HttpKey)],
        Access.HttpKey => [Scheme(HttpKey)],
        _ => [],
    };

    static JsonObject Scheme(string name) => new() { [name] = new JsonArray() };

    static JsonObject SecuritySchemes() => new()
    {
        [Bearer] = new JsonObject
        {
            ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT", ["description"] = "The token of a signed-in player's session.",
        },
        [Basic] = new JsonObject
        {
            ["type"] = "http", ["scheme"] = "basic", ["description"] = "User name: the setting socket.server_key. The password is not looked at.",
        },
        [HttpKey] = new JsonObject
        {
            ["type"] = "apiKey", ["in"] = "query", ["name"] = "http_key", ["description"] = "The setting runtime.http_key, for calls by servers.",
        },
    };

    static JsonObject ErrorSchema() => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("code", "message"),
        ["properties"] = new JsonObject
        {
            ["code"] = new JsonObject { ["type"] = "integer", ["format"] = "int32", ["description"] = "A code of gRPC.", ["example"] = 3 },
            ["message"] = new JsonObject { ["type"] = "string", ["example"] = "Device ID is required." },
        },
    };

    static JsonObject Json(JsonObject schema) => new() { ["application/json"] = new JsonObject { ["schema"] = schema } };
}
