using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Modules.Accounts;
using KaosNet.Projections.Accounts;
using KaosNet.Realtime;

namespace KaosNet.Scripting.Server;

/// <summary>Players as others see them, and bans, for modules.</summary>
internal sealed class UserFunctions(ServerApi api) : IUserFunctions
{
    public async ValueTask<IReadOnlyList<User>> Find(IReadOnlyList<Guid>? userIds, IReadOnlyList<string>? facebookIds)
    {
        var facebook = Users.Findable(facebookIds);
        return (userIds?.Count ?? 0) + facebook.Count == 0 ? [] : Of(await api.Get<PlayerSearch>().Find(userIds ?? [], [], facebook, api.Cancel));
    }

    public async ValueTask<IReadOnlyList<User>> FindByUsername(IReadOnlyList<string>? usernames)
    {
        var names = Users.Findable(usernames);
        return names.Count == 0 ? [] : Of(await api.Get<PlayerSearch>().Find([], names, [], api.Cancel));
    }

    public async ValueTask<IReadOnlyList<User>> Random(int count) =>
        count == 0 ? [] : Of(await api.Get<PlayerSearch>().Random(FreshIds.Next(), count, api.Cancel));

    public ValueTask Ban(IReadOnlyList<Guid>? userIds) => ForEach(userIds, userId => new BanAccount(userId));

    public ValueTask Unban(IReadOnlyList<Guid>? userIds) => ForEach(userIds, userId => new UnbanAccount(userId));

    private async ValueTask ForEach(IReadOnlyList<Guid>? userIds, Func<string, Command<Done>> command)
    {
        if (userIds is null or []) return;
        await api.Execute(new CommandSequence([.. userIds.Distinct().Select(userId => CommandSequence.Of(command(userId.ToString())))]));
    }

    private List<User> Of(IReadOnlyList<FoundPlayer> players)
    {
        var online = api.Get<IOnlinePlayers>();
        return [.. players.Select(player => Users.Of(player.Card, online, player.EdgeCount, player.ChangedAt))];
    }
}
