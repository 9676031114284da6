using System.Net;
using System.Text.Json;

namespace KaosNet.Api.Tests.History;

/// <summary>Everything about a user as one document, for servers.</summary>
public sealed class ExportUserSpecs(GameServer server) : IClassFixture<GameServer>
{
    [Fact]
    public async Task a_server_gets_everything_about_a_user_in_one_document()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        (await server.Send("PUT", "/v2/account", ann.Token, """{"display_name":"Ann"}""")).EnsureSuccessStatusCode();
        (await server.Send("POST", $"/v2/friend?ids={bob.UserId}", ann.Token)).EnsureSuccessStatusCode();
        (await server.Send("POST", $"/v2/friend?ids={ann.UserId}", bob.Token)).EnsureSuccessStatusCode();

        using var response = await server.Send("GET", $"/v2/kaos/user/{ann.UserId.ToUpperInvariant()}/export?http_key=defaulthttpkey");
        var export = await GameServer.Json(response);
        (export.GetProperty("user_id").GetString(), export.TryGetProperty("forget_time", out _)).ShouldBe((ann.UserId, false));
        var text = export.GetProperty("document").GetString()!;
        text.ShouldNotContain(bob.Username);
        var document = JsonSerializer.Deserialize<JsonElement>(text);
        document.GetProperty("profile")[0].GetProperty("display_name").GetString().ShouldBe("Ann");
        document.GetProperty("friends")[0].GetProperty("user_id").GetString().ShouldBe(bob.UserId);
        document.GetProperty("friends")[0].GetProperty("state").GetString().ShouldBe("friend");
        var told = document.GetProperty("notifications").EnumerateArray().Single(notification => !notification.GetProperty("sent_by_you").GetBoolean());
        told.GetProperty("subject").ValueKind.ShouldBe(JsonValueKind.Null, "it names the other one");
        document.GetProperty("changes")[0].GetProperty("event").GetString().ShouldBe("account_created");
    }

    [Fact]
    public async Task what_cannot_be_exported_is_refused()
    {
        async Task<string> Refusal(string path, HttpStatusCode status, string? token = null)
        {
            using var response = await server.Send("GET", path, token);
            response.StatusCode.ShouldBe(status);
            return await response.Content.ReadAsStringAsync();
        }

        var ann = await server.SignUp();
        (await Refusal("/v2/kaos/user/ann/export?http_key=defaulthttpkey", HttpStatusCode.BadRequest)).ShouldContain("Invalid user ID provided.");
        (await Refusal($"/v2/kaos/user/{Guid.NewGuid()}/export?http_key=defaulthttpkey", HttpStatusCode.NotFound)).ShouldContain("There never was such a user.");
        await Refusal($"/v2/kaos/user/{ann.UserId}/export", HttpStatusCode.Unauthorized, ann.Token);
    }
}
