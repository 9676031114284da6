#pragma warning disable RS0030 // The one place that touches the process's own console.
namespace KaosNet.Api.Logging;

/// <summary>The process's standard output and error: what is printed before there is a log, and where the log goes.</summary>
public static class Terminal
{
    /// <summary>A person reads along, not a file or a log collector.</summary>
    public static bool IsInteractive => !Console.IsOutputRedirected;

    public static Stream Output => Console.OpenStandardOutput();

    public static void Write(string text) => Console.Out.Write(text);

    /// <summary>One line on standard error.</summary>
    public static void Complain(string line) => Console.Error.WriteLine(line);
}
