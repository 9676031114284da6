using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace KaosNet.Domain.Kernel;

/// <summary>What came of a request: a value, or the <see cref="Fault"/> that refused it.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Answer<T>
{
    readonly T? _value;

    Answer(T? value, Fault? fault) => (_value, Fault) = (value, fault);

    /// <summary>The refusal, or null when there is a value.</summary>
    public Fault? Fault { get; }

    /// <summary>The value. Asking a refused answer for it is a bug of ours.</summary>
    public T Value => Fault is null ? _value! : throw new InvalidOperationException("A refused answer has no value: " + Fault.Message);

    /// <summary>True with the value, or false with the refusal.</summary>
    public bool IsGranted([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Fault? fault)
    {
        value = _value;
        fault = Fault;
        return fault is null;
    }

    /// <summary>What is made of the value, or the same refusal.</summary>
    public Answer<TOther> As<TOther>(Func<T, TOther> make) => IsGranted(out var value, out var fault) ? make(value) : fault;

    public static implicit operator Answer<T>(T value) => new(value, null);

    public static implicit operator Answer<T>(Fault fault) => new(default, fault ?? throw new ArgumentNullException(nameof(fault)));
}

/// <summary>The value of a request that answers nothing but "done".</summary>
public readonly record struct Done
{
    /// <summary>The one value.</summary>
    public static readonly Done Value;
}
