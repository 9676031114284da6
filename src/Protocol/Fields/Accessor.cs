using System.Reflection;
using System.Runtime.CompilerServices;

namespace KaosNet.Protocol.Fields;

/// <summary>Reads and writes one property of a message without reflection or boxing.</summary>
readonly struct Accessor<TMessage, TProperty>(PropertyInfo property) where TMessage : class
{
    readonly Func<TMessage, TProperty> _get = property.GetMethod!.CreateDelegate<Func<TMessage, TProperty>>();
    readonly Action<TMessage, TProperty> _set = property.SetMethod!.CreateDelegate<Action<TMessage, TProperty>>();

    // Without a cast, which in code shared by all message types would cost more than the read itself: the codecs take the
    // descriptor from the message's own type, and the descriptor's and field's public members check it (MessageDescriptor.Check).
    public TProperty Get(object message) => _get(Unsafe.As<TMessage>(message));
    public void Set(object message, TProperty value) => _set(Unsafe.As<TMessage>(message), value);
}
