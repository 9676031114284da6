using System.Text.Json;

namespace KaosNet.Api.Tests;

/// <summary>Looks at what the server answered: <c>using static</c>.</summary>
static class Answers
{
    /// <summary>A member that is a string.</summary>
    public static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    /// <summary>The body of an answer that must be 200.</summary>
    public static async Task<JsonElement> Json(Task<HttpResponseMessage> sending)
    {
        using var response = await sending;
        return await GameServer.Json(response);
    }

    /// <summary>It is refused with exactly this.</summary>
    public static Task Refused(Task<HttpResponseMessage> sending, int status, int code, string message) =>
        Expect(sending, status, $$"""{"code":{{code}},"message":"{{message}}"}""");

    /// <summary>It is answered with exactly this.</summary>
    public static async Task Expect(Task<HttpResponseMessage> sending, int status, string body)
    {
        using var response = await sending;
        ((int)response.StatusCode, await response.Content.ReadAsStringAsync()).ShouldBe((status, body));
    }
}
