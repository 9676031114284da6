using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Streams;

/// <summary>Streams: who is on them, who comes and goes, what is sent. Any stream, those of the server itself included.</summary>
public interface IStreamFunctions
{
    /// <summary>Lists who is on a stream.</summary>
    /// <param name="stream">Which.</param>
    /// <param name="includeHidden">Those whom clients do not see, too.</param>
    /// <param name="includeNotHidden">Those whom clients see.</param>
    [ServerFunction("stream_user_list", Failure = "stream user list failed: ")]
    ValueTask<IReadOnlyList<StreamPresence>> List(GameStream stream, bool includeHidden = true, bool includeNotHidden = true);

    /// <summary>How a player's session is on a stream; null where it is not.</summary>
    /// <param name="userId">The player.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="stream">Which stream.</param>
    [ServerFunction("stream_user_get", Failure = "stream user get failed: ")]
    ValueTask<StreamMeta?> Get(
        [Expects("expects valid user id", Empty = "expects user id")] Guid userId,
        [Expects("expects valid session id", Empty = "expects session id")] Guid sessionId,
        GameStream stream);

    /// <summary>Puts a player's session on a stream. Answers whether it was not there before; if it was, it stays as it is.</summary>
    /// <param name="userId">The player.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="stream">Which stream.</param>
    /// <param name="hidden">Whether clients are not to see it.</param>
    /// <param name="persistence">Whether messages to the stream are to be kept for them.</param>
    /// <param name="status">What the player says of it.</param>
    [ServerFunction("stream_user_join", Failure = "stream user join failed: ")]
    ValueTask<bool> Join(
        [Expects("expects valid user id", Empty = "expects user id")] Guid userId,
        [Expects("expects valid session id", Empty = "expects session id")] Guid sessionId,
        GameStream stream,
        bool hidden = false,
        bool persistence = true,
        string status = "");

    /// <summary>Changes how a player's session is on a stream, or puts it there; told even when nothing changes.</summary>
    /// <param name="userId">The player.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="stream">Which stream.</param>
    /// <param name="hidden">Whether clients are not to see it.</param>
    /// <param name="persistence">Whether messages to the stream are to be kept for them.</param>
    /// <param name="status">What the player says of it.</param>
    [ServerFunction("stream_user_update", Failure = "stream user update failed: ")]
    ValueTask Update(
        [Expects("expects valid user id", Empty = "expects user id")] Guid userId,
        [Expects("expects valid session id", Empty = "expects session id")] Guid sessionId,
        GameStream stream,
        bool hidden = false,
        bool persistence = true,
        string status = "");

    /// <summary>Takes a player's session off a stream; where there is none nothing happens.</summary>
    /// <param name="userId">The player.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="stream">Which stream.</param>
    [ServerFunction("stream_user_leave", Failure = "stream user leave failed: ")]
    ValueTask Leave(
        [Expects("expects valid user id", Empty = "expects user id")] Guid userId,
        [Expects("expects valid session id", Empty = "expects session id")] Guid sessionId,
        GameStream stream);

    /// <summary>As <see cref="Leave"/>, with one of those that <see cref="List"/> lists.</summary>
    /// <param name="presence">Who.</param>
    /// <param name="stream">Which stream.</param>
    [ServerFunction("stream_user_kick", Failure = "stream user kick failed: ")]
    ValueTask Kick(StreamLeaver presence, GameStream stream);

    /// <summary>How many sessions are on a stream, hidden ones included.</summary>
    /// <param name="stream">Which.</param>
    [ServerFunction("stream_count", Failure = "stream count failed: ")]
    ValueTask<int> Count(GameStream stream);

    /// <summary>Drops everybody off a stream. Nobody is told.</summary>
    /// <param name="stream">Which.</param>
    [ServerFunction("stream_close")]
    ValueTask Close(GameStream stream);

    /// <summary>Sends text to a stream, or to some sessions, on it or not. Within a transaction once that is committed.</summary>
    /// <param name="stream">Which.</param>
    /// <param name="data">The text.</param>
    /// <param name="presences">To whom; none for everybody on the stream.</param>
    /// <param name="reliable">Tells clients; no effect on sockets.</param>
    [ServerFunction("stream_send")]
    ValueTask Send(
        GameStream stream,
        string data,
        [Expects("expects a list of presences"), AtMost(10_000)] IReadOnlyList<StreamReceiver>? presences = null,
        bool reliable = true);

    /// <summary>Sends a message of the realtime protocol as it is. Within a transaction once that is committed.</summary>
    /// <param name="stream">Which.</param>
    /// <param name="envelope">The envelope's JSON.</param>
    /// <param name="presences">To whom; none for everybody on the stream.</param>
    /// <param name="reliable">No effect on sockets.</param>
    [ServerFunction("stream_send_raw")]
    ValueTask SendRaw(
        GameStream stream,
        [Checked("Envelope", "not a valid envelope: ", TellsMore = true)] JsonText envelope,
        [Expects("expects a list of presences"), AtMost(10_000)] IReadOnlyList<StreamReceiver>? presences = null,
        bool reliable = true);
}
