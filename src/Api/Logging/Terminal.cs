#pragma warning disable RS0030 // The one place that touches the process's own console.
using System.Text;

namespace KaosNet.Api.Logging;

/// <summary>The process's standard output and error: what is printed before there is a log, and where the log goes.</summary>
public static class Terminal
{
    /// <summary>A person reads along, not a file or a log collector.</summary>
    public static bool IsInteractive => !Console.IsOutputRedirected;

    public static Stream Output => Console.OpenStandardOutput();

    public static void Write(string text) => Write(Output, text);

    /// <summary>One line on standard error.</summary>
    public static void Complain(string line) => Write(Console.OpenStandardError(), line + "\n");

    /// <summary>By the stream: the console's own writers send a terminal control codes of their own first.</summary>
    static void Write(Stream stream, string text)
    {
        stream.Write(Encoding.UTF8.GetBytes(text));
        stream.Flush();
    }
}
