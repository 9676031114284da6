using System.Runtime.InteropServices;

namespace KaosNet.Projections.Search;

/// <summary>What a value of a document is to a query.</summary>
public enum SearchValueKind : byte
{
    /// <summary>An exact word: case sensitive, not split, whatever it holds.</summary>
    Text,

    /// <summary>A 64-bit floating point number.</summary>
    Number,

    /// <summary>A moment; found by date ranges only.</summary>
    Date,
}

/// <summary>One value of one field of a document.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct SearchValue : IEquatable<SearchValue>
{
    readonly string? _text;
    readonly long _bits;

    SearchValue(SearchValueKind kind, string? text, long bits) => (Kind, _text, _bits) = (kind, text, bits);

    /// <summary>What it is.</summary>
    public SearchValueKind Kind { get; }

    /// <summary>The word; empty for numbers and dates.</summary>
    public string Text => _text ?? "";

    /// <summary>The number.</summary>
    public double Number => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>The moment in ticks of UTC.</summary>
    public long Ticks => _bits;

    /// <summary>A word as it is, even where it looks like a date.</summary>
    public static SearchValue OfText(string text) => new(SearchValueKind.Text, text, 0);

    /// <summary>A number.</summary>
    public static SearchValue OfNumber(double number) => new(SearchValueKind.Number, null, BitConverter.DoubleToInt64Bits(number == 0 ? 0 : number));

    /// <summary>A moment.</summary>
    public static SearchValue OfDate(DateTimeOffset moment) => new(SearchValueKind.Date, null, moment.UtcTicks);

    /// <summary>A moment in ticks of UTC.</summary>
    public static SearchValue OfTicks(long ticks) => new(SearchValueKind.Date, null, ticks);

    /// <summary>A truth value, which queries spell <c>T</c> and <c>F</c>.</summary>
    public static SearchValue OfBoolean(bool value) => OfText(value ? "T" : "F");

    /// <summary>A text of a game: a moment where it reads as one, else a word.</summary>
    public static SearchValue Read(string text) => SearchDate.TryRead(text, out var ticks) ? OfTicks(ticks) : OfText(text);

    public bool Equals(SearchValue other) => Kind == other.Kind && _bits == other._bits && string.Equals(_text, other._text, StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is SearchValue other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Kind, _text, _bits);

    public static bool operator ==(SearchValue left, SearchValue right) => left.Equals(right);

    public static bool operator !=(SearchValue left, SearchValue right) => !left.Equals(right);
}
