using System.Text.Json;

namespace KaosNet.Protocol.Wire;

/// <summary>A message as a JSON object (H26 to H29, H40 to H47).</summary>
static class JsonMessages
{
    public static void Write(Utf8JsonWriter output, MessageDescriptor descriptor, object message)
    {
        output.WriteStartObject();
        foreach (var field in descriptor.FieldsOf(message)) field.WriteJson(output, message);
        output.WriteEndObject();
    }

    /// <summary>Reads from the current token, which must open an object, to the one that closes it.</summary>
    public static bool Read(ref JsonInput input, MessageDescriptor descriptor, object message)
    {
        if (input.Reader.TokenType != JsonTokenType.StartObject) return input.Refuse("an object is wanted");
        ulong seen = 0, chosen = 0;
        while (input.Reader.Read() && input.Reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = descriptor.Find(ref input.Reader);
            if (field is null)
            {
                if (!input.Rules.IgnoresUnknown) return input.Refuse($"unknown field \"{input.Reader.GetString()}\"");
                input.Reader.Skip();
                continue;
            }
            if (!Mark(ref seen, field.Index)) return input.Refuse($"duplicate field \"{field.Name}\"");
            input.Reader.Read();
            if (input.Reader.TokenType == JsonTokenType.Null) continue;
            if (field.ChoiceIndex >= 0 && !Mark(ref chosen, field.ChoiceIndex))
                return input.Refuse($"field \"{field.Name}\": another {field.Choice} is set already");
            if (field.ReadJson(ref input, message)) continue;
            input.Error = $"field \"{field.Name}\": {input.Error}";
            return false;
        }
        return true;
    }

    static bool Mark(ref ulong set, int index)
    {
        var bit = 1UL << index;
        if ((set & bit) != 0) return false;
        set |= bit;
        return true;
    }
}
