using System.Collections.Concurrent;
using KaosNet.Scripting.Lua;
using KaosNet.Store;

namespace KaosNet.Scripting.Modules;

/// <summary>
/// The states that serve calls: filled to its minimum at the start, growing on demand to its maximum, after which callers wait
/// their turn. A state belongs to one caller at a time. One that used up a bound is thrown away and replaced.
/// </summary>
public sealed class LuaPool : IDisposable
{
    private readonly ConcurrentBag<LuaState> _idle = [];
    private readonly SemaphoreSlim _free;
    private readonly Func<LuaState, ScriptError?> _prepare;
    private readonly LuaStateOptions _options;
    private int _count;
    private volatile bool _disposed;

    private LuaPool(LuaStateOptions options, Func<LuaState, ScriptError?> prepare, int largest)
    {
        _options = options;
        _prepare = prepare;
        _free = new SemaphoreSlim(largest, largest);
    }

    /// <summary>States alive, idle or lent.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Makes the pool and its first states; <paramref name="prepare"/> loads the modules into each state.</summary>
    public static ScriptError? Start(
        LuaStateOptions options, Func<LuaState, ScriptError?> prepare, int smallest, int largest, out LuaPool? pool)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(smallest);
        ArgumentOutOfRangeException.ThrowIfLessThan(largest, Math.Max(1, smallest));
        pool = new LuaPool(options, prepare, largest);
        for (var made = 0; made < smallest; made++)
        {
            if (pool.Make(out var state) is not { } error)
            {
                pool._idle.Add(state!);
                continue;
            }

            pool.Dispose();
            pool = null;
            return error;
        }

        return null;
    }

    /// <summary>A state for the caller alone, until disposed. Waits without a limit unless cancelled.</summary>
    public async ValueTask<LuaLease> Rent(CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        await _free.WaitAsync(cancellation);
        // Scripts compute for long, and wait for the server on the thread that they run on.
        await SocketThreads.Leave();
        if (_idle.TryTake(out var idle)) return new LuaLease(this, idle);
        if (Make(out var state) is not { } error) return new LuaLease(this, state!);
        _free.Release();
        throw new ScriptException(error.Message, error.Code);
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var state)) Discard(state);
    }

    internal void Return(LuaState state)
    {
        state.Context = null;
        if (state.Spoiled || _disposed) Discard(state);
        else _idle.Add(state);
        _free.Release();
    }

    private ScriptError? Make(out LuaState? state)
    {
        state = new LuaState(_options);
        Interlocked.Increment(ref _count);
        var error = _prepare(state);
        if (error is null) return null;
        Discard(state);
        state = null;
        return error;
    }

    private void Discard(LuaState state)
    {
        state.Dispose();
        Interlocked.Decrement(ref _count);
    }
}

/// <summary>A state lent by a pool. Disposing it gives the state back.</summary>
public sealed class LuaLease : IDisposable
{
    private LuaPool? _pool;

    internal LuaLease(LuaPool pool, LuaState state)
    {
        _pool = pool;
        State = state;
    }

    public LuaState State { get; }

    public void Dispose() => Interlocked.Exchange(ref _pool, null)?.Return(State);
}
