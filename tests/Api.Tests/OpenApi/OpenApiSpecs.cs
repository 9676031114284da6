using System.Net;
using System.Text.Json.Nodes;
using KaosNet.Api.OpenApi;
using KaosNet.Api.Operations;
using KaosNet.Api.Tests.Operations;

namespace KaosNet.Api.Tests.OpenApi;

/// <summary>The API explorer's document holds every operation and is well formed.</summary>
public class OpenApiSpecs(SharedFront shared) : IClassFixture<SharedFront>
{
    static readonly OperationRegistry Registry = OperationRegistry.Of(Features.All);
    static readonly JsonObject Document = OpenApiDocument.Of(Registry);

    readonly FrontUnderTest _front = shared.Front;

    [Fact]
    public void every_binding_of_every_operation_is_there() => Entries().Select(entry => $"{entry.Method} {entry.Path}").Order(StringComparer.Ordinal)
        .ShouldBe(Registry.All.SelectMany(operation => operation.Bindings).Select(binding => $"{binding.Method} {binding.Path}").Order(StringComparer.Ordinal));

    [Fact]
    public void every_entry_has_what_the_specification_demands()
    {
        Document["openapi"]!.GetValue<string>().ShouldStartWith("3.0.");
        Document["info"]!["title"].ShouldNotBeNull();
        Document["info"]!["version"].ShouldNotBeNull();
        foreach (var (_, path, entry) in Entries())
        {
            entry["operationId"]!.GetValue<string>().ShouldNotBeEmpty();
            entry["summary"]!.GetValue<string>().ShouldNotBeEmpty();
            entry["responses"]!.AsObject().ShouldNotBeEmpty();
            foreach (var response in entry["responses"]!.AsObject()) response.Value!["description"].ShouldNotBeNull();
            var parameters = entry["parameters"]!.AsArray().Select(parameter => parameter!).ToList();
            var inPath = parameters.Where(parameter => parameter["in"]!.GetValue<string>() == "path").Select(parameter => parameter["name"]!.GetValue<string>());
            inPath.ShouldBe(OperationRegistry.ParametersOf(path));
            foreach (var parameter in parameters)
            {
                parameter["schema"].ShouldNotBeNull();
                (parameter["in"]!.GetValue<string>() != "path" || parameter["required"]!.GetValue<bool>()).ShouldBeTrue();
            }
        }
    }

    [Fact]
    public void operation_ids_are_unique() =>
        Entries().Select(entry => entry.Operation["operationId"]!.GetValue<string>()).ShouldBeUnique();

    [Fact]
    public void every_reference_leads_to_a_schema()
    {
        var schemas = Document["components"]!["schemas"]!.AsObject();
        var references = References(Document).ToList();
        references.ShouldNotBeEmpty();
        foreach (var reference in references)
        {
            reference.ShouldStartWith("#/components/schemas/");
            schemas.ContainsKey(reference["#/components/schemas/".Length..]).ShouldBeTrue(reference);
        }
    }

    [Fact]
    public void who_may_call_is_told_with_a_known_scheme()
    {
        var schemes = Document["components"]!["securitySchemes"]!.AsObject();
        foreach (var (_, _, operation) in Entries())
        {
            var access = Registry.Find(operation["operationId"]!.GetValue<string>().TrimEnd('2'))!.Access;
            var needed = operation["security"]!.AsArray();
            needed.Count.ShouldBe(access switch { Access.Anyone => 0, Access.PlayerOrHttpKey => 2, _ => 1 });
            foreach (var name in needed.SelectMany(requirement => requirement!.AsObject())) schemes.ContainsKey(name.Key).ShouldBeTrue();
        }
    }

    [Fact]
    public void summaries_say_in_one_style_what_to_do()
    {
        foreach (var operation in Registry.All)
        {
            operation.Summary.ShouldMatch(@"^[A-Z][a-z]+\b[^.]*\.$", operation.Name);
            // "Lists", "Takes", "The", "A": not what one tells a server to do.
            operation.Summary.ShouldNotMatch(@"^([A-Z][a-z]*[^s]s|The|An?)\b", operation.Name);
        }
    }

    [Fact]
    public void every_tag_is_described() => Document["tags"]!.AsArray().Where(tag => string.IsNullOrEmpty(tag!["description"]?.GetValue<string>()))
        .Select(tag => tag!["name"]!.GetValue<string>()).ShouldBeEmpty();

    [Fact]
    public void maps_are_filled_in_empty()
    {
        var maps = Document["components"]!["schemas"]!.AsObject()
            .SelectMany(schema => schema.Value!["properties"]?.AsObject() ?? [])
            .Where(property => property.Value!["additionalProperties"] is not null)
            .ToList();
        maps.ShouldNotBeEmpty();
        foreach (var (name, map) in maps) map!["example"]?.ToJsonString().ShouldBe("{}", name);
    }

    [Fact]
    public async Task the_document_is_served()
    {
        var served = JsonNode.Parse(await _front.Client.GetStringAsync("/openapi/v2.json"))!;
        served["paths"]!["/v2/leaderboard/{leaderboard_id}"]!["post"]!["requestBody"]!["content"]!["application/json"]!["schema"]!["$ref"]!
            .GetValue<string>().ShouldBe("#/components/schemas/WriteLeaderboardRecordRequest.LeaderboardRecordWrite");
    }

    [Fact]
    public async Task the_explorer_is_served_and_points_to_the_document()
    {
        (await _front.Client.GetStringAsync("/swagger/index.html")).ShouldContain("swagger-ui");
        (await _front.Client.GetStringAsync("/swagger/index.js")).ShouldContain("/openapi/v2.json");
        (await _front.Client.GetAsync("/swagger/swagger-ui-bundle.js")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    static IEnumerable<(string Method, string Path, JsonObject Operation)> Entries() =>
        from path in Document["paths"]!.AsObject()
        from method in path.Value!.AsObject()
        select (method.Key.ToUpperInvariant(), path.Key, method.Value!.AsObject());

    static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject entries => entries.SelectMany(entry => entry.Key == "$ref" ? [entry.Value!.GetValue<string>()] : References(entry.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };
}
