using System.Buffers;
using System.Text;
using KaosNet.Domain.Chat;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Accounts;
using KaosNet.Projections.Chat;
using KaosNet.Protocol;
using KaosNet.Realtime.Chat;

namespace KaosNet.Scripting.Accounts;

/// <summary>Hands out all that belongs to a player as one JSON document (parity console-infra.md, export).</summary>
/// <param name="profiles">Accounts.</param>
/// <param name="contents">What belongs to them.</param>
/// <param name="online">Who is online.</param>
public sealed class AccountExports(AccountProfiles profiles, AccountContents contents, IOnlinePlayers online)
{
    /// <summary>The largest document; who owns more has to be exported from the database.</summary>
    public const int BytesMax = 64 << 20;

    static readonly Fault TooLarge = Fault.ResourceExhausted($"document is larger than {BytesMax} bytes");

    /// <summary>The document, as UTF-8 text in snake case without what is unset. Refused when there is no such account, or when there is too much of it.</summary>
    public async ValueTask<Answer<string>> Export(Guid userId, CancellationToken cancel)
    {
        if (await profiles.WithEdges(userId.ToString(), cancel) is not { } own) return Fault.NotFound("account not found");
        var text = new ArrayBufferWriter<byte>(16 * 1024);
        text.Write("{\"account\":"u8);
        JsonCodec.Serialize(text, AccountSpelling.Of(own, online.IsOnline(userId)));
        var isWhole = await List(text, "objects", contents.Objects(userId, cancel), AccountSpelling.Of)
            && await List(text, "friends", contents.Friends(userId, cancel), AccountSpelling.Of)
            && await List(text, "groups", contents.Groups(userId, cancel), AccountSpelling.Of)
            && await List(text, "messages", contents.Messages(userId, cancel), Message)
            && await List(text, "leaderboard_records", contents.Records(userId, cancel), AccountSpelling.Of)
            && await List(text, "notifications", contents.Notifications(userId, cancel), AccountSpelling.Of)
            && await List(text, "wallet_ledgers", contents.Ledger(userId, cancel), AccountSpelling.Of);
        text.Write("}"u8);
        return isWhole ? Encoding.UTF8.GetString(text.WrittenSpan) : TooLarge;
    }

    static async ValueTask<bool> List<TRow, TItem>(ArrayBufferWriter<byte> text, string name, IAsyncEnumerable<TRow> rows, Func<TRow, TItem> spell)
        where TItem : class
    {
        text.Write(Encoding.ASCII.GetBytes($",\"{name}\":["));
        var isFirst = true;
        await foreach (var row in rows)
        {
            if (!isFirst) text.Write(","u8);
            isFirst = false;
            JsonCodec.Serialize(text, spell(row));
            if (text.WrittenCount > BytesMax) return false;
        }

        text.Write("]"u8);
        return true;
    }

    static Protocol.Api.ChannelMessage Message(MessageRow row) => MessageSpelling.Of(ChannelId.Parse(row.ChannelId)!, row);
}
