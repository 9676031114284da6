using MessagePack;

namespace KaosNet.Protocol.Wire;

/// <summary>A message in MessagePack: a map from field number to value, without the fields that have nothing to say.</summary>
static class MessagePackMessages
{
    public static void Write(ref MessagePackWriter output, MessageDescriptor descriptor, object message)
    {
        var sent = 0;
        foreach (var field in descriptor.FieldsOf(message))
            if (field.Sends(message)) sent++;
        output.WriteMapHeader(sent);
        foreach (var field in descriptor.FieldsOf(message)) field.WriteMessagePack(ref output, message);
    }

    public static void Read(ref MessagePackReader input, MessageDescriptor descriptor, object message)
    {
        for (var left = input.ReadMapHeader(); left > 0; left--)
        {
            var field = descriptor.Find(input.ReadInt32());
            if (field is null)
            {
                Skip(ref input);
                continue;
            }
            descriptor.ClearOthers(field, message);
            field.ReadMessagePack(ref input, message);
        }
    }

    // Counts instead of recursing, so that no nesting, however deep, can exhaust the stack.
    static void Skip(ref MessagePackReader input)
    {
        for (long left = 1; left > 0; left--)
        {
            switch (input.NextMessagePackType)
            {
                case MessagePackType.Array: left += input.ReadArrayHeader(); break;
                case MessagePackType.Map: left += 2L * input.ReadMapHeader(); break;
                default: input.Skip(); break;
            }
        }
    }
}
