using KaosNet.Store.Personal;
using Npgsql;

namespace KaosNet.Store.Forgetting;

/// <summary>Finds the events that are sealed for a person: all of them are listed under their subjects.</summary>
sealed class SealedEvents(Database database)
{
    const int Page = 2000;

    /// <summary>As much of what is sealed as tells for whom, in base64.</summary>
    static readonly int HeaderLength = (SealedHeader.LengthFor(SealedHeader.SubjectsMax) + 2) / 3 * 4;

    readonly string _page = $"""
        select u.seq, e.stream_id, left(e.data ->> '{SealedMembers.Member}', {HeaderLength})
        from (select seq from {database.Schema}.event_users where user_id = $1 and seq > $2 and seq <= $3 order by seq limit {Page}) as u
        left join {database.Schema}.mt_events e on e.seq_id = u.seq
        order by u.seq
        """;

    readonly string _changed = $"select distinct stream_id from {database.Schema}.mt_events where seq_id > $1 and seq_id <= $2";

    /// <summary>The events sealed for the person after one place of the store, up to another, page by page.</summary>
    public async IAsyncEnumerable<IReadOnlyList<SealedEvent>> Of(
        Guid person, long after, long upTo, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        for (var isMore = true; isMore;)
        {
            List<SealedEvent> found = [];
            var read = 0;
            await using (var command = database.General.CreateCommand(_page))
            {
                command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = person });
                command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
                command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo });
                await using var reader = await command.ExecuteReaderAsync(cancel);
                while (await reader.ReadAsync(cancel))
                {
                    read++;
                    after = reader.GetInt64(0);
                    if (await reader.IsDBNullAsync(2, cancel)) continue;
                    var subjects = SubjectsOf(reader.GetString(2));
                    if (Array.IndexOf(subjects, person) >= 0) found.Add(new(reader.GetString(1), subjects.Length > 1));
                }
            }

            if (found.Count > 0) yield return found;
            isMore = read == Page;
        }
    }

    /// <summary>The streams that got events after one place of the store, up to another.</summary>
    public async Task<List<string>> Changed(long after, long upTo, CancellationToken cancel)
    {
        await using var command = database.General.CreateCommand(_changed);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        List<string> keys = [];
        while (await reader.ReadAsync(cancel)) keys.Add(reader.GetString(0));
        return keys;
    }

    static Guid[] SubjectsOf(string sealedText) => SealedHeader.Read(SealedMembers.Bytes(System.Text.Encoding.ASCII.GetBytes(sealedText))).Subjects;
}

/// <summary>An event sealed for a person.</summary>
/// <param name="Stream">Its stream's key.</param>
/// <param name="IsShared">Whether it is sealed for others too.</param>
readonly record struct SealedEvent(string Stream, bool IsShared);
