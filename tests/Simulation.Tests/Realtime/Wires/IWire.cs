using KaosNet.Protocol.Realtime;

namespace KaosNet.Simulation.Tests.Realtime.Wires;

/// <summary>How a connection ended, as the client saw it.</summary>
/// <param name="Code">Of the close frame; 0 for one without a code, -1 when the connection was cut.</param>
/// <param name="Text">Of the close frame.</param>
public sealed record Ending(int Code, string Text)
{
    public static readonly Ending Cut = new(-1, "cut");
}

/// <summary>A player's connection, whatever carries it. One thread sends, another listens.</summary>
public interface IWire : IDisposable
{
    /// <summary>Sends an envelope; an <see cref="IOException"/> when the connection is gone.</summary>
    Task Send(Envelope envelope);

    /// <summary>Hands over what arrives, in order, until the end.</summary>
    Task<Ending> Listen(Action<Envelope> hear);

    /// <summary>Says goodbye. The server has ended the session when <see cref="Listen"/> returns.</summary>
    Task Close();

    /// <summary>Is gone without a word; over TCP in the middle of a message.</summary>
    Task Cut();
}
