using KaosNet.Domain.Accounts;
using KaosNet.Modules;
using KaosNet.Modules.Accounts;
using KaosNet.Projections.Accounts;
using KaosNet.Scripting.Accounts;
using KaosNet.Store.Journal;
using Account = KaosNet.Modules.Accounts.Account;

namespace KaosNet.Scripting.Server;

/// <summary>Players' accounts for modules.</summary>
internal sealed class AccountFunctions(ServerApi api) : IAccountFunctions
{
    public async ValueTask<Account> Get(Guid userId) =>
        await api.Get<AccountProfiles>().WithEdges(userId.ToString(), api.Cancel) is { } own
            ? Users.Of(own, api.Get<IOnlinePlayers>())
            : throw new RefusedException(StatusCode.NotFound, "account not found");

    public async ValueTask<IReadOnlyList<Account>> Find(IReadOnlyList<Guid>? userIds, IReadOnlyList<string>? deviceIds)
    {
        var devices = Users.Findable(deviceIds);
        if ((userIds?.Count ?? 0) + devices.Count == 0) return [];
        var online = api.Get<IOnlinePlayers>();
        return [.. (await api.Get<AccountProfiles>().Find(userIds ?? [], devices, api.Cancel)).Select(own => Users.Of(own, online))];
    }

    public async ValueTask Update(
        Guid userId, JsonText? metadata, string? username, string? displayName, string? timezone, string? location, string? langTag, string? avatarUrl) =>
        await api.Execute(new EditAccount(userId.ToString())
        {
            // An empty one never changes it.
            Username = string.IsNullOrEmpty(username) ? null : username,
            DisplayName = displayName,
            Timezone = timezone,
            Location = location,
            LangTag = langTag,
            AvatarUrl = avatarUrl,
            Metadata = metadata?.Text,
        });

    public async ValueTask Delete(Guid userId, bool recorded) =>
        ServerApi.Granted(await api.Get<AccountDeletion>().Delete(userId.ToString(), recorded, api.Caller, api.Cancel));

    public async ValueTask<string> Export(Guid userId) => ServerApi.Granted(
        await new AccountExports(api.Get<AccountProfiles>(), api.Get<AccountContents>(), api.Get<IOnlinePlayers>()).Export(userId, api.Cancel));

    public async ValueTask<Account> Import(string data, Guid? userId)
    {
        var imports = new AccountImports(api.Get<IJournal>(), api.Get<AccountContents>(), api.Get<AccountProfiles>());
        return Users.Of(ServerApi.Granted(await imports.Import(data, userId, api.Caller, api.Cancel)), api.Get<IOnlinePlayers>());
    }
}
