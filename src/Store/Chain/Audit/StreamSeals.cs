using Npgsql;

namespace KaosNet.Store.Chain.Audit;

/// <summary>Holds the events of one stream against the marks of the seals over them, without reading more than the few numbers under the same mark.</summary>
sealed class StreamSeals(NpgsqlConnection connection, string schema, SealBook book, Findings findings)
{
    long _seal, _through;

    /// <summary>Seals that stand over an event of the stream.</summary>
    public long Seals { get; private set; }

    public long Unsealed { get; private set; }

    /// <summary>Whether a seal stands over a number of the stream that was checked.</summary>
    public bool IsUnderSeal(long sequence) => sequence <= _through;

    public async ValueTask Check(CopiedRows row, CancellationToken cancel)
    {
        var (sequence, version) = EventChecker.NumbersOf(row);
        var (stream, hash) = (EventChecker.StreamOf(row).ToArray(), EventChecker.HashOf(row).ToArray());
        if (hash.Length == 0) return;
        if (await book.Over(sequence, cancel) is not { } stored)
        {
            Unsealed++;
            return;
        }

        if (stored.Version != _seal) Seals++;
        (_seal, _through) = (stored.Version, stored.Seal.Through);
        var seal = stored.Seal;
        var width = SealSpan.WidthOf(seal.After, seal.Through);
        var part = (int)((sequence - seal.After - 1) / width);
        if ((part + 1) * SealSpan.MarkBytes > seal.Marks.Length) return;
        var after = seal.After + ((long)part * width);
        var through = Math.Min(after + width, seal.Through);
        var mark = width == 1 ? SealSpan.MarkOf(sequence, hash) : await MarkNow(after, through, cancel);
        if (seal.Marks.AsSpan(part * SealSpan.MarkBytes, SealSpan.MarkBytes).SequenceEqual(mark)) return;
        findings.Add(new(
            Tampering.Altered, sequence, System.Text.Encoding.UTF8.GetString(stream), version,
            width == 1
                ? $"It is not the event that was sealed under this number: it was changed and its hash made to fit, or moved. So says seal {seal.Number}."
                : $"It or another event under the numbers {after + 1} to {through} is not what was sealed there, or is gone; an audit of everything says more. So says seal {seal.Number}."));
    }

    async Task<byte[]> MarkNow(long after, long through, CancellationToken cancel) =>
        SealSpan.MarkOf((await SealedRow.Read(connection, schema, after, through, cancel)).Select(row => (row.Sequence, row.Hash)));
}
