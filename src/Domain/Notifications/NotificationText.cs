using System.Text;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Notifications;

/// <summary>What server code may write into notifications.</summary>
static class NotificationText
{
    /// <summary>True for a UUID in its lower-case spelling, so that one user has one spelling.</summary>
    public static bool IsUser(string userId) => Guid.TryParseExact(userId, "D", out var id) && id.ToString() == userId;

    public static Fault? SubjectRefusal(string subject)
    {
        if (subject.Length == 0) return NotificationFaults.SubjectMissing;
        var fits = subject.Length <= Limits.SubjectCharacters || subject.EnumerateRunes().Count() <= Limits.SubjectCharacters;
        return fits && !subject.Contains('\0') ? null : NotificationFaults.SubjectTooLong;
    }

    /// <summary>The canonical spelling of a content.</summary>
    public static Answer<string> Content(string content)
    {
        if (content.Length > Limits.ContentBytes) return NotificationFaults.ContentTooLong;
        if (JsonDocumentText.CanonicalizeObject(content, out var canonical) != JsonFlaw.None) return NotificationFaults.ContentNotObject;
        return Encoding.UTF8.GetByteCount(canonical) > Limits.ContentBytes ? NotificationFaults.ContentTooLong : canonical;
    }
}
