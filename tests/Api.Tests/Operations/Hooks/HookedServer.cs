using System.Text.Json.Nodes;
using KaosNet.Api.Operations;
using KaosNet.Api.Sessions.Providers;
using KaosNet.Api.Tests.Purchases;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Tournaments;
using KaosNet.Protocol.Api;
using KaosNet.Realtime.Scripts;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Api.Tests.Operations.Hooks;

/// <summary>A server whose module stands around every operation and does with one of them what it was told to; all providers vouch for whoever has a token.</summary>
/// <param name="file">The module's file.</param>
/// <param name="module">The module, given the operations' names.</param>
public abstract class HookedServer(string file, Func<IReadOnlyList<string>, string> module) : IAsyncLifetime
{
    public const string Board = "hooked", Tournament = "hooked-cup";

    static readonly Dictionary<string, IReadOnlyList<string>> Nothing = [];

    public StandInStores Stores { get; } = new();

    public GameServer Game { get; private set; } = null!;

    /// <summary>Somebody to ask as where it does not matter who it is.</summary>
    public TestPlayer Player { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var folder = TestFolder.Create("hooked");
        await File.WriteAllTextAsync(Path.Combine(folder, file), module([.. OperationRegistry.Of(Features.All).All.Select(operation => operation.Name)]));
        Game = await GameServer.Start(
            settings => settings.With(Stores) with { Runtime = settings.Runtime with { Path = folder, LuaMinCount = 1, LuaMaxCount = 1, LuaMaxInstructions = 1_000_000 } },
            services => services.AddSingleton<IIdentityVerifier<AccountApple>, Verifier>().AddSingleton<IIdentityVerifier<AccountFacebook>, Verifier>()
                .AddSingleton<IIdentityVerifier<AccountFacebookInstantGame>, Verifier>().AddSingleton<IIdentityVerifier<AccountGameCenter>, Verifier>()
                .AddSingleton<IIdentityVerifier<AccountGoogle>, Verifier>().AddSingleton<IIdentityVerifier<AccountSteam>, Verifier>());
        var script = new Caller { Source = Source.Script, Actor = "walk", Operation = "Spec" };
        (await Game.Get<IJournal>().Execute(new CreateLeaderboard(Board), script)).Fault.ShouldBeNull();
        (await Game.Get<IJournal>().Execute(new CreateTournament(Tournament, Duration: 86_400) { Authoritative = false, JoinRequired = false }, script)).Fault.ShouldBeNull();
        Player = await Game.SignUp();
    }

    /// <summary>Signs a new player up, with nothing planned.</summary>
    public async Task<TestPlayer> SignUp()
    {
        await Plan("", "");
        return await Game.SignUp();
    }

    /// <summary>Tells what is to be done with an operation, and forgets what was seen of it.</summary>
    public async Task Plan(string operation, string mode, JsonObject? request = null) => await Call(
        "plan", new JsonObject { ["name"] = operation, ["mode"] = mode, ["request"] = request?.DeepClone() }.ToJsonString());

    /// <summary>What the function after the operation has seen since.</summary>
    public async Task<JsonNode?> Seen() => await Call("seen", "") is { Length: > 0 } seen ? JsonNode.Parse(seen) : null;

    /// <summary>Sends a request with the credentials that the operation asks for.</summary>
    public async Task<(int Status, JsonObject Answer)> Ask(Operation operation, TestPlayer player, HttpRequestMessage request)
    {
        using var sent = request;
        sent.Headers.TryAddWithoutValidation("Authorization", operation.Access is Access.ServerKey ? "Basic ZGVmYXVsdGtleTo=" : "Bearer " + player.Token);
        using var response = await Game.Client.SendAsync(sent);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject());
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Stores.Dispose();
        return Game.DisposeAsync();
    }

    async Task<string> Call(string function, string payload)
    {
        var answer = await Game.Get<IRpcFunctions>().Call(function, payload, new(new Caller { Source = Source.Server }, Nothing, Nothing), CancellationToken.None);
        answer.Fault.ShouldBeNull();
        return answer.Value;
    }

    /// <summary>Takes a token for the id of its player.</summary>
    sealed class Verifier : IIdentityVerifier<AccountApple>, IIdentityVerifier<AccountFacebook>, IIdentityVerifier<AccountFacebookInstantGame>,
        IIdentityVerifier<AccountGameCenter>, IIdentityVerifier<AccountGoogle>, IIdentityVerifier<AccountSteam>
    {
        public ValueTask<VerifiedPlayer?> Verify(AccountApple credential, CancellationToken cancel) => Vouch(credential.Token);

        public ValueTask<VerifiedPlayer?> Verify(AccountFacebook credential, CancellationToken cancel) => Vouch(credential.Token);

        public ValueTask<VerifiedPlayer?> Verify(AccountFacebookInstantGame credential, CancellationToken cancel) => Vouch(credential.SignedPlayerInfo);

        public ValueTask<VerifiedPlayer?> Verify(AccountGameCenter credential, CancellationToken cancel) => Vouch(credential.PlayerId);

        public ValueTask<VerifiedPlayer?> Verify(AccountGoogle credential, CancellationToken cancel) => Vouch(credential.Token);

        public ValueTask<VerifiedPlayer?> Verify(AccountSteam credential, CancellationToken cancel) => Vouch(credential.Token);

        static ValueTask<VerifiedPlayer?> Vouch(string id) => new(new VerifiedPlayer(id));
    }
}
