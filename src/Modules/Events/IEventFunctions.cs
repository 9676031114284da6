using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Events;

/// <summary>Events of the game's own.</summary>
public interface IEventFunctions
{
    /// <summary>Reports that something happened to the functions that modules registered for events. It waits for none of them.</summary>
    /// <param name="name">What happened.</param>
    /// <param name="properties">More about it.</param>
    /// <param name="timestamp">When, in Unix seconds; null for no matter when, and in JavaScript for now.</param>
    /// <param name="external">Whether it is to be treated as a client's.</param>
    [ServerFunction("event", Failure = "error reporting event: ")]
    ValueTask Report(
        [Expects("expects name string")] string name,
        [Expects("expects properties to be a table of at most 1000 strings by name"), AtMost(1000), InJavaScript(IsMandatory = true)] IReadOnlyDictionary<string, string>? properties = null,
        [Checked("NotZero", "expects timestamp to be a number of seconds other than 0"), InJavaScript(DefaultIsNow = true)] long? timestamp = null,
        bool external = false);
}
