using System.Diagnostics.CodeAnalysis;
using KaosNet.Store;

namespace KaosNet.Scripting.Modules;

/// <summary>A script world that a pool can lend, whatever its language.</summary>
public interface IScriptState : IDisposable
{
    /// <summary>Whatever the host functions need to know about the present call.</summary>
    object? Context { get; set; }

    /// <summary>True once the state is not to be used again.</summary>
    bool Spoiled { get; }
}

/// <summary>Makes pools.</summary>
public static class ScriptPool
{
    /// <summary>Makes a pool and its first states.</summary>
    /// <param name="make">Makes an empty state.</param>
    /// <param name="prepare">Loads the modules into a state.</param>
    /// <param name="smallest">States to begin with.</param>
    /// <param name="largest">States at most.</param>
    /// <param name="pool">The pool, unless a state could not be prepared.</param>
    public static ScriptError? Start<TState>(
        Func<TState> make, Func<TState, ScriptError?> prepare, int smallest, int largest, out ScriptPool<TState>? pool)
        where TState : class, IScriptState
    {
        ArgumentOutOfRangeException.ThrowIfNegative(smallest);
        ArgumentOutOfRangeException.ThrowIfLessThan(largest, Math.Max(1, smallest));
        pool = new ScriptPool<TState>(make, prepare, largest);
        if (pool.Fill(smallest) is not { } error) return null;
        pool.Dispose();
        pool = null;
        return error;
    }
}

/// <summary>
/// The states that serve calls: filled to its minimum at the start, growing on demand to its maximum, after which callers wait
/// their turn. A state belongs to one caller at a time. One that used up a bound is thrown away; a new one is made for the next caller who finds none idle, so that there may be
/// fewer than the minimum, even none, until somebody calls.
/// </summary>
public sealed class ScriptPool<TState> : IDisposable
    where TState : class, IScriptState
{
    private readonly Lock _gate = new();

    /// <summary>The last one that was used comes first: most of it is still in the processor's caches.</summary>
    private readonly Stack<TState> _idle = new();
    private readonly SemaphoreSlim _free;
    private readonly Func<TState> _make;
    private readonly Func<TState, ScriptError?> _prepare;
    private int _count, _users;
    private volatile bool _disposed, _retired;

    internal ScriptPool(Func<TState> make, Func<TState, ScriptError?> prepare, int largest)
    {
        _make = make;
        _prepare = prepare;
        _free = new SemaphoreSlim(largest, largest);
    }

    /// <summary>States alive, idle or lent.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>A state for the caller alone, until disposed. Waits without a limit unless cancelled.</summary>
    public ValueTask<ScriptLease<TState>> Rent(CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Interlocked.Increment(ref _users);
        if (!SocketThreads.MayBlock || cancellation.IsCancellationRequested || !_free.Wait(0, CancellationToken.None)) return Wait(cancellation);
        return TryTakeIdle(out var idle) ? new(new ScriptLease<TState>(this, idle)) : new(MakeLease());
    }

    private async ValueTask<ScriptLease<TState>> Wait(CancellationToken cancellation)
    {
        try
        {
            await _free.WaitAsync(cancellation);
        }
        catch
        {
            Leave();
            throw;
        }

        // Scripts compute for long, and wait for the server on the thread that they run on.
        await SocketThreads.Leave();
        return TryTakeIdle(out var idle) ? new(this, idle) : MakeLease();
    }

    private ScriptLease<TState> MakeLease()
    {
        if (Make(out var state) is not { } error) return new(this, state!);
        _free.Release();
        Leave();
        throw new ScriptException(error.Message, error.Code);
    }

    private bool TryTakeIdle([MaybeNullWhen(false)] out TState idle)
    {
        lock (_gate) return _idle.TryPop(out idle);
    }

    private void Keep(TState state)
    {
        lock (_gate) _idle.Push(state);
    }

    /// <summary>Others serve the calls to come. Who has a state or waits for one, or still comes, is served; when nobody is left, so is no state.</summary>
    public void Retire()
    {
        _retired = true;
        if (Volatile.Read(ref _users) == 0) Clear();
    }

    public void Dispose()
    {
        _disposed = true;
        Clear();
    }

    internal ScriptError? Fill(int smallest)
    {
        for (var made = 0; made < smallest; made++)
        {
            if (Make(out var state) is { } error) return error;
            Keep(state!);
        }

        return null;
    }

    internal void Return(TState state)
    {
        state.Context = null;
        if (state.Spoiled || _disposed) Discard(state);
        else Keep(state);
        _free.Release();
        Leave();
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0 && _retired) Clear();
    }

    private void Clear()
    {
        while (TryTakeIdle(out var state)) Discard(state);
    }

    private ScriptError? Make(out TState? state)
    {
        state = _make();
        Interlocked.Increment(ref _count);
        var error = _prepare(state);
        if (error is null) return null;
        Discard(state);
        state = null;
        return error;
    }

    private void Discard(TState state)
    {
        state.Dispose();
        Interlocked.Decrement(ref _count);
    }
}

/// <summary>A state lent by a pool. Disposing it gives the state back.</summary>
public sealed class ScriptLease<TState> : IDisposable
    where TState : class, IScriptState
{
    private ScriptPool<TState>? _pool;

    internal ScriptLease(ScriptPool<TState> pool, TState state)
    {
        _pool = pool;
        State = state;
    }

    public TState State { get; }

    public void Dispose() => Interlocked.Exchange(ref _pool, null)?.Return(State);
}
