using System.Buffers;
using System.Text;
using KaosNet.Modules;
using KaosNet.Modules.Streams;
using KaosNet.Protocol;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Presence;
using KaosNet.Store.Journal.Transactions;
using StreamPresence = KaosNet.Modules.Streams.StreamPresence;

namespace KaosNet.Scripting.Server;

/// <summary>Streams for modules (parity runtime.md section 10, realtime.md 3.6).</summary>
internal sealed class StreamFunctions(ServerApi api) : IStreamFunctions
{
    private GameStreams Streams => api.Get<GameStreams>();

    public ValueTask<IReadOnlyList<StreamPresence>> List(GameStream stream, bool includeHidden, bool includeNotHidden) => new(
    [
        .. Streams.List(AddressOf(stream), includeHidden, includeNotHidden).Select(member => new StreamPresence
        {
            UserId = member.UserId,
            SessionId = member.SessionId,
            Node = member.Who.Node,
            Hidden = member.Meta.Hidden,
            Persistence = member.Meta.Persistence,
            Username = member.Plain.Username,
            Status = member.Meta.Status ?? "",
        }),
    ]);

    public ValueTask<StreamMeta?> Get(Guid userId, Guid sessionId, GameStream stream) => new(Streams.Get(userId, sessionId, AddressOf(stream)) is { } member
        ? new StreamMeta
        {
            Hidden = member.Meta.Hidden,
            Persistence = member.Meta.Persistence,
            Username = member.Plain.Username,
            Status = member.Meta.Status ?? "",
        }
        : null);

    public async ValueTask<bool> Join(Guid userId, Guid sessionId, GameStream stream, bool hidden, bool persistence, string status) =>
        ServerApi.Granted(await Streams.Join(userId, sessionId, AddressOf(stream), new(hidden, persistence, status), api.Cancel));

    public async ValueTask Update(Guid userId, Guid sessionId, GameStream stream, bool hidden, bool persistence, string status) =>
        ServerApi.Granted(await Streams.Update(userId, sessionId, AddressOf(stream), new(hidden, persistence, status), api.Cancel));

    public ValueTask Leave(Guid userId, Guid sessionId, GameStream stream)
    {
        ServerApi.Granted(Streams.Leave(userId, sessionId, AddressOf(stream)));
        return ValueTask.CompletedTask;
    }

    public ValueTask Kick(StreamLeaver presence, GameStream stream) => Leave(presence.UserId, presence.SessionId, stream);

    public ValueTask<int> Count(GameStream stream) => new(Streams.Count(AddressOf(stream)));

    public ValueTask Close(GameStream stream)
    {
        var (streams, address) = (Streams, AddressOf(stream));
        return Afterwards(() => streams.Close(address));
    }

    public ValueTask Send(GameStream stream, string data, IReadOnlyList<StreamReceiver>? presences, bool reliable)
    {
        var (streams, address, sessions) = (Streams, AddressOf(stream), SessionsOf(presences));
        return Afterwards(() => streams.Send(address, data, reliable, sessions));
    }

    public ValueTask SendRaw(GameStream stream, JsonText envelope, IReadOnlyList<StreamReceiver>? presences, bool reliable)
    {
        if (ProblemOf(envelope, out var message) is { } problem) throw new RefusedException(StatusCode.InvalidArgument, "not a valid envelope: " + problem);
        var (streams, address, sessions) = (Streams, AddressOf(stream), SessionsOf(presences));
        return Afterwards(() => streams.Send(address, message, sessions));
    }

    /// <summary>Why a text is no envelope of the realtime protocol; null when it is one.</summary>
    internal static string? ProblemOf(JsonText json, out Envelope envelope)
    {
        envelope = new Envelope();
        return Codecs.Json.Read(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(json.Text)), envelope)?.ToString();
    }

    /// <summary>What cannot be taken back waits for the commit of the transaction that the call is part of.</summary>
    private static ValueTask Afterwards(Action act)
    {
        JournalTransaction.Afterwards(act);
        return ValueTask.CompletedTask;
    }

    private static StreamAddress AddressOf(GameStream stream) =>
        new((byte)stream.Mode, stream.Subject ?? Guid.Empty, stream.Subcontext ?? Guid.Empty, stream.Label);

    private static List<string> SessionsOf(IReadOnlyList<StreamReceiver>? presences) => [.. (presences ?? []).Select(presence => presence.SessionId.ToString("D"))];
}
