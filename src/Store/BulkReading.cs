namespace KaosNet.Store;

/// <summary>Reads much at once, as PostgreSQL copies it out in its binary format.</summary>
public static class BulkReading
{
    /// <summary>
    /// Has rows copied out, on a thread that is kept for it and waits for them: the rows of a large table would otherwise pass through the threads that watch
    /// everybody's sockets. Connections that died while they lay idle cost time and no failure, as with queries.
    /// </summary>
    /// <param name="database">The database.</param>
    /// <param name="query">What to copy; it takes no parameters (see <see cref="Text"/>).</param>
    /// <param name="read">Reads the bytes to their end. It begins anew when the connection failed.</param>
    /// <exception cref="DatabaseAwayException">The database is away.</exception>
    public static Task<T> Copy<T>(this Database database, string query, Func<Stream, T> read) => Task.Factory.StartNew(
        () => CopyHere(database, $"copy ({query}) to stdout (format binary)", read),
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    /// <summary>An expression for a text, whatever is in it.</summary>
    public static string Text(string text) => $"convert_from(decode('{Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(text))}', 'hex'), 'UTF8')";

    static T CopyHere<T>(Database database, string statement, Func<Stream, T> read)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                using var connection = database.General.OpenConnection();
                using var copied = connection.BeginRawBinaryCopy(statement);
                var result = read(copied);
                database.Outage.IsOver();
                return result;
            }
            catch (Exception failure) when (DatabaseAwayException.IsCause(failure))
            {
                if (isFirst && failure is not TimeoutException && failure.InnerException is not TimeoutException) continue;
                database.Outage.Met(failure);
                throw new DatabaseAwayException(failure);
            }
        }
    }
}
