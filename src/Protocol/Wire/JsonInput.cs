using System.Text.Json;

namespace KaosNet.Protocol.Wire;

/// <summary>A JSON text being read, the rules for it and the first thing found wrong with it.</summary>
ref struct JsonInput(Utf8JsonReader reader, JsonRules rules)
{
    public Utf8JsonReader Reader = reader;
    public readonly JsonRules Rules = rules;
    public string? Error;

    public bool Refuse(string why)
    {
        Error ??= why;
        return false;
    }
}
