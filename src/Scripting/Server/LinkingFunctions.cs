using KaosNet.Domain.Accounts;
using KaosNet.Domain.Accounts.Linking;
using KaosNet.Modules.Sessions;
using KaosNet.Protocol.Api;
using KaosNet.Realtime.Scripts;

namespace KaosNet.Scripting.Server;

/// <summary>The ways in which players sign in, for modules.</summary>
internal sealed class LinkingFunctions(ServerApi api) : ILinkingFunctions
{
    public async ValueTask LinkDevice(Guid userId, string deviceId) => await api.Execute(new LinkIdentity(userId.ToString(), Identity.Device(deviceId)));

    public async ValueTask LinkCustom(Guid userId, string customId) => await api.Execute(new LinkIdentity(userId.ToString(), Identity.Custom(customId)));

    public async ValueTask LinkEmail(Guid userId, string email, string password) =>
        ServerApi.Granted(await api.Get<ISignIns>().LinkEmail(userId.ToString(), email, password, api.Caller, api.Cancel));

    public ValueTask LinkApple(Guid userId, string token) => Link(userId, new AccountApple { Token = token });

    public ValueTask LinkFacebook(Guid userId, string username, string token, bool importFriends) => Link(userId, new AccountFacebook { Token = token });

    public ValueTask LinkFacebookInstantGame(Guid userId, string signedPlayerInfo) =>
        Link(userId, new AccountFacebookInstantGame { SignedPlayerInfo = signedPlayerInfo });

    public ValueTask LinkGameCenter(Guid userId, string playerId, string bundleId, long timestamp, string salt, string signature, string publicKeyUrl) =>
        Link(userId, Signed(playerId, bundleId, timestamp, salt, signature, publicKeyUrl));

    public ValueTask LinkGoogle(Guid userId, string token) => Link(userId, new AccountGoogle { Token = token });

    public ValueTask LinkSteam(Guid userId, string username, string token, bool importFriends) => Link(userId, new AccountSteam { Token = token });

    public async ValueTask UnlinkDevice(Guid userId, string deviceId) => await api.Execute(new UnlinkIdentity(userId.ToString(), IdentityKind.Device, deviceId));

    public async ValueTask UnlinkCustom(Guid userId, string customId) =>
        await api.Execute(new UnlinkIdentity(userId.ToString(), IdentityKind.Custom, customId.Length > 0 ? customId : null));

    public async ValueTask UnlinkEmail(Guid userId, string email) =>
        await api.Execute(new UnlinkIdentity(userId.ToString(), IdentityKind.Email, email.Length > 0 ? Identity.Email(email).Value : null));

    public ValueTask UnlinkApple(Guid userId, string token) => Unlink(userId, new AccountApple { Token = token });

    public ValueTask UnlinkFacebook(Guid userId, string token) => Unlink(userId, new AccountFacebook { Token = token });

    public ValueTask UnlinkFacebookInstantGame(Guid userId, string signedPlayerInfo) =>
        Unlink(userId, new AccountFacebookInstantGame { SignedPlayerInfo = signedPlayerInfo });

    public ValueTask UnlinkGameCenter(Guid userId, string playerId, string bundleId, long timestamp, string salt, string signature, string publicKeyUrl) =>
        Unlink(userId, Signed(playerId, bundleId, timestamp, salt, signature, publicKeyUrl));

    public ValueTask UnlinkGoogle(Guid userId, string token) => Unlink(userId, new AccountGoogle { Token = token });

    public ValueTask UnlinkSteam(Guid userId, string token) => Unlink(userId, new AccountSteam { Token = token });

    /// <summary>What Game Center signed.</summary>
    internal static AccountGameCenter Signed(string playerId, string bundleId, long timestamp, string salt, string signature, string publicKeyUrl) => new()
    {
        PlayerId = playerId,
        BundleId = bundleId,
        TimestampSeconds = timestamp,
        Salt = salt,
        Signature = signature,
        PublicKeyUrl = publicKeyUrl,
    };

    private async ValueTask Link<TCredential>(Guid userId, TCredential credential)
        where TCredential : class, new() => ServerApi.Granted(await api.Get<ISignIns>().Link(userId.ToString(), credential, api.Caller, api.Cancel));

    private async ValueTask Unlink<TCredential>(Guid userId, TCredential credential)
        where TCredential : class, new() => ServerApi.Granted(await api.Get<ISignIns>().Unlink(userId.ToString(), credential, api.Caller, api.Cancel));
}
