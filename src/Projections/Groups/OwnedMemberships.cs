using KaosNet.Domain.Groups;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Kernel;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Groups;

/// <summary>What a player is to groups, which ends with the account (X4, D16 repaired); bans too, since nobody is left to be banned.</summary>
public sealed class OwnedMemberships(Database database) : IOwnedByAccount
{
    /// <summary>Groups that one commit leaves; who is in more leaves the rest in the commits after it.</summary>
    public const int AtOnceMax = 500;

    readonly string _ofUser = $"select group_id from {database.Schema}.group_members where user_id = $1 limit {AtOnceMax}";

    public async ValueTask<IReadOnlyList<OwnedStream>> Of(string userId, CancellationToken cancel)
    {
        await using var command = database.Reads.CreateCommand(_ofUser);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Parse(userId) });
        await using var reader = await database.Query(command, cancel);
        var owned = new List<OwnedStream>();
        while (await reader.ReadAsync(cancel)) owned.Add(LoseMember.Of(reader.GetGuid(0).ToString(), userId));
        return owned;
    }
}
