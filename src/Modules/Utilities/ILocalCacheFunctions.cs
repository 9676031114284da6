namespace KaosNet.Modules.Utilities;

/// <summary>
/// What modules in C# keep in their server's memory: for as long as the server runs and for itself alone, shared by all of them and outliving their exchange. Scripts have
/// their own, <c>localcache_get</c> and its siblings.
/// </summary>
public interface ILocalCacheFunctions
{
    /// <summary>What is kept under a name; null for nothing, or nothing any more.</summary>
    /// <param name="key">The name, not empty.</param>
    ValueTask<string?> Get(string key);

    /// <summary>Keeps a text in place of any other. A full cache refuses it, nothing is forgotten before its time.</summary>
    /// <param name="key">The name, not empty.</param>
    /// <param name="value">The text.</param>
    /// <param name="seconds">How long; 0 for ever.</param>
    ValueTask Put(string key, string value, long seconds = 0);

    /// <summary>Forgets what is kept under a name.</summary>
    /// <param name="key">The name, not empty.</param>
    ValueTask Delete(string key);

    /// <summary>Forgets everything.</summary>
    ValueTask Clear();
}
