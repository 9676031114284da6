using Nakama;

namespace KaosNet.Compat.Tests.Clients;

/// <summary>What players see of wallets through the official .NET client: their own, in the account (parity 8.1).</summary>
public sealed class DotNetWalletSpecs(CompatServer compat)
{
    readonly Client client = new("http", "127.0.0.1", compat.Server.Port, "defaultkey");

    [Fact]
    public async Task the_account_shows_what_server_code_pays_and_takes()
    {
        var ann = await SignIn();
        (await client.GetAccountAsync(ann)).Wallet.ShouldBe("{}");
        (await client.RpcAsync(ann, "earn", """{"coins":10,"gems":1}""")).Payload.ShouldBe("""{"coins":10,"gems":1}""");
        (await client.GetAccountAsync(ann)).Wallet.ShouldBe("""{"gems": 1, "coins": 10}""");
        await client.RpcAsync(ann, "earn", """{"coins":-10}""");
        (await client.GetAccountAsync(ann)).Wallet.ShouldBe("""{"gems": 1, "coins": 0}""");

        var poor = await Should.ThrowAsync<ApiResponseException>(client.RpcAsync(ann, "earn", """{"gems":5,"coins":-1}"""));
        (poor.GrpcStatusCode, poor.Message).ShouldBe((9, "failed to update user wallet: wallet update rejected negative value at path 'coins'"));
        (await client.GetAccountAsync(ann)).Wallet.ShouldBe("""{"gems": 1, "coins": 0}""");
    }

    [Fact]
    public async Task a_ledger_is_walked_to_its_last_page()
    {
        var ann = await SignIn();
        for (var i = 1; i <= 5; i++) await client.RpcAsync(ann, "earn", $$"""{"coins":{{i}}}""");
        (await client.RpcAsync(ann, "ledger")).Payload.ShouldBe("[[5,4],[3,2],[1]]");
    }

    Task<ISession> SignIn() => client.AuthenticateDeviceAsync($"wallet-{Guid.NewGuid():n}");
}
