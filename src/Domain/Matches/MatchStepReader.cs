using System.Buffers.Binary;
using System.Text;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Matches;

/// <summary>Reads a piece of a match's record.</summary>
public static class MatchStepReader
{
    /// <summary>All steps of a piece.</summary>
    /// <exception cref="FormatException">The bytes are not what <see cref="MatchStepWriter"/> writes.</exception>
    public static IReadOnlyList<MatchStep> Read(byte[] piece)
    {
        var cursor = new Cursor(piece);
        var steps = new List<MatchStep>();
        while (!cursor.AtEnd) steps.Add(cursor.Step());
        return steps;
    }

    /// <summary>The ids of the players whom a piece tells of, each once; as far as it can be read, since an index of events is made of them and no match hangs on that.</summary>
    public static IEnumerable<string> PlayersIn(byte[] piece)
    {
        var cursor = new Cursor(piece);
        try
        {
            while (!cursor.AtEnd) cursor.Step();
        }
        catch (FormatException)
        {
            // Whoever runs the match again is told.
        }

        return cursor.Introduced.Select(presence => presence.UserId).Distinct(StringComparer.Ordinal);
    }

    sealed class Cursor(byte[] piece)
    {
        readonly List<MatchPresence> _presences = [];
        int _at;
        long _lastMs;

        /// <summary>Everybody who was introduced so far.</summary>
        public IReadOnlyList<MatchPresence> Introduced => _presences;

        public bool AtEnd => _at == piece.Length;

        public MatchStep Step()
        {
            var kind = (StepKind)Take(1)[0];
            return kind switch
            {
                StepKind.Init => new InitStep(Time()),
                StepKind.JoinAttempt => new JoinAttemptStep(Time(), Presence(), new(Map(), Map(), Signed(), Text(), Text())),
                StepKind.Join => new JoinStep(Time(), Presences()),
                StepKind.Leave => new LeaveStep(Time(), Presences()),
                StepKind.Loop => Loop(),
                StepKind.Signal => new SignalStep(Time(), Text()),
                StepKind.Terminate => new TerminateStep(Time(), Count()),
                StepKind.Effect => new EffectStep(Text(), Bytes(), null),
                StepKind.RefusedEffect => new EffectStep(Text(), null, new Fault((FaultCode)Count(), Text())),
                StepKind.Hash => new HashStep(BinaryPrimitives.ReadUInt64LittleEndian(Take(8))),
                StepKind.CodeChange => new CodeChangeStep(Time(), Signed(), Text(), Presences(), Bytes()),
                StepKind.Cut => new CutStep(Count()),
                _ => throw new FormatException($"Unknown kind of step {(byte)kind} in a match record."),
            };
        }

        LoopStep Loop()
        {
            var at = Time();
            var messages = new MatchMessage[Length()];
            for (var i = 0; i < messages.Length; i++) messages[i] = new(Presence(), Signed(), Bytes(), Count() != 0, at + Signed());
            return new(at, messages);
        }

        MatchPresence[] Presences()
        {
            var presences = new MatchPresence[Length()];
            for (var i = 0; i < presences.Length; i++) presences[i] = Presence() with { Reason = (PresenceReason)Count() };
            return presences;
        }

        MatchPresence Presence()
        {
            var number = Count();
            if (number < _presences.Count) return _presences[number];
            if (number > _presences.Count) throw new FormatException("A match record names a presence that it never introduced.");
            var presence = new MatchPresence(Text(), Text(), Text(), Text());
            _presences.Add(presence);
            return presence;
        }

        Dictionary<string, string> Map()
        {
            var count = Length();
            var map = new Dictionary<string, string>(count, StringComparer.Ordinal);
            for (var i = 0; i < count; i++) map[Text()] = Text();
            return map;
        }

        long Time() => _lastMs += Signed();

        string Text() => Encoding.UTF8.GetString(Take(Count()));

        byte[] Bytes() => Take(Count()).ToArray();

        /// <summary>A number of things to follow; each takes a byte at least, so a damaged count cannot ask for more memory than there is.</summary>
        int Length()
        {
            var count = Count();
            return count <= piece.Length - _at ? count : throw Truncated();
        }

        int Count()
        {
            var number = Varint();
            return number <= int.MaxValue ? (int)number : throw Truncated();
        }

        long Signed()
        {
            var number = Varint();
            return (long)(number >> 1) ^ -(long)(number & 1);
        }

        ulong Varint()
        {
            ulong number = 0;
            for (var shift = 0; shift < 64; shift += 7)
            {
                var part = Take(1)[0];
                number |= (ulong)(part & 0x7F) << shift;
                if (part < 0x80) return number;
            }

            throw Truncated();
        }

        ReadOnlySpan<byte> Take(int count)
        {
            if (count > piece.Length - _at) throw Truncated();
            var taken = piece.AsSpan(_at, count);
            _at += count;
            return taken;
        }

        static FormatException Truncated() => new("A match record is cut off or damaged.");
    }
}
