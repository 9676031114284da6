using KaosNet.Domain.Chat;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Kernel;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Chat;

/// <summary>What a player said goes with the player's account (parity X1).</summary>
public sealed class OwnedMessages(Database database) : IOwnedByAccount
{
    /// <summary>Messages that one commit removes; the rest goes with the commits after it.</summary>
    public const int AtOnceMax = 5000;

    internal string Statement { get; } = $"select id from {database.Schema}.channel_messages where sender_id = $1 limit {AtOnceMax}";

    public async ValueTask<IReadOnlyList<OwnedStream>> Of(string userId, CancellationToken cancel)
    {
        await using var command = database.Reads.CreateCommand(Statement);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Parse(userId) });
        await using var reader = await database.Query(command, cancel);
        var owned = new List<OwnedStream>();
        while (await reader.ReadAsync(cancel))
            owned.Add(OwnedStream.Of(ChannelMessage.Kind.Of(reader.GetGuid(0).ToString()), message => message.Exists ? [new MessageRemoved()] : []));
        return owned;
    }
}
