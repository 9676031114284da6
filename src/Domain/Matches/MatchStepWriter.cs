using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace KaosNet.Domain.Matches;

/// <summary>
/// Writes a match's steps into a piece of its record. Integers are varints, times differences to the time before, a presence is spelled out
/// once a piece and then a number. Each piece can be read alone.
/// </summary>
public sealed class MatchStepWriter
{
    readonly Dictionary<string, int> _presences = new(StringComparer.Ordinal);
    ArrayBufferWriter<byte> _bytes = new(64);
    long _lastMs;

    /// <summary>Bytes written since the last <see cref="Take"/>.</summary>
    public int Length => _bytes.WrittenCount;

    /// <summary>What holds the bytes; of interest to those who ask where memory is.</summary>
    public object Buffer => _bytes;

    /// <summary>Ends the piece and starts the next one.</summary>
    public byte[] Take()
    {
        var piece = _bytes.WrittenSpan.ToArray();
        if (_bytes.Capacity > Limits.PieceBytesFull) _bytes = new(64);
        else _bytes.ResetWrittenCount();
        _presences.Clear();
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
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.GetSpan(8), hash);
        _bytes.Advance(8);
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
        _bytes.GetSpan(1)[0] = (byte)kind;
        _bytes.Advance(1);
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
        if (_presences.TryGetValue(presence.SessionId, out var known))
        {
            Count(known);
            return;
        }

        Count(_presences.Count);
        _presences.Add(presence.SessionId, _presences.Count);
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
        _bytes.Advance(Encoding.UTF8.GetBytes(text, _bytes.GetSpan(length)));
    }

    void Bytes(ReadOnlySpan<byte> bytes)
    {
        Count(bytes.Length);
        _bytes.Write(bytes);
    }

    void Count(int count) => Varint((ulong)count);

    void Signed(long number) => Varint((ulong)((number << 1) ^ (number >> 63)));

    void Varint(ulong number)
    {
        var span = _bytes.GetSpan(10);
        var used = 0;
        while (number >= 0x80)
        {
            span[used++] = (byte)(number | 0x80);
            number >>= 7;
        }

        span[used++] = (byte)number;
        _bytes.Advance(used);
    }
}
