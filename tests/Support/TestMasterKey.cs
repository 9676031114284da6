using System.Runtime.CompilerServices;

namespace KaosNet.Tests.Support;

/// <summary>The master key of personal data of all servers and tools that tests start, so that those of one database have the same.</summary>
public static class TestMasterKey
{
    /// <summary>32 bytes in base64.</summary>
    public const string Text = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=";

    /// <summary>By which they are told of it.</summary>
    public const string Variable = "KAOS_PERSONAL_MASTER_KEY";

#pragma warning disable CA2255 // Whatever process a test starts inherits it.
    [ModuleInitializer]
    public static void Give() => Environment.SetEnvironmentVariable(Variable, Text);
#pragma warning restore CA2255
}
