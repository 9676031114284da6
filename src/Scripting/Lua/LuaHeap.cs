using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KaosNet.Scripting.Lua;

/// <summary>
/// Where one state's values are: small ones in pages of its own, side by side and without headers, since Lua tells with every block how large it is. Blocks are
/// multiples of 16 bytes; what is freed waits for the next of its size. All is given back with the state.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LuaHeap
{
    /// <summary>Larger blocks come from the system.</summary>
    private const int SmallMax = 1024;

    private const int Grain = 16;
    private const int Sizes = (SmallMax / Grain) + 1;

    private LuaPages.Page* _pages;
    private byte* _next;
    private byte* _end;
    private Free _free;

    /// <summary>A block, or null when there is no memory.</summary>
    public void* Allocate(nuint bytes)
    {
        if (bytes > SmallMax) return FromSystem(null, bytes);
        var size = SizeOf(bytes);
        var block = _free[size];
        if (block != 0)
        {
            _free[size] = *(nint*)block;
            return (void*)block;
        }

        var length = size * Grain;
        if (_end - _next < length && !TryTurnPage()) return null;
        var fresh = _next;
        _next += length;
        return fresh;
    }

    public void Return(void* block, nuint bytes)
    {
        if (bytes > SmallMax) NativeMemory.Free(block);
        else Keep((nint)block, SizeOf(bytes));
    }

    /// <summary>The block with another length and its contents, or null, and then the old one is as it was. Making it shorter never fails: Lua relies on that.</summary>
    public void* Resize(void* block, nuint from, nuint to)
    {
        if (from > SmallMax && to > SmallMax) return FromSystem(block, to);
        if (from <= SmallMax && to <= SmallMax && SizeOf(from) == SizeOf(to)) return block;
        var moved = Allocate(to);
        if (moved == null) return to <= from ? block : null;
        NativeMemory.Copy(block, moved, Math.Min(from, to));
        Return(block, from);
        return moved;
    }

    /// <summary>Gives all pages back. What came from the system must have been returned.</summary>
    public void Close()
    {
        LuaPages.Return(_pages);
        this = default;
    }

    private static int SizeOf(nuint bytes) => (int)((bytes + Grain - 1) / Grain);

    private static void* FromSystem(void* block, nuint bytes)
    {
        try
        {
            return NativeMemory.Realloc(block, bytes);
        }
        catch (OutOfMemoryException)
        {
            return null;
        }
    }

    private void Keep(nint block, int size)
    {
        *(nint*)block = _free[size];
        _free[size] = block;
    }

    /// <summary>Begins a new page; the rest of the old one is used for something smaller.</summary>
    private bool TryTurnPage()
    {
        var page = (LuaPages.Page*)LuaPages.Take();
        if (page == null) return false;
        if (_end > _next) Keep((nint)_next, (int)(_end - _next) / Grain);
        page->Next = _pages;
        _pages = page;
        _next = (byte*)page + Grain;
        _end = (byte*)page + LuaPages.PageBytes;
        return true;
    }

    [InlineArray(Sizes)]
    private struct Free
    {
        private nint _first;
    }
}
