namespace KaosNet.Realtime.Scripts;

/// <summary>The function that modules registered for the server's end (parity runtime.md section 8).</summary>
public interface IShutdownFunctions
{
    /// <summary>Whether there is one.</summary>
    bool Has => true;

    /// <summary>Calls it if there is one. Its errors are logged by the callee.</summary>
    /// <param name="cancel">The grace is over: what it asks of the server is refused from then on.</param>
    ValueTask ShutDown(CancellationToken cancel);
}
