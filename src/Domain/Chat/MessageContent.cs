using System.Text;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Chat;

/// <summary>What may be said: a JSON object.</summary>
public static class MessageContent
{
    /// <summary>The canonical spelling of a content (parity W13), or why it is none.</summary>
    public static Answer<string> Canonical(string content)
    {
        if (content.Length > Limits.ContentBytes) return ChatFaults.ContentTooLong;
        if (JsonDocumentText.CanonicalizeObject(content, out var canonical) != JsonFlaw.None) return ChatFaults.ContentNotObject;
        return Encoding.UTF8.GetByteCount(canonical) > Limits.ContentBytes ? ChatFaults.ContentTooLong : canonical;
    }
}
