namespace KaosNet.Bindings;

/// <summary>What differs between the languages of scripts when bindings are written.</summary>
sealed class Language
{
    Language(string name, string result, string usings) => (Name, Result, Usings) = (name, result, usings);

    public static Language Lua { get; } = new("Lua", "LuaResult", "using KaosNet.Scripting.Lua;");

    public static Language JavaScript { get; } = new("JavaScript", "JsValue", "using Jint.Native;\nusing KaosNet.Scripting.JavaScript;");

    public string Name { get; }

    public bool IsLua => this == Lua;

    /// <summary>The type of one call.</summary>
    public string Call => Name + "Call";

    /// <summary>What a host function returns.</summary>
    public string Result { get; }

    /// <summary>The namespaces that its types are in.</summary>
    public string Usings { get; }

    /// <summary>How values are spelled.</summary>
    public string Shapes => "Shapes.Of" + Name;
}
