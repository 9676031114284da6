using Nakama;

namespace KaosNet.Compat.Tests.Clients;

/// <summary>Functions of modules around operations, as the official .NET client (also Unity's) meets them.</summary>
public sealed class DotNetHookSpecs(CompatServer compat)
{
    readonly Client client = new("http", "127.0.0.1", compat.Server.Port, "defaultkey");

    [Fact]
    public async Task a_request_is_changed_before_and_answered_to_after()
    {
        var ann = await client.AuthenticateDeviceAsync($"phone-{Guid.NewGuid():n}");
        await client.UpdateAccountAsync(ann, ann.Username, displayName: "loud");
        (await client.GetAccountAsync(ann)).User.DisplayName.ShouldBe("LOUD " + ann.Username);
        var told = (await client.ListNotificationsAsync(ann)).Notifications.Single();
        (told.Subject, told.Code).ShouldBe(("You are loud", 5));
    }

    [Fact]
    public async Task a_refusal_has_the_functions_code_and_text()
    {
        var ann = await client.AuthenticateDeviceAsync($"phone-{Guid.NewGuid():n}");
        var refusal = await Should.ThrowAsync<ApiResponseException>(client.UpdateAccountAsync(ann, ann.Username, displayName: "nobody"));
        (refusal.StatusCode, refusal.GrpcStatusCode, refusal.Message).ShouldBe((400, 9, "Nobody has that name already"));
        refusal = await Should.ThrowAsync<ApiResponseException>(client.UpdateAccountAsync(ann, ann.Username, displayName: "quiet"));
        (refusal.StatusCode, refusal.GrpcStatusCode, refusal.Message).ShouldBe((404, 5, "Requested resource was not found."));
    }
}
