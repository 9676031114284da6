namespace KaosNet.Modules;

/// <summary>
/// A server module in C#. The server makes an instance of every public class that implements this, with its constructor without parameters, in every assembly of the
/// module folder (<c>runtime.path</c>), and has it say what it brings along. Modules are trusted code: they run within the server, and nothing can stop them by force.
/// </summary>
public interface IServerModule
{
    /// <summary>Registers the module's functions. An exception refuses the module: at the start the server does not come up, later the module's former version stays.</summary>
    /// <param name="setup">Takes the registrations; of no use afterwards.</param>
    void Initialize(IModuleSetup setup);
}
