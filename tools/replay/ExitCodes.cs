namespace KaosNet.Replay;

/// <summary>What the command line ends with.</summary>
static class ExitCodes
{
    /// <summary>Everything is as it should be.</summary>
    public const int Right = 0;

    /// <summary>A difference was found; it is printed.</summary>
    public const int Different = 1;

    /// <summary>It could not look: no database, no such stream, no such command.</summary>
    public const int CannotLook = 2;
}

/// <summary>Something that the person at the command line must put right; the message is for them.</summary>
sealed class ReplayRefusedException(string message, Exception? cause = null) : Exception(message, cause);
