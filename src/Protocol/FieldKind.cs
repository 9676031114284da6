namespace KaosNet.Protocol;

/// <summary>What a field holds, or each entry of a list or map. The <c>…Value</c> kinds remember being set to zero or empty.</summary>
public enum FieldKind
{
    String, StringValue, Bool, BoolValue, Int32, Int32Value, Int64, Int64Value, UInt32, UInt32Value, Double, DoubleValue,
    Enum, Bytes, BytesValue, Timestamp, Message,
}

/// <summary>How many values a field holds.</summary>
public enum FieldShape
{
    /// <summary>One value, or none.</summary>
    Single,

    /// <summary>Any number, in order.</summary>
    List,

    /// <summary>Values by a text key.</summary>
    Map,
}
