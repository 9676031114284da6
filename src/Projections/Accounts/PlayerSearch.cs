using KaosNet.Domain.Accounts;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Accounts;

/// <summary>A player who was looked up.</summary>
/// <param name="Card">What others may see.</param>
/// <param name="EdgeCount">Friends, invites sent and received, and blocks.</param>
/// <param name="ChangedAt">When that count or the wallet last changed, which counts as a change of the user; the default if there never was either.</param>
public sealed record FoundPlayer(PlayerCard Card, int EdgeCount, DateTimeOffset ChangedAt);

/// <summary>Finds players by id, by name and by Facebook id.</summary>
public sealed class PlayerSearch(Database database)
{
    // The ids are gathered first, so that the accounts are looked up by key and each once.
    internal string Statement { get; } = Selecting(database) + "where user_id = any(array(" +
        "select unnest($1) " +
        $"union select user_id from {database.Schema}.accounts where username = any($2) " +
        $"union select user_id from {database.Schema}.account_identities where kind = '{SignInIdentities.WordOf(IdentityKind.Facebook)}' and identifier = any($3)))";

    // Ids are random: those that follow a random one are a fair choice, and one walk along the key. Behind the last one it goes on with the first.
    internal string StatementOfRandom { get; } = Selecting(database) + "where user_id = any(array(" +
        $"(select user_id from {database.Schema}.accounts where user_id >= $1 order by user_id limit $2) union all " +
        $"(select user_id from {database.Schema}.accounts where user_id < $1 order by user_id limit $2) limit $2))";

    static string Selecting(Database database) =>
        $"select {PlayerCard.Columns}, coalesce(count, 0), greatest(changed_at, wallet_updated_at) from {database.Schema}.accounts " +
        $"left join {database.Schema}.friend_counts using (user_id) left join {database.Schema}.wallets using (user_id) ";

    /// <summary>All players to whom one of these belongs, each once (G3). What is nobody's is passed over.</summary>
    /// <param name="userIds">Their ids.</param>
    /// <param name="usernames">Their exact names.</param>
    /// <param name="facebookIds">Their exact ids at Facebook.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<IReadOnlyList<FoundPlayer>> Find(
        IReadOnlyList<Guid> userIds, IReadOnlyList<string> usernames, IReadOnlyList<string> facebookIds, CancellationToken cancel = default)
    {
        await using var command = database.Reads.CreateCommand(Statement);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. userIds] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. usernames] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. facebookIds] });
        await using var reader = await database.Query(command, cancel);
        var found = new List<FoundPlayer>();
        while (await reader.ReadAsync(cancel)) found.Add(Read(reader));
        return found;
    }

    /// <summary>Different players by chance; fewer only when there are no more.</summary>
    /// <param name="from">A random id, where the choice begins.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<IReadOnlyList<FoundPlayer>> Random(Guid from, int count, CancellationToken cancel = default)
    {
        await using var command = database.Reads.CreateCommand(StatementOfRandom);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = from });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = count });
        await using var reader = await database.Query(command, cancel);
        var found = new List<FoundPlayer>(count);
        while (await reader.ReadAsync(cancel)) found.Add(Read(reader));
        return found;
    }

    static FoundPlayer Read(NpgsqlDataReader row)
    {
        var card = PlayerCard.Read(row);
        var changedAt = row.IsDBNull(CountColumn + 1) ? default : row.GetFieldValue<DateTimeOffset>(CountColumn + 1);
        return new(card, (int)row.GetInt64(CountColumn), changedAt);
    }

    /// <summary>The first column behind those of the card.</summary>
    const int CountColumn = 11;
}
