using System.Buffers;
using System.Text;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Wallets;

/// <summary>What may be written into wallets and their ledger.</summary>
static class TextRules
{
    /// <summary>At most so many Unicode characters, all of them whole and none of them U+0000.</summary>
    public static bool Fits(string text, int characters)
    {
        var rest = text.AsSpan();
        for (var count = 0; !rest.IsEmpty; count++)
        {
            if (count == characters || Rune.DecodeFromUtf16(rest, out var rune, out var length) != OperationStatus.Done || rune.Value == 0) return false;
            rest = rest[length..];
        }

        return true;
    }

    /// <summary>The stream of that id, or one that nobody has where the id is none and the store cannot even be asked for it.</summary>
    public static StreamRef<TState> StreamOf<TState, TEvent>(StreamKind<TState, TEvent> kind, string id)
        where TState : class
        where TEvent : class => IsId(id) ? kind.Of(id) : kind.New("none");

    /// <summary>True for a UUID in its lower-case spelling, so that one user has one spelling.</summary>
    public static bool IsId(string id) => Guid.TryParseExact(id, "D", out var read) && read.ToString() == id;
}
