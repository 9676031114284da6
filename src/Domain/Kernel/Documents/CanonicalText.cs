using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace KaosNet.Domain.Kernel.Documents;

/// <summary>A canonical text on its way: knows how strings and numbers are spelled and puts the members of objects in order.</summary>
struct CanonicalText(int length) : IDisposable
{
    public const string Separator = ", ";

    char[] _text = ArrayPool<char>.Shared.Rent(Math.Max(64, length));
    Member[] _members = [];
    int _addedZeros;

    /// <summary>Characters written.</summary>
    public int Length { readonly get; private set; }

    /// <summary>Members written of the objects that are not at their ends yet.</summary>
    public int Members { readonly get; private set; }

    public readonly override string ToString() => new(_text, 0, Length);

    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(_text);
        if (_members.Length > 0) ArrayPool<Member>.Shared.Return(_members, clearArray: true);
        (_text, _members) = ([], []);
    }

    public void Put(char letter)
    {
        if (Length == _text.Length) Grow(1);
        _text[Length++] = letter;
    }

    public void Put(scoped ReadOnlySpan<char> letters)
    {
        if (Length + letters.Length > _text.Length) Grow(letters.Length);
        letters.CopyTo(_text.AsSpan(Length));
        Length += letters.Length;
    }

    void PutZeros(int count)
    {
        if (Length + count > _text.Length) Grow(count);
        _text.AsSpan(Length, count).Fill('0');
        Length += count;
    }

    /// <summary>A character as JSON text spells it: only what must be escaped is.</summary>
    public void PutEscaped(char letter)
    {
        switch (letter)
        {
            case '"': Put("\\\""); break;
            case '\\': Put(@"\\"); break;
            case '\b': Put("\\b"); break;
            case '\f': Put("\\f"); break;
            case '\n': Put("\\n"); break;
            case '\r': Put("\\r"); break;
            case '\t': Put("\\t"); break;
            case < ' ': Put(string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}")); break;
            default: Put(letter); break;
        }
    }

    void Grow(int room)
    {
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(_text.Length * 2, Length + room));
        _text.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<char>.Shared.Return(_text);
        _text = larger;
    }

    /// <summary>Moves the decimal point by the exponent and writes all digits that are left, those after the point as many as were given.</summary>
    public JsonFlaw PutDecimal(bool isNegative, ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction, int exponent)
    {
        var scale = Math.Max(0, fraction.Length - exponent);
        if (scale > JsonDocumentText.FractionDigitsMax) return JsonFlaw.NotStorable;
        var leading = whole[0] != '0' ? 0 : fraction.IndexOfAnyExcept('0') is var zeros and >= 0 ? zeros + 1 : -1;
        var isZero = leading < 0;
        // Digits left of the point, which are none when the first of any worth stands right of it.
        var wholeDigits = isZero ? 0 : whole.Length + exponent - leading;
        if (wholeDigits > JsonDocumentText.WholeDigitsMax) return JsonFlaw.NotStorable;
        if (exponent == 0 && !isZero)
        {
            if (isNegative) Put('-');
            Put(whole);
            if (fraction.Length > 0) Put('.');
            Put(fraction);
            return JsonFlaw.None;
        }

        // The digits as they were given stand at these places; all others that are to be written are zeros.
        var point = whole.Length + exponent;
        _addedZeros += isZero ? scale : Math.Max(0, -point) + Math.Max(0, point - whole.Length - fraction.Length);
        if (_addedZeros > JsonDocumentText.AddedZerosMax) return JsonFlaw.NotStorable;
        if (isZero)
        {
            Put('0');
            if (scale > 0) Put('.');
            PutZeros(scale);
            return JsonFlaw.None;
        }

        if (isNegative) Put('-');
        if (wholeDigits <= 0) Put('0');
        else PutDigits(whole, fraction, leading, point);
        if (scale > 0) Put('.');
        PutDigits(whole, fraction, point, point + scale);
        return JsonFlaw.None;
    }

    /// <summary>The digits at these places, counted from the first one given.</summary>
    void PutDigits(ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction, int from, int to)
    {
        if (from < 0) PutZeros(Math.Min(0, to) - from);
        var given = whole.Length + fraction.Length;
        var (begin, end) = (Math.Clamp(from, 0, given), Math.Clamp(to, 0, given));
        if (begin < whole.Length) Put(whole[begin..Math.Min(end, whole.Length)]);
        if (end > whole.Length) Put(fraction[(Math.Max(begin, whole.Length) - whole.Length)..(end - whole.Length)]);
        if (to > given) PutZeros(to - Math.Max(from, given));
    }

    /// <summary>Notes the member that begins with a key at a place and ends here.</summary>
    public void AddMember(int start, int keyLength)
    {
        if (Members == _members.Length)
        {
            var more = ArrayPool<Member>.Shared.Rent(Math.Max(16, Members * 2));
            _members.AsSpan(0, Members).CopyTo(more);
            if (_members.Length > 0) ArrayPool<Member>.Shared.Return(_members, clearArray: true);
            _members = more;
        }

        var key = _text.AsSpan(start + 1, keyLength);
        // The key's own characters decide the order, not their escapes.
        _members[Members++] = new(start, Length, key.Contains('\\') ? Unescaped(key) : null, keyLength);
    }

    /// <summary>Puts the members of an object in order and leaves out those that a later one with the same key replaces.</summary>
    public void SortMembers(int begin, int firstMember)
    {
        var members = _members.AsSpan(firstMember, Members - firstMember);
        var order = new KeyOrder(_text);
        var isSorted = true;
        for (var i = 1; i < members.Length && isSorted; i++) isSorted = order.CompareKeys(members[i - 1], members[i]) < 0;
        Members = firstMember;
        if (isSorted) return;

        members.Sort(order);
        var given = Length - begin;
        var sorted = ArrayPool<char>.Shared.Rent(given);
        var end = 0;
        for (var i = 0; i < members.Length; i++)
        {
            if (i + 1 < members.Length && order.CompareKeys(members[i], members[i + 1]) == 0) continue;
            if (end > 0)
            {
                Separator.CopyTo(sorted.AsSpan(end));
                end += Separator.Length;
            }

            var member = _text.AsSpan(members[i].Start, members[i].End - members[i].Start);
            member.CopyTo(sorted.AsSpan(end));
            end += member.Length;
        }

        sorted.AsSpan(0, end).CopyTo(_text.AsSpan(begin));
        Length = begin + end;
        ArrayPool<char>.Shared.Return(sorted);
    }

    /// <summary>The characters of a key that was written with escapes.</summary>
    static string Unescaped(ReadOnlySpan<char> key)
    {
        var letters = new StringBuilder(key.Length);
        for (var i = 0; i < key.Length; i++)
        {
            if (key[i] != '\\')
            {
                letters.Append(key[i]);
                continue;
            }

            letters.Append(key[++i] switch
            {
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => (char)ushort.Parse(key.Slice(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                var same => same,
            });
            if (key[i] == 'u') i += 4;
        }

        return letters.ToString();
    }

    /// <summary>A member of an object that is being written: where it begins and ends, and its key where that is not what stands there.</summary>
    [StructLayout(LayoutKind.Auto)]
    readonly record struct Member(int Start, int End, string? Key, int KeyLength);

    readonly struct KeyOrder(char[] text) : IComparer<Member>
    {
        public int CompareKeys(in Member left, in Member right) => JsonDocumentText.CompareKeys(KeyOf(left), KeyOf(right));

        /// <summary>By key, and equal keys as they were given.</summary>
        public int Compare(Member x, Member y) => CompareKeys(x, y) is not 0 and var order ? order : x.Start - y.Start;

        ReadOnlySpan<char> KeyOf(in Member member) => member.Key is { } key ? key : text.AsSpan(member.Start + 1, member.KeyLength);
    }
}
