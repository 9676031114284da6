namespace KaosNet.Domain.Notifications;

/// <summary>The bounds of notifications.</summary>
public static class Limits
{
    /// <summary>Unicode characters of a subject.</summary>
    public const int SubjectCharacters = 255;

    /// <summary>UTF-8 bytes of a content.</summary>
    public const int ContentBytes = 64 * 1024;

    /// <summary>Notifications that one commit sends, edits or deletes.</summary>
    public const int AtOnceMax = 500;

    /// <summary>Notifications of one page of a list that a player asks for.</summary>
    public const int PageMax = 100;

    /// <summary>Notifications of one page of a list that server code asks for.</summary>
    public const int ScriptPageMax = 1000;
}
