using KaosNet.Domain.Accounts;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Accounts;

/// <summary>Finds players by id, by name and by Facebook id.</summary>
public sealed class PlayerSearch(Database database)
{
    // The ids are gathered first, so that the accounts are looked up by key and each once.
    readonly string _find =
        $"select {PlayerCard.Columns} from {database.Schema}.accounts where user_id = any(array(" +
        "select unnest($1) " +
        $"union select user_id from {database.Schema}.accounts where username = any($2) " +
        $"union select user_id from {database.Schema}.account_identities where kind = '{SignInIdentities.WordOf(IdentityKind.Facebook)}' and identifier = any($3)))";

    /// <summary>All players to whom one of these belongs, each once (G3). What is nobody's is passed over.</summary>
    /// <param name="userIds">Their ids.</param>
    /// <param name="usernames">Their exact names.</param>
    /// <param name="facebookIds">Their exact ids at Facebook.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<IReadOnlyList<PlayerCard>> Find(
        IReadOnlyList<Guid> userIds, IReadOnlyList<string> usernames, IReadOnlyList<string> facebookIds, CancellationToken cancel = default)
    {
        await using var command = database.Reads.CreateCommand(_find);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. userIds] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. usernames] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. facebookIds] });
        await using var reader = await database.Query(command, cancel);
        var found = new List<PlayerCard>();
        while (await reader.ReadAsync(cancel)) found.Add(PlayerCard.Read(reader));
        return found;
    }
}
