using System.Reflection;
using KaosNet.Protocol.Values;

namespace KaosNet.Protocol.Fields;

/// <summary>A value that is simply there; zero and empty are not sent (H41).</summary>
sealed class PlainField<TMessage, TValue>(FieldPlace place, PropertyInfo property, ValueFormat<TValue> format)
    : SingleField<TValue>(place, format, wrapped: false) where TMessage : class
{
    readonly Accessor<TMessage, TValue> _property = new(property);
    readonly ValueFormat<TValue> _format = format;

    private protected override object? Get(object message) => _property.Get(message);
    private protected override void Set(object message, object? value) => _property.Set(message, (TValue)value!);

    internal override void Clear(object message) => _property.Set(message, _format.Zero);

    protected override bool TryGet(object message, out TValue value)
    {
        value = _property.Get(message);
        return value is not null && !_format.IsZero(value);
    }

    protected override void Put(object message, TValue value) => _property.Set(message, value);
}

/// <summary>A number, truth value or moment that may be unset; set, it is sent whatever it is (H46, H47).</summary>
sealed class NullableField<TMessage, TValue>(FieldPlace place, PropertyInfo property, ValueFormat<TValue> format)
    : SingleField<TValue>(place, format, wrapped: format.Kind != FieldKind.Timestamp && place.Choice is null)
    where TMessage : class where TValue : struct
{
    readonly Accessor<TMessage, TValue?> _property = new(property);

    private protected override object? Get(object message) => _property.Get(message);
    private protected override void Set(object message, object? value) => _property.Set(message, (TValue?)value);

    internal override void Clear(object message) => _property.Set(message, null);

    protected override bool TryGet(object message, out TValue value)
    {
        var held = _property.Get(message);
        value = held.GetValueOrDefault();
        return held.HasValue;
    }

    protected override void Put(object message, TValue value) => _property.Set(message, value);
}

/// <summary>A text or message that may be unset; set, it is sent even when empty (H46).</summary>
sealed class ReferenceField<TMessage, TValue>(FieldPlace place, PropertyInfo property, ValueFormat<TValue> format)
    : SingleField<TValue>(place, format, wrapped: format.Kind != FieldKind.Message && place.Choice is null)
    where TMessage : class where TValue : class
{
    readonly Accessor<TMessage, TValue?> _property = new(property);

    private protected override object? Get(object message) => _property.Get(message);
    private protected override void Set(object message, object? value) => _property.Set(message, (TValue?)value);

    internal override void Clear(object message) => _property.Set(message, null);

    protected override bool TryGet(object message, out TValue value)
    {
        value = _property.Get(message)!;
        return value is not null;
    }

    protected override void Put(object message, TValue value) => _property.Set(message, value);
}
