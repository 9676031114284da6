using System.Text;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Chat;

/// <summary>Who speaks, or changes what was said.</summary>
/// <param name="UserId">A lower-case UUID; null for the server itself.</param>
/// <param name="Username">By which name; null or empty for none.</param>
public sealed record Speaker(string? UserId, string? Username)
{
    internal string? NameOrNull => string.IsNullOrEmpty(Username) ? null : Username;

    /// <summary>Why nobody can speak like that, or null.</summary>
    public Fault? Refusal
    {
        get
        {
            var isKnown = UserId is null || (Guid.TryParseExact(UserId, "D", out var id) && id.ToString() == UserId);
            var isNameable = Username is null || (Encoding.UTF8.GetByteCount(Username) <= Limits.UsernameBytes && !Username.Contains('\0'));
            return isKnown && isNameable ? null : ChatFaults.InvalidSender;
        }
    }
}
