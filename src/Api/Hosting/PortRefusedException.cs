namespace KaosNet.Api.Hosting;

/// <summary>A port cannot be listened on; the message is one line meant for the operator.</summary>
public sealed class PortRefusedException : Exception
{
    public PortRefusedException()
    {
    }

    public PortRefusedException(string message)
        : base(message)
    {
    }

    public PortRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
