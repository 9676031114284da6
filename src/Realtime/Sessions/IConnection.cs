namespace KaosNet.Realtime.Sessions;

/// <summary>The way to a client, whatever carries it. For any thread; nothing here waits for the client.</summary>
public interface IConnection
{
    /// <summary>Sends a message.</summary>
    /// <param name="message">An encoded envelope; not kept.</param>
    /// <param name="isReliable">Whether it may not get lost. Connections that lose nothing take no notice.</param>
    /// <returns>Null when it is on its way, else why the session is to be closed: the client reads too slowly, or the message can't be carried.</returns>
    SessionEnd? Send(ReadOnlySpan<byte> message, bool isReliable);

    /// <summary>Sends a last message, whatever is waiting.</summary>
    void SendLast(ReadOnlySpan<byte> message);

    /// <summary>Tells the client why, after all that was sent before, and lets go of it. Nothing is sent any more.</summary>
    void Close(SessionEnd end);
}
