namespace KaosNet.Api.Configuration;

/// <summary>The settings cannot be used; the message is one line that names the key.</summary>
public sealed class SettingsRefusedException : Exception
{
    public SettingsRefusedException()
    {
    }

    public SettingsRefusedException(string message)
        : base(message)
    {
    }

    public SettingsRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
