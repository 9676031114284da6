using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace KaosNet.Domain.Matches;

/// <summary>
/// Writes a match's steps into a piece of its record. Integers are varints, times differences to the time before, a presence is spelled out
/// once a piece and then a number. Each piece can be read alone.
/// </summary>
public sealed class MatchStepWriter
{
    const int FirstBytes = 64;

    /// <summary>Not a writer of the library's: thousands of matches write a few bytes each, and every object between them and their bytes has to come from far.</summary>
    byte[] _bytes = new byte[FirstBytes];

    int _length;
    long _lastMs;
    Dictionary<string, int>? _presences;

    /// <summary>Bytes written since the last <see cref="Take"/>.</summary>
    public int Length => _length;

    /// <summary>What holds the bytes. Of interest, as <see cref="Next"/>, to those who ask for memory ahead.</summary>
    public object Buffer => _bytes;

    /// <summary>Where the next bytes will stand, found without looking at the buffer.</summary>
    public ref readonly byte Next => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_bytes), _length);

    /// <summary>Ends the piece and starts the next one.</summary>
    public byte[] Take()
    {
        var piece = _bytes.AsSpan(0, _length).ToArray();
        if (_bytes.Length > Limits.PieceBytesFull) _bytes = new byte[FirstBytes];
        _length = 0;
        _presences = null;
        _lastMs = 0;
        return piece;
    }

    public void Init(long atMs) => Begin(StepKind.Init, atMs);

    public void JoinAttempt(long atMs, MatchPresence presence, JoinRequest request)
    {
        Begin(StepKind.JoinAttempt, atMs);
        Presence(presence);
        Map(request.Metadata);
        Map(request.Vars);
        Signed(request.SessionExpiry);
        Text(request.ClientAddress);
        Text(request.ClientPort);
    }

    public void Join(long atMs, IReadOnlyList<MatchPresence> presences)
    {
        Begin(StepKind.Join, atMs);
        Presences(presences);
    }

    public void Leave(long atMs, IReadOnlyList<MatchPresence> presences)
    {
        Begin(StepKind.Leave, atMs);
        Presences(presences);
    }

    public void Loop(long atMs, IReadOnlyList<MatchMessage> messages)
    {
        Begin(StepKind.Loop, atMs);
        Count(messages.Count);
        for (var i = 0; i < messages.Count; i++)
        {
            var message = messages[i];
            Presence(message.Sender);
            Signed(message.OpCode);
            Bytes(message.Data.Span);
            Count(message.Reliable ? 1 : 0);
            Signed(message.ReceivedAtMs - atMs);
        }
    }

    public void Signal(long atMs, string data)
    {
        Begin(StepKind.Signal, atMs);
        Text(data);
    }

    public void Terminate(long atMs, int graceSeconds)
    {
        Begin(StepKind.Terminate, atMs);
        Count(graceSeconds);
    }

    public void CodeChange(CodeChangeStep change)
    {
        Begin(StepKind.CodeChange, change.AtMs);
        Signed(change.BeganMs);
        Text(change.Label);
        Presences(change.Members);
        Bytes(change.State);
    }

    public void Effect(string function, ReadOnlySpan<byte> answer)
    {
        Kind(StepKind.Effect);
        Text(function);
        Bytes(answer);
    }

    public void RefusedEffect(string function, Kernel.Fault refusal)
    {
        Kind(StepKind.RefusedEffect);
        Text(function);
        Count((int)refusal.Code);
        Text(refusal.Message);
    }

    public void Hash(ulong hash)
    {
        Kind(StepKind.Hash);
        BinaryPrimitives.WriteUInt64LittleEndian(Room(8), hash);
        _length += 8;
    }

    public void Cut(int calls)
    {
        Kind(StepKind.Cut);
        Count(calls);
    }

    /// <summary>Writes a step that was read, whatever its kind.</summary>
    public void Write(MatchStep step)
    {
        switch (step)
        {
            case InitStep init: Init(init.AtMs); break;
            case JoinAttemptStep attempt: JoinAttempt(attempt.AtMs, attempt.Presence, attempt.Request); break;
            case JoinStep join: Join(join.AtMs, join.Presences); break;
            case LeaveStep leave: Leave(leave.AtMs, leave.Presences); break;
            case LoopStep loop: Loop(loop.AtMs, loop.Messages); break;
            case SignalStep signal: Signal(signal.AtMs, signal.Data); break;
            case TerminateStep terminate: Terminate(terminate.AtMs, terminate.GraceSeconds); break;
            case CodeChangeStep change: CodeChange(change); break;
            case EffectStep { Refusal: { } refusal } effect: RefusedEffect(effect.Function, refusal); break;
            case EffectStep effect: Effect(effect.Function, effect.Answer); break;
            case HashStep hash: Hash(hash.Hash); break;
            case CutStep cut: Cut(cut.Calls); break;
            default: throw new ArgumentException($"{step.GetType()} is not a step that can be stored.", nameof(step));
        }
    }

    void Begin(StepKind kind, long atMs)
    {
        Kind(kind);
        Signed(atMs - _lastMs);
        _lastMs = atMs;
    }

    void Kind(StepKind kind)
    {
        Room(1)[0] = (byte)kind;
        _length++;
    }

    void Presences(IReadOnlyList<MatchPresence> presences)
    {
        Count(presences.Count);
        for (var i = 0; i < presences.Count; i++)
        {
            Presence(presences[i]);
            Count((int)presences[i].Reason);
        }
    }

    void Presence(MatchPresence presence)
    {
        var presences = _presences ??= new(StringComparer.Ordinal);
        if (presences.TryGetValue(presence.SessionId, out var known))
        {
            Count(known);
            return;
        }

        Count(presences.Count);
        presences.Add(presence.SessionId, presences.Count);
        Text(presence.UserId);
        Text(presence.SessionId);
        Text(presence.Username);
        Text(presence.Node);
    }

    void Map(IReadOnlyDictionary<string, string> map)
    {
        Count(map.Count);
        foreach (var (key, value) in map.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            Text(key);
            Text(value);
        }
    }

    void Text(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Count(length);
        _length += Encoding.UTF8.GetBytes(text, Room(length));
    }

    void Bytes(ReadOnlySpan<byte> bytes)
    {
        Count(bytes.Length);
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    void Count(int count) => Varint((ulong)count);

    void Signed(long number) => Varint((ulong)((number << 1) ^ (number >> 63)));

    void Varint(ulong number)
    {
        var span = Room(10);
        var used = 0;
        while (number >= 0x80)
        {
            span[used++] = (byte)(number | 0x80);
            number >>= 7;
        }

        span[used++] = (byte)number;
        _length += used;
    }

    /// <summary>Where so many bytes may be written next.</summary>
    Span<byte> Room(int bytes)
    {
        if (bytes > _bytes.Length - _length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, checked(_length + bytes)));
        return _bytes.AsSpan(_length);
    }
}
