using System.Text;

namespace KaosNet.Domain.Accounts;

/// <summary>Measures of what players type.</summary>
static class Text
{
    public static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);

    /// <summary>An ASCII control byte or the ASCII space anywhere (rule IDC of parity 2.3).</summary>
    public static bool HasControlOrSpace(string text) => text.AsSpan().ContainsAnyInRange('\0', ' ') || text.Contains('\x7F');

    /// <summary>An ASCII control byte anywhere (rule U2 of parity 2.2).</summary>
    public static bool HasControl(string text) => text.AsSpan().ContainsAnyInRange('\0', '\x1F') || text.Contains('\x7F');

    /// <summary>At most so many Unicode characters, and none that the store cannot hold.</summary>
    public static bool Fits(string text, int characters) =>
        (text.Length <= characters || text.EnumerateRunes().Count() <= characters) && !text.Contains('\0');
}
