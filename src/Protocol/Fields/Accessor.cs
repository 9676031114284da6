using System.Reflection;

namespace KaosNet.Protocol.Fields;

/// <summary>Reads and writes one property of a message without reflection or boxing.</summary>
readonly struct Accessor<TMessage, TProperty>(PropertyInfo property) where TMessage : class
{
    readonly Func<TMessage, TProperty> _get = property.GetMethod!.CreateDelegate<Func<TMessage, TProperty>>();
    readonly Action<TMessage, TProperty> _set = property.SetMethod!.CreateDelegate<Action<TMessage, TProperty>>();

    public TProperty Get(object message) => _get((TMessage)message);
    public void Set(object message, TProperty value) => _set((TMessage)message, value);
}
