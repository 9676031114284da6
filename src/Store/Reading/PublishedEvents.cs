using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Store.Journal;
using Npgsql;

namespace KaosNet.Store.Reading;

/// <summary>Makes of rows what consumers get.</summary>
sealed class PublishedEvents(EventCatalogue catalogue, EventCodec codec)
{
    /// <summary>These rows as consumers get them; keys that it takes are loaded first, in one round trip.</summary>
    public async ValueTask<IReadOnlyList<PublishedEvent>> Publish(List<PublishedEvent> rows, bool isPersonal, CancellationToken cancel)
    {
        if (isPersonal) await codec.Prefetch(rows.Select(row => row.Data.ToArray()), cancel);
        return rows.ConvertAll(row =>
        {
            var (name, published) = codec.Published(row.Type, row.Data.ToArray(), isPersonal);
            return row with { Type = name, Data = published };
        });
    }

    /// <summary>A row of <see cref="EventReader"/>'s columns, with name and content as they are stored: see <see cref="Publish"/>.</summary>
    public PublishedEvent In(NpgsqlDataReader row)
    {
        string Text(int column) => row.IsDBNull(column) ? "" : row.GetString(column);
        var (stream, type, actor, data) = (row.GetString(2), row.GetString(4), Text(7), row.GetFieldValue<byte[]>(5));
        var kind = catalogue.KindOf(stream);
        var (source, operation, player) = ("", "", "");
        if (!row.IsDBNull(10))
        {
            using var headers = JsonDocument.Parse(row.GetFieldValue<byte[]>(10));
            string Header(string name) => headers.RootElement.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
            (source, operation, player) = (Header("source"), Header("operation"), Header("user"));
        }

        return new(
            row.GetInt64(0), row.GetGuid(1), stream, kind?.Prefix ?? "", row.GetInt64(3), type, row.GetFieldValue<DateTimeOffset>(6), actor, source, operation,
            Text(8), Text(9), UsersOf(kind, stream, type, data, player.Length > 0 ? player : actor), data);
    }

    /// <summary>
    /// As the audit index lists it: it is found there by user, not by event. An event that this version does not know, one of a newer server's, has the player
    /// behind it alone.
    /// </summary>
    List<Guid> UsersOf(StreamKind? kind, string stream, string type, byte[] data, string player)
    {
        List<Guid> users = [];
        if (Guid.TryParse(player, out var behind)) users.Add(behind);
        if (kind is null || !codec.Knows(type)) return users;
        foreach (var about in kind.About(kind.IdOf(stream), codec.DecodeOthers(type, data)))
        {
            if (Guid.TryParse(about, out var user) && !users.Contains(user)) users.Add(user);
        }

        return users;
    }
}
