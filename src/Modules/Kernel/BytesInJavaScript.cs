namespace KaosNet.Modules.Kernel;

/// <summary>What bytes are in JavaScript, whose texts cannot hold any bytes. In Lua they are always a string.</summary>
public enum BytesInJavaScript
{
    /// <summary>An ArrayBuffer.</summary>
    Buffer,

    /// <summary>Their base64 as a text.</summary>
    Base64,

    /// <summary>The text that they are in UTF-8.</summary>
    Text,
}
