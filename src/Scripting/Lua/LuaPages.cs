using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KaosNet.Scripting.Lua;

/// <summary>
/// Memory of all script states, in pages of 4 KB that belong to one state each. They are cut out of pieces of 2 MB, for which the system is asked to use its large
/// pages: with thousands of states at a time, looking up where a page is costs as much as reading it. A piece that no state needs goes back to the system; one is kept.
/// </summary>
internal static unsafe partial class LuaPages
{
    public const int PageBytes = 4096;

    private const int PieceBytes = 2 << 20;
    private const int HugePages = 14;

    private static readonly Lock Gate = new();
    private static Piece* _free;
    private static int _unused;

    /// <summary>A page, or null when the system has no memory.</summary>
    public static void* Take()
    {
        lock (Gate)
        {
            if (_free == null && !TryGrow()) return null;
            var piece = _free;
            if (piece->Used++ == 0) _unused--;
            var page = piece->Pages;
            if (page != null)
            {
                piece->Pages = page->Next;
            }
            else
            {
                page = (Page*)((byte*)piece + piece->Untouched);
                piece->Untouched += PageBytes;
            }

            if (piece->Pages == null && piece->Untouched == PieceBytes) Unlink(piece);
            return page;
        }
    }

    /// <summary>Takes back a list of pages, linked by their first words.</summary>
    public static void Return(Page* pages)
    {
        lock (Gate)
        {
            while (pages != null)
            {
                var page = pages;
                pages = page->Next;
                var piece = (Piece*)((nint)page & ~(nint)(PieceBytes - 1));
                if (piece->Pages == null && piece->Untouched == PieceBytes) Link(piece);
                page->Next = piece->Pages;
                piece->Pages = page;
                if (--piece->Used > 0 || _unused++ == 0) continue;
                _unused--;
                Unlink(piece);
                NativeMemory.AlignedFree(piece);
            }
        }
    }

    private static bool TryGrow()
    {
        Piece* piece;
        try
        {
            piece = (Piece*)NativeMemory.AlignedAlloc(PieceBytes, PieceBytes);
        }
        catch (OutOfMemoryException)
        {
            return false;
        }

        // A system that cannot do it uses its ordinary pages.
        if (OperatingSystem.IsLinux()) _ = madvise(piece, PieceBytes, HugePages);
        *piece = new Piece { Untouched = PageBytes };
        _unused++;
        Link(piece);
        return true;
    }

    private static void Link(Piece* piece)
    {
        piece->Previous = null;
        piece->Next = _free;
        if (_free != null) _free->Previous = piece;
        _free = piece;
    }

    private static void Unlink(Piece* piece)
    {
        if (piece->Previous != null) piece->Previous->Next = piece->Next;
        else _free = piece->Next;
        if (piece->Next != null) piece->Next->Previous = piece->Previous;
    }

    [LibraryImport("libc")] [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial int madvise(void* start, nuint length, int advice);

    /// <summary>A page that nobody uses, or one of a state.</summary>
    public struct Page
    {
        public Page* Next;
    }

    /// <summary>What stands in the first page of a piece. Pieces with a page to give are linked.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Piece
    {
        public Piece* Next, Previous;
        public Page* Pages;
        public int Untouched;
        public int Used;
    }
}
