using System.Text;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Storage;
using KaosNet.Domain.Wallets;
using KaosNet.Projections.Accounts;
using KaosNet.Protocol;
using KaosNet.Protocol.Api.Kaos;
using KaosNet.Store.Journal;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Scripting.Accounts;

/// <summary>
/// Takes over what a document tells of a player (parity console-infra.md, import): all of it in one commit, or nothing. Friends, groups, messages, records, notifications
/// and the ledger stay out of it, as others have their part in them.
/// </summary>
public sealed class AccountImports(IJournal journal, AccountContents contents, AccountProfiles profiles)
{
    /// <summary>The largest document.</summary>
    public const int BytesMax = 16 << 20;

    /// <summary>
    /// Without a player: makes the account that the document tells of. With one: puts metadata, wallet and stored objects in place of that player's, and leaves the rest
    /// as it is.
    /// </summary>
    /// <returns>The account, or why nothing has changed.</returns>
    public async ValueTask<Answer<OwnAccount>> Import(string document, Guid? into, Caller caller, CancellationToken cancel)
    {
        if (Encoding.UTF8.GetByteCount(document) > BytesMax) return Fault.ResourceExhausted($"document is larger than {BytesMax} bytes");
        var data = new AccountExport();
        if (JsonCodec.Deserialize(Encoding.UTF8.GetBytes(document), data, JsonRules.Rest) is { } flaw) return Fault.InvalidArgument(flaw);
        if (data.Account is not { User: { } user } account) return Fault.InvalidArgument("expects a document with an account");
        Guid userId;
        if (into is { } existing) userId = existing;
        else if (!Guid.TryParseExact(user.Id, "D", out userId) || userId == Guid.Empty) return Fault.InvalidArgument("expects an account with a valid user ID");
        var answer = into is null
            ? await journal.Execute(Sequence([CommandSequence.Of(Making(userId, account))], userId, data, []), caller, cancel)
            : await Replace(userId, data, caller, cancel);
        if (!answer.IsGranted(out _, out var fault)) return fault;
        return await profiles.WithEdges(userId.ToString(), cancel) is { } own ? own : Fault.NotFound("account not found");
    }

    async ValueTask<Answer<IReadOnlyList<object>>> Replace(Guid userId, AccountExport data, Caller caller, CancellationToken cancel)
    {
        // An edit of an account that is not there is no refusal, this is.
        if (await profiles.WithEdges(userId.ToString(), cancel) is null) return Fault.NotFound("account not found");
        var before = new List<ObjectKey>();
        await foreach (var stored in contents.Objects(userId, cancel))
        {
            before.Add(new(stored.Collection, stored.Key, userId.ToString()));
            if (before.Count > ImportStorageObjects.ObjectsMax) break;
        }

        var metadata = data.Account!.User!.Metadata;
        var editing = new EditAccount(userId.ToString()) { Metadata = metadata.Length > 0 ? metadata : "{}" };
        return await journal.Execute(Sequence([CommandSequence.Of(editing)], userId, data, before), caller, cancel);
    }

    static CommandSequence Sequence(List<CommandSequence.Step> steps, Guid userId, AccountExport data, List<ObjectKey> before)
    {
        var id = userId.ToString();
        steps.Add(CommandSequence.Of(new ReplaceWallet(id, data.Account!.Wallet is { Length: > 0 } wallet ? wallet : "{}")));
        if (data.Objects.Count + before.Count > 0)
            steps.Add(CommandSequence.Of(new ImportStorageObjects([.. data.Objects.Select(stored => Putting(id, stored))], before)));
        return new(steps);
    }

    static ImportAccount Making(Guid userId, Wire.Account account)
    {
        var user = account.User!;
        return new(userId.ToString(), user.Username, AccountSpelling.Identities(account))
        {
            DisplayName = user.DisplayName,
            AvatarUrl = user.AvatarUrl,
            LangTag = user.LangTag,
            Location = user.Location,
            Timezone = user.Timezone,
            Metadata = user.Metadata.Length > 0 ? user.Metadata : "{}",
            CreatedAt = user.CreateTime,
            UpdatedAt = user.UpdateTime,
            BannedAt = account.DisableTime,
        };
    }

    static ObjectImport Putting(string userId, Wire.StorageObject stored) => new(
        new(new(stored.Collection, stored.Key, userId), stored.Value)
        {
            Version = stored.Version,
            PermissionRead = stored.PermissionRead,
            PermissionWrite = stored.PermissionWrite,
        },
        stored.CreateTime,
        stored.UpdateTime);
}
