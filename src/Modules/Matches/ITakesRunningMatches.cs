namespace KaosNet.Modules.Matches;

/// <summary>
/// A match handler that goes on with matches which an earlier version of it runs, when its assembly is exchanged while the server runs. Without it such matches keep the
/// code that they began with.
/// </summary>
/// <typeparam name="TState">The handler's state.</typeparam>
public interface ITakesRunningMatches<out TState>
    where TState : class
{
    /// <summary>
    /// Called between two ticks on a new instance, instead of <see cref="IMatchHandler.Init"/>. It may ask the server, but neither send nor change the label. An exception, as
    /// null, leaves the match with its old code.
    /// </summary>
    /// <param name="context">The server.</param>
    /// <param name="state">The state as the earlier version wrote it: its public properties and fields, as <see cref="JsonText.Of{T}"/> writes them.</param>
    /// <returns>The state to go on with; null to leave the match with the code that it has.</returns>
    TState? CodeChanged(MatchContext context, JsonText state);
}
