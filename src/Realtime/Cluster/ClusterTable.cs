using System.Globalization;
using System.Text.Json;
using KaosNet.Store;
using Npgsql;
using NpgsqlTypes;

namespace KaosNet.Realtime.Cluster;

/// <summary>
/// Which servers make up the cluster, in the game's database: one row, whose version every change of membership must have seen. It is not of the game and no
/// event: it says what runs now.
/// </summary>
public sealed class ClusterTable(Database database, NodeName node) : IMembershipTable
{
    string Table => $"{database.Schema}.cluster_servers";

    public async Task InitializeMembershipTable(bool tryInitTableVersion)
    {
        try
        {
            await Execute($"create table if not exists {Table} (cluster text primary key, version integer not null, servers jsonb not null)");
        }
        catch (PostgresException another) when (another.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DuplicateTable)
        {
            // Two servers that start at once: the other one has made it.
        }

        await Execute($"insert into {Table} values ('kaosnet', 0, '{{}}') on conflict do nothing");
        // A server of this name that did not say farewell is gone: names are unique. Who joins waits for answers of all that count as alive.
        await Execute(
            $$"""
            update {{Table}} set version = version + 1, servers = (
              select jsonb_object_agg(key, case when value->>'name' = $1 then value || '{"status":"Dead"}' else value end) from jsonb_each(servers))
            where exists (select from jsonb_each(servers) where value->>'name' = $1 and value->>'status' <> 'Dead')
            """,
            Text(node.Name));
    }

    public async Task<MembershipTableData> ReadAll()
    {
        await using var command = database.General.CreateCommand($"select version, servers::text from {Table}");
        await using var reader = await command.ExecuteReaderAsync();
        if (!await reader.ReadAsync()) return new([], new TableVersion(0, "0"));
        var version = reader.GetInt32(0);
        var servers = JsonSerializer.Deserialize<Dictionary<string, Server>>(reader.GetString(1), JsonSerializerOptions.Web)!;
        var tag = version.ToString(CultureInfo.InvariantCulture);
        return new([.. servers.Select(server => Tuple.Create(server.Value.Entry(server.Key), tag))], new TableVersion(version, tag));
    }

    public async Task<MembershipTableData> ReadRow(SiloAddress key)
    {
        var all = await ReadAll();
        return new([.. all.Members.Where(member => member.Item1.SiloAddress.Equals(key))], all.Version);
    }

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => Put(entry, tableVersion, "not servers ? $2");

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => Put(entry, tableVersion, "servers ? $2");

    public Task UpdateIAmAlive(MembershipEntry entry) => Execute(
        $"update {Table} set servers = jsonb_set(servers, array[$1, 'alive'], to_jsonb($2)) where servers ? $1",
        Text(KeyOf(entry)), Text(Spelled(entry.IAmAliveTime)));

    public Task DeleteMembershipTableEntries(string clusterId) => Execute($"delete from {Table}");

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => Execute(
        $$"""
        update {{Table}} set servers = (
          select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(servers)
          where value->>'status' <> 'Dead' or (value->>'alive')::timestamptz >= $1)
        """,
        new NpgsqlParameter<DateTime> { TypedValue = beforeDate.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz });

    async Task<bool> Put(MembershipEntry entry, TableVersion next, string condition) => await Execute(
        $"update {Table} set version = $1, servers = jsonb_set(servers, array[$2], $3) where version = $1 - 1 and {condition}",
        new NpgsqlParameter<int> { TypedValue = next.Version }, Text(KeyOf(entry)),
        new NpgsqlParameter<string> { TypedValue = JsonSerializer.Serialize(Server.Of(entry), JsonSerializerOptions.Web), NpgsqlDbType = NpgsqlDbType.Jsonb }) == 1;

    async Task<int> Execute(string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = database.General.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteNonQueryAsync();
    }

    static NpgsqlParameter<string> Text(string text) => new() { TypedValue = text, NpgsqlDbType = NpgsqlDbType.Text };

    static string KeyOf(MembershipEntry entry) => entry.SiloAddress.ToParsableString();

    static string Spelled(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Utc).ToString("O", CultureInfo.InvariantCulture);

    static DateTime Time(string spelled) => DateTime.Parse(spelled, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    /// <summary>A server as the row has it.</summary>
    sealed record Server(string Name, string Host, string Status, int Proxy, string Role, string Started, string Alive, Dictionary<string, string> Suspected)
    {
        public static Server Of(MembershipEntry entry) => new(
            entry.SiloName ?? "", entry.HostName ?? "", entry.Status.ToString(), entry.ProxyPort, entry.RoleName ?? "", Spelled(entry.StartTime),
            Spelled(entry.IAmAliveTime), (entry.SuspectTimes ?? []).GroupBy(one => one.Item1.ToParsableString()).ToDictionary(
                one => one.Key, one => Spelled(one.Last().Item2), StringComparer.Ordinal));

        public MembershipEntry Entry(string key) => new()
        {
            SiloAddress = SiloAddress.FromParsableString(key),
            SiloName = Name,
            HostName = Host,
            Status = Enum.Parse<SiloStatus>(Status),
            ProxyPort = Proxy,
            RoleName = Role,
            StartTime = Time(Started),
            IAmAliveTime = Time(Alive),
            SuspectTimes = [.. Suspected.Select(one => Tuple.Create(SiloAddress.FromParsableString(one.Key), Time(one.Value)))],
        };
    }
}
