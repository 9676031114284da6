using KaosNet.Domain.Kernel;
using KaosNet.Domain.Notifications;
using KaosNet.Projections.Kernel;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Notifications;

/// <summary>What a player was told goes with the player's account (parity X1); what they told others stays.</summary>
public sealed class OwnedNotifications(Database database) : IOwnedByAccount
{
    /// <summary>Notifications that one commit deletes; the rest goes with the commits after it.</summary>
    public const int AtOnceMax = 5000;

    internal string Statement { get; } = $"select id from {database.Schema}.notifications where receiver_id = $1 limit {AtOnceMax}";

    public async ValueTask<IReadOnlyList<OwnedStream>> Of(string userId, CancellationToken cancel)
    {
        await using var command = database.Reads.CreateCommand(Statement);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Parse(userId) });
        await using var reader = await database.Query(command, cancel);
        var owned = new List<OwnedStream>();
        while (await reader.ReadAsync(cancel))
        {
            owned.Add(OwnedStream.Of(
                Notification.Kind.Of(reader.GetGuid(0).ToString()), notification => notification.Exists ? [new NotificationDeleted()] : []));
        }

        return owned;
    }
}
