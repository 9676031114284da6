using KaosNet.Domain.Kernel.Undoing;

namespace KaosNet.Domain.Accounts;

/// <summary>How what happened to an account is undone.</summary>
public static class AccountReversals
{
    const string CameToBe = "an account that came to be is not undone but deleted, with all that is its player's";

    const string DeletedSince = "the account was deleted since";

    const string IdentityTaken = "a way to sign in belongs to another account by now";

    /// <summary>The rules.</summary>
    public static readonly StreamReversals Rules = new StreamReversals<Account, AccountEvent>(Account.Kind, Of, new Dictionary<Type, string>
    {
        [typeof(AccountCreated)] = CameToBe,
    });

    /// <summary>Whether a player's account was deleted, so that nothing can be given back to them.</summary>
    internal static bool IsGone(this UndoWorld world, string userId) => world.Of(Account.Kind.Of(userId)).IsDeleted;

    static Reversal Of(Happening<Account, AccountEvent> past, UndoWorld world)
    {
        if (past.Event is AccountDeleted) return Revived(past, world);
        if (!past.Now.IsAlive) return Reversal.Later(DeletedSince);
        return past.Event switch
        {
            AccountRenamed when past.Now.Username != past.After.Username => Reversal.Later("the username is another one by now"),
            AccountRenamed when !IsFree(world, past.Before) => Reversal.Refused("the username before it is another account's by now"),
            AccountRenamed => past.By(new AccountRenamed(past.Before.Username)),
            ProfileEdited edited => Profile(past, edited),
            // Only one that an undo brought back; the sweep after deletions ends what is left.
            AccountImported => past.Past.WrittenByUndo is null ? Reversal.Refused(CameToBe) : past.By(new AccountDeleted()),
            IdentityLinked linked => Unlinked(past, new(linked.Kind, linked.Identifier), world),
            IdentityUnlinked unlinked => Linked(past, new(unlinked.Kind, unlinked.Identifier), world),
            AccountBanned when past.Now.BannedAt is null => Reversal.Later("the ban was lifted since"),
            AccountBanned when past.Before.BannedAt is not null => Reversal.Refused("the player was banned before it already"),
            AccountBanned => past.By(new AccountUnbanned()),
            AccountUnbanned when past.Now.BannedAt is not null => Reversal.Later("the player was banned again since"),
            AccountUnbanned when past.Before.BannedAt is null => Reversal.Refused("the player was not banned before it"),
            _ => past.By(new AccountBanned()),
        };
    }

    static Reversal Profile(Happening<Account, AccountEvent> past, ProfileEdited edited)
    {
        var (before, after, now) = (past.Before, past.After, past.Now);
        var isMoved = false;
        string? Back(string? changed, Func<Account, string> field)
        {
            if (changed is null || field(before) == field(after)) return null;
            if (field(now) == field(after)) return field(before);
            isMoved = true;
            return null;
        }

        var back = new ProfileEdited(
            Back(edited.DisplayName, account => account.DisplayName),
            Back(edited.AvatarUrl, account => account.AvatarUrl),
            Back(edited.LangTag, account => account.LangTag),
            Back(edited.Location, account => account.Location),
            Back(edited.Timezone, account => account.Timezone))
        {
            Metadata = Back(edited.Metadata, account => account.Metadata),
        };
        const string Moved = "what it wrote in the profile was written again since";
        if (back == new ProfileEdited()) return isMoved ? Reversal.Later(Moved) : Reversal.Refused("it changed nothing");
        return isMoved ? past.By(back).But(Moved, isLater: true) : past.By(back);
    }

    static Reversal Unlinked(Happening<Account, AccountEvent> past, Identity identity, UndoWorld world)
    {
        var isEmail = identity.Kind is IdentityKind.Email;
        if (!past.Now.Has(identity) || (isEmail && past.Now.PasswordHash != past.After.PasswordHash)) return Reversal.Later("the way to sign in was changed since");
        if (past.Before.Has(identity)) return past.By(new IdentityLinked(identity.Kind, identity.Value, past.Before.PasswordHash));
        var replaced = identity.Kind is IdentityKind.Device ? null : past.Before.Identities.Find(one => one.Kind == identity.Kind);
        if (replaced is not null)
        {
            return IsFree(world, replaced, past.Now.Id)
                ? past.By(new IdentityLinked(replaced.Kind, replaced.Value, isEmail ? past.Before.PasswordHash : null))
                : Reversal.Refused(IdentityTaken);
        }

        return past.Now.Identities.Count == 1
            ? Reversal.Refused("it is the only way to sign in that is left")
            : past.By(new IdentityUnlinked(identity.Kind, identity.Value));
    }

    static Reversal Linked(Happening<Account, AccountEvent> past, Identity identity, UndoWorld world)
    {
        if (past.Now.Has(identity)) return Reversal.Later("the way to sign in was linked again since");
        if (!past.Before.Has(identity)) return Reversal.Refused("it changed nothing");
        if (identity.Kind is not IdentityKind.Device && past.Now.Identities.Exists(one => one.Kind == identity.Kind))
            return Reversal.Later("another way to sign in of the same kind was linked since");
        return IsFree(world, identity, past.Now.Id)
            ? past.By(new IdentityLinked(identity.Kind, identity.Value, identity.Kind is IdentityKind.Email ? past.Before.PasswordHash : null))
            : Reversal.Refused(IdentityTaken);
    }

    /// <summary>The account as it was, with its password; sessions from before the deletion stay over.</summary>
    static Reversal Revived(Happening<Account, AccountEvent> past, UndoWorld world)
    {
        var before = past.Before;
        if (!past.Now.IsDeleted) return Reversal.Later("the account is there");
        if (!IsFree(world, before)) return Reversal.Refused("the account's username is another account's by now");
        if (!before.Identities.TrueForAll(identity => IsFree(world, identity, before.Id))) return Reversal.Refused(IdentityTaken);
        List<object> events =
        [
            new AccountImported(before.Username, [.. before.Identities])
            {
                DisplayName = before.DisplayName,
                AvatarUrl = before.AvatarUrl,
                LangTag = before.LangTag,
                Location = before.Location,
                Timezone = before.Timezone,
                Metadata = before.Metadata,
                CreatedAt = before.CreatedAt,
                UpdatedAt = before.UpdatedAt,
                BannedAt = before.BannedAt,
            },
        ];
        if (before.PasswordHash is { } password && before.Identities.Find(one => one.Kind is IdentityKind.Email) is { } email)
            events.Add(new IdentityLinked(email.Kind, email.Value, password));
        return past.By(events);
    }

    static bool IsFree(UndoWorld world, Account account)
    {
        var holder = world.HolderOf(new(UniqueNameKind.Username, account.Username));
        return holder is null || holder == account.Id || world.Of(Account.Kind.Of(holder)).Username != account.Username;
    }

    static bool IsFree(UndoWorld world, Identity identity, string userId)
    {
        var holder = world.HolderOf(new(UniqueNameKind.Identity, $"{identity.Kind}:{identity.Value}"));
        return holder is null || holder == userId || !world.Of(Account.Kind.Of(holder)).Has(identity);
    }
}
