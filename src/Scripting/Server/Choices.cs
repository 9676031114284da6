namespace KaosNet.Scripting.Server;

/// <summary>Members of enumerations by their numbers.</summary>
internal static class Choices
{
    /// <summary>The member of that number; null for none.</summary>
    public static T? Of<T>(long number)
        where T : struct, Enum
    {
        foreach (var member in Enum.GetValues<T>())
        {
            if (Convert.ToInt64(member, System.Globalization.CultureInfo.InvariantCulture) == number) return member;
        }

        return null;
    }
}
