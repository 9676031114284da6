using Npgsql;

namespace KaosNet.Store.Postgres;

/// <summary>
/// A PostgreSQL server of the operator's: <c>user:password@host:port/database?sslmode=prefer</c> as Nakama writes it (also as a
/// postgres:// link), or a connection string of key=value pairs.
/// </summary>
public static class DatabaseAddress
{
    const string DefaultUser = "root";
    const string DefaultDatabase = "nakama";

    /// <exception cref="FormatException">It is neither; the message names the setting and holds no password.</exception>
    public static string ToConnectionString(string address)
    {
        try
        {
            var parsed = address.Contains("Host=", StringComparison.OrdinalIgnoreCase) || address.Contains("Server=", StringComparison.OrdinalIgnoreCase)
                ? new NpgsqlConnectionStringBuilder(address)
                : FromLink(address);
            if (string.IsNullOrEmpty(parsed.Database)) parsed.Database = DefaultDatabase;
            if (string.IsNullOrEmpty(parsed.Username)) parsed.Username = DefaultUser;
            if (string.IsNullOrEmpty(parsed.Host)) throw new FormatException("there is no host in it");
            return parsed.ConnectionString;
        }
        catch (Exception malformed) when (malformed is FormatException or ArgumentException)
        {
            // The address itself may hold a password, so it is not repeated.
            throw new FormatException(
                $"database.address cannot be read ({malformed.Message.TrimEnd('.')}); it looks like user:password@host:5432/database.", malformed);
        }
    }

    /// <summary>Whether two addresses name the same database of the same server, as far as their texts tell.</summary>
    /// <exception cref="FormatException">One of them cannot be read.</exception>
    public static bool AreTheSame(string one, string other)
    {
        var (first, second) = (new NpgsqlConnectionStringBuilder(ToConnectionString(one)), new NpgsqlConnectionStringBuilder(ToConnectionString(other)));
        return string.Equals(first.Host, second.Host, StringComparison.OrdinalIgnoreCase) && first.Port == second.Port && first.Database == second.Database;
    }

    /// <summary>For people: without the password.</summary>
    public static string Describe(string connectionString)
    {
        var parsed = new NpgsqlConnectionStringBuilder(connectionString);
        return $"{parsed.Username}@{parsed.Host}:{parsed.Port}/{parsed.Database}";
    }

    static NpgsqlConnectionStringBuilder FromLink(string address)
    {
        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        var rest = scheme < 0 ? address : address[(scheme + 3)..];
        if (scheme >= 0 && address[..scheme] is not ("postgres" or "postgresql")) throw new FormatException($"{address[..scheme]} is no PostgreSQL link");

        // The last @ parts the user from the host, so that a password may hold one.
        var at = rest.LastIndexOf('@');
        var user = at < 0 ? "" : rest[..at];
        if (!Uri.TryCreate("postgres://" + rest[(at + 1)..], UriKind.Absolute, out var place)) throw new FormatException("host, port and database do not parse");

        var parsed = new NpgsqlConnectionStringBuilder
        {
            Host = place.Host.Trim('[', ']'),
            Port = place.IsDefaultPort ? NpgsqlConnection.DefaultPort : place.Port,
            Database = Uri.UnescapeDataString(place.AbsolutePath.Trim('/')),
        };
        if (user.Length > 0)
        {
            var parts = user.Split(':', 2);
            parsed.Username = Uri.UnescapeDataString(parts[0]);
            if (parts.Length == 2) parsed.Password = Uri.UnescapeDataString(parts[1]);
        }

        foreach (var option in place.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = option.Split('=', 2);
            parsed[pair[0] switch { "sslmode" => "SSL Mode", "sslrootcert" => "Root Certificate", "sslcert" => "SSL Certificate", "sslkey" => "SSL Key", var other => other }] =
                Uri.UnescapeDataString(pair.ElementAtOrDefault(1) ?? "").Replace("-", "", StringComparison.Ordinal);
        }

        return parsed;
    }
}
