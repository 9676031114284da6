using System.Buffers;
using System.Globalization;

namespace KaosNet.Domain.Kernel.Documents;

/// <summary>Reads a JSON text once, from front to back, and writes its canonical spelling; see <see cref="JsonDocumentText"/>.</summary>
ref struct CanonicalReader(string text)
{
    /// <summary>Exponents past it are refused even on zero, as PostgreSQL does.</summary>
    const int ExponentMax = int.MaxValue / 2;

    static readonly SearchValues<char> Special = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(code => (char)code), '"', '\\', .. Enumerable.Range(0xD800, 0x800).Select(code => (char)code)]);

    readonly ReadOnlySpan<char> _text = text;
    CanonicalText _out = new(text.Length + (text.Length / 2));
    int _at, _depth;

    public readonly override string ToString() => _out.ToString();

    public void Dispose() => _out.Dispose();

    public JsonFlaw Read()
    {
        var flaw = Value();
        if (flaw != JsonFlaw.None) return flaw;
        SkipBlanks();
        return _at == _text.Length ? JsonFlaw.None : JsonFlaw.NotJson;
    }

    JsonFlaw Value()
    {
        SkipBlanks();
        if (_at == _text.Length) return JsonFlaw.NotJson;
        return _text[_at] switch
        {
            '{' => Object(),
            '[' => Array(),
            '"' => String(),
            't' => Word("true"),
            'f' => Word("false"),
            'n' => Word("null"),
            _ => Number(),
        };
    }

    JsonFlaw Object()
    {
        if (++_depth > JsonDocumentText.DepthMax) return JsonFlaw.NotStorable;
        _at++;
        _out.Put('{');
        var (begin, firstMember) = (_out.Length, _out.Members);
        SkipBlanks();
        if (!Take('}'))
        {
            do
            {
                SkipBlanks();
                if (_at == _text.Length || _text[_at] != '"') return JsonFlaw.NotJson;
                if (_out.Length > begin) _out.Put(CanonicalText.Separator);
                var memberStart = _out.Length;
                var flaw = String();
                if (flaw != JsonFlaw.None) return flaw;
                var keyLength = _out.Length - memberStart - 2;
                SkipBlanks();
                if (!Take(':')) return JsonFlaw.NotJson;
                _out.Put(": ");
                flaw = Value();
                if (flaw != JsonFlaw.None) return flaw;
                _out.AddMember(memberStart, keyLength);
                SkipBlanks();
            }
            while (Take(','));
            if (!Take('}')) return JsonFlaw.NotJson;
            _out.SortMembers(begin, firstMember);
        }

        _out.Put('}');
        _depth--;
        return JsonFlaw.None;
    }

    JsonFlaw Array()
    {
        if (++_depth > JsonDocumentText.DepthMax) return JsonFlaw.NotStorable;
        _at++;
        _out.Put('[');
        var begin = _out.Length;
        SkipBlanks();
        if (!Take(']'))
        {
            do
            {
                if (_out.Length > begin) _out.Put(CanonicalText.Separator);
                var flaw = Value();
                if (flaw != JsonFlaw.None) return flaw;
                SkipBlanks();
            }
            while (Take(','));
            if (!Take(']')) return JsonFlaw.NotJson;
        }

        _out.Put(']');
        _depth--;
        return JsonFlaw.None;
    }

    JsonFlaw String()
    {
        _at++;
        _out.Put('"');
        while (true)
        {
            var rest = _text[_at..];
            var plain = rest.IndexOfAny(Special);
            if (plain < 0) return JsonFlaw.NotJson;
            _out.Put(rest[..plain]);
            _at += plain;
            var letter = _text[_at++];
            if (letter == '"')
            {
                _out.Put('"');
                return JsonFlaw.None;
            }

            if (letter < ' ') return JsonFlaw.NotJson;
            if (letter != '\\')
            {
                if (!char.IsHighSurrogate(letter) || _at == _text.Length || !char.IsLowSurrogate(_text[_at])) return JsonFlaw.NotStorable;
                _out.Put(letter);
                _out.Put(_text[_at++]);
                continue;
            }

            var flaw = Escape();
            if (flaw != JsonFlaw.None) return flaw;
        }
    }

    JsonFlaw Escape()
    {
        if (_at == _text.Length) return JsonFlaw.NotJson;
        switch (_text[_at++])
        {
            case '"': _out.Put("\\\""); return JsonFlaw.None;
            case '\\': _out.Put(@"\\"); return JsonFlaw.None;
            case '/': _out.Put('/'); return JsonFlaw.None;
            case 'b': _out.Put("\\b"); return JsonFlaw.None;
            case 'f': _out.Put("\\f"); return JsonFlaw.None;
            case 'n': _out.Put("\\n"); return JsonFlaw.None;
            case 'r': _out.Put("\\r"); return JsonFlaw.None;
            case 't': _out.Put("\\t"); return JsonFlaw.None;
            case 'u': break;
            default: return JsonFlaw.NotJson;
        }

        if (!TryHex(out var unit)) return JsonFlaw.NotJson;
        if (unit == '\0' || char.IsLowSurrogate(unit)) return JsonFlaw.NotStorable;
        if (!char.IsHighSurrogate(unit))
        {
            _out.PutEscaped(unit);
            return JsonFlaw.None;
        }

        if (_at + 1 >= _text.Length || _text[_at] != '\\' || _text[_at + 1] != 'u') return JsonFlaw.NotStorable;
        _at += 2;
        if (!TryHex(out var low)) return JsonFlaw.NotJson;
        if (!char.IsLowSurrogate(low)) return JsonFlaw.NotStorable;
        _out.Put(unit);
        _out.Put(low);
        return JsonFlaw.None;
    }

    JsonFlaw Number()
    {
        var isNegative = Take('-');
        var whole = Digits();
        if (whole.Length == 0 || (whole.Length > 1 && whole[0] == '0')) return JsonFlaw.NotJson;
        ReadOnlySpan<char> fraction = default;
        if (Take('.') && (fraction = Digits()).Length == 0) return JsonFlaw.NotJson;
        var exponent = 0;
        if (Take('e') || Take('E'))
        {
            var isDown = Take('-');
            if (!isDown) Take('+');
            var digits = Digits();
            if (digits.Length == 0) return JsonFlaw.NotJson;
            if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out exponent) || exponent >= ExponentMax) return JsonFlaw.NotStorable;
            if (isDown) exponent = -exponent;
        }

        return _out.PutDecimal(isNegative, whole, fraction, exponent);
    }

    JsonFlaw Word(string word)
    {
        if (!_text[_at..].StartsWith(word)) return JsonFlaw.NotJson;
        _at += word.Length;
        _out.Put(word);
        return JsonFlaw.None;
    }

    ReadOnlySpan<char> Digits()
    {
        var rest = _text[_at..];
        var end = rest.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? rest : rest[..end];
        _at += digits.Length;
        return digits;
    }

    bool TryHex(out char unit)
    {
        unit = '\0';
        if (_text.Length - _at < 4) return false;
        var digits = _text.Slice(_at, 4);
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigit(digit)) return false;
        }

        unit = (char)ushort.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        _at += 4;
        return true;
    }

    bool Take(char letter)
    {
        if (_at == _text.Length || _text[_at] != letter) return false;
        _at++;
        return true;
    }

    void SkipBlanks()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\n' or '\r') _at++;
    }
}
