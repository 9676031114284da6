using KaosNet.Domain.Forgetting;
using KaosNet.Store.Forgetting;
using Kaos = KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Forgetting;

/// <summary>Forgotten people in the wire's words.</summary>
static class ForgettingMessages
{
    public static Kaos.ForgottenUser Of(ForgottenPerson person) => new()
    {
        UserId = person.UserId,
        Author = person.Author,
        Reason = person.Reason,
        OrderTime = person.OrderTime,
        ForgetTime = person.ForgetTime,
        KeyFingerprint = person.Proof?.KeyFingerprint ?? "",
        StreamCount = person.Proof?.Streams ?? 0,
        EventCount = person.Proof?.Events ?? 0,
        Rewritten = [.. (person.Proof?.Rewritten ?? []).Select(rows => new Kaos.RewrittenTable { Table = rows.Table, RowCount = rows.Rows })],
        SnapshotCount = person.Proof?.Snapshots ?? 0,
    };

    public static Kaos.ForgottenUser Of(Guid user, string author, string reason, PersonInStore there) => new()
    {
        UserId = user.ToString(),
        Author = author,
        Reason = reason,
        StreamCount = there.Kinds.Sum(kind => kind.Streams),
        EventCount = there.Kinds.Sum(kind => kind.Events),
        Rewritten = [.. there.Rows.Select(rows => new Kaos.RewrittenTable { Table = rows.Table, RowCount = rows.Rows })],
        DryRun = true,
        Kinds =
        [
            .. there.Kinds.Select(kind => new Kaos.SealedStreams
            {
                Kind = kind.Kind, StreamCount = kind.Streams, EventCount = kind.Events, SharedEventCount = kind.SharedEvents,
            }),
        ],
    };
}
