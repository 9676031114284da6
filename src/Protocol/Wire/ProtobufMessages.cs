namespace KaosNet.Protocol.Wire;

/// <summary>A message's body in protobuf: its fields by rising number, unknown ones passed over when reading.</summary>
static class ProtobufMessages
{
    public static int Measure(MessageDescriptor descriptor, object message)
    {
        var size = 0;
        foreach (var field in descriptor.FieldsOf(message)) size += field.MeasureProtobuf(message);
        return size;
    }

    public static void Write(ref ProtobufWriter output, MessageDescriptor descriptor, object message)
    {
        foreach (var field in descriptor.FieldsOf(message)) field.WriteProtobuf(ref output, message);
    }

    public static bool Read(ref ProtobufReader input, MessageDescriptor descriptor, object message)
    {
        while (!input.AtEnd)
        {
            if (!input.TryTag(out var number, out var wire)) return false;
            var field = descriptor.Find(number);
            if (field is null)
            {
                if (!input.TrySkip(wire, number)) return false;
                continue;
            }
            descriptor.ClearOthers(field, message);
            if (!field.ReadProtobuf(ref input, message, wire)) return false;
        }
        return true;
    }
}
