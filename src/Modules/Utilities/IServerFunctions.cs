using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Utilities;

/// <summary>The server that a module runs on: its settings and its folder of modules.</summary>
public interface IServerFunctions
{
    /// <summary>Reads a file in the folder of the modules. Nothing outside of it can be read, whether by <c>..</c> or by links.</summary>
    /// <param name="relPath">Where it is in the folder.</param>
    [ServerFunction("file_read", Failure = "failed to open file: ", Bytes = BytesInJavaScript.Text)]
    ValueTask<byte[]> FileRead([Expects("expects relative path string")] string relPath);

    /// <summary>The server's settings as far as modules may need them, keys among them. In a match keys are empty, since a match's record keeps what it was told.</summary>
    [ServerFunction("get_config", JavaScript = "initializer.getConfig")]
    ValueTask<ServerConfig> GetConfig();
}
