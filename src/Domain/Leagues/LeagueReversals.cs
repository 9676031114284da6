using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel.Undoing;

namespace KaosNet.Domain.Leagues;

/// <summary>How what was done to leagues by hand is undone. What their seasons did is not: everybody's places follow from it.</summary>
public static class LeagueReversals
{
    const string Season = "seasons are not played back: everybody's places follow from them";

    const string Deleted = "a deleted league is taken away with all that belongs to it, so it does not come back";

    /// <summary>The rules of leagues.</summary>
    public static readonly StreamReversals Rules = new StreamReversals<League, LeagueEvent>(League.Kind, Of, new Dictionary<Type, string>
    {
        [typeof(LeagueCreated)] = "a league that came to be is not undone but deleted, with the places of those who joined it",
        [typeof(LeagueAdvanced)] = Season,
        [typeof(LeagueEnded)] = Season,
        [typeof(LeagueDeleted)] = Deleted,
        [typeof(LeagueErased)] = Deleted,
    });

    /// <summary>The rules of seasons.</summary>
    public static readonly StreamReversals OfSeasons = new StreamReversals<LeagueSeason, LeagueSeasonEvent>(
        LeagueSeason.Kind,
        (_, _) => Reversal.Refused(Season),
        Never(
            Season, typeof(LeagueSeasonStarted), typeof(LeagueSeasonFormed), typeof(LeagueSeasonEnded), typeof(LeagueSeasonClosed),
            typeof(LeagueSeasonErased)));

    /// <summary>The rules of groups.</summary>
    public static readonly StreamReversals OfGroups = new StreamReversals<LeagueGroup, LeagueGroupEvent>(
        LeagueGroup.Kind,
        (_, _) => Reversal.Refused(Season),
        Never(
            Season, typeof(LeagueGroupFormed), typeof(LeagueGroupJoined), typeof(LeagueGroupLeft), typeof(LeagueGroupSettled), typeof(LeagueGroupErased)));

    /// <summary>The rules of players' places.</summary>
    public static readonly StreamReversals OfMembers = new StreamReversals<LeagueMember, LeagueMemberEvent>(
        LeagueMember.Kind, OfMember, Never(Season, typeof(LeagueMemberPlaced), typeof(LeagueMemberSettled)));

    static Reversal Of(Happening<League, LeagueEvent> past, UndoWorld world)
    {
        if (!past.Now.Exists) return Reversal.Later("the league was deleted since");
        return past.Event switch
        {
            LeaguePaused when !past.Now.IsPaused => Reversal.Later("the league was resumed since"),
            LeaguePaused => past.By(new LeagueResumed()),
            LeagueResumed when past.Now.IsPaused => Reversal.Later("the league was paused again since"),
            LeagueResumed => past.By(new LeaguePaused()),
            _ => Revised(past, (LeagueRevised)past.Event),
        };
    }

    static Reversal Revised(Happening<League, LeagueEvent> past, LeagueRevised revised)
    {
        const string Moved = "what it wrote of the league was written again since";
        var (before, after, now) = (past.Before, past.After, past.Now);
        var isMoved = false;
        T? Back<T>(bool isChanged, Func<League, T> field)
            where T : class
        {
            if (!isChanged || field(before).Equals(field(after))) return null;
            if (field(now).Equals(field(after))) return field(before);
            isMoved = true;
            return null;
        }

        var back = new LeagueRevised(
            Back(revised.Title is not null, league => league.Title),
            Back(revised.Metadata is not null, league => league.Metadata),
            Back(revised.Rules is not null, league => league.Rules));
        if (back is { Title: null, Metadata: null, Rules: null }) return isMoved ? Reversal.Later(Moved) : Reversal.Refused("it changed nothing");
        return isMoved ? past.By(back).But(Moved, isLater: true) : past.By(back);
    }

    static Reversal OfMember(Happening<LeagueMember, LeagueMemberEvent> past, UndoWorld world)
    {
        var (before, after, now) = (past.Before, past.After, past.Now);
        if (world.IsGone(now.UserId)) return Reversal.Refused("the player's account is deleted");
        switch (past.Event)
        {
            case LeagueJoined when now != after || now.Group != 0: return Reversal.Later("the player has a place in the league by now");
            case LeagueJoined: return past.By(new LeagueLeft());
            case LeagueLeft when now.IsIn: return Reversal.Later("the player joined again since");
            case LeagueLeft when !before.IsIn: return Reversal.Refused("it changed nothing");
            case LeagueLeft when before.Group != 0: return Reversal.Refused("the season went on without the player");
            case LeagueLeft: return past.By(new LeagueJoined(before.Division));
            default:
                if (before == after) return Reversal.Refused("it changed nothing");
                if (now.IsWaiting != after.IsWaiting || now.Division != after.Division || now.MovesTo != after.MovesTo)
                    return Reversal.Later("the player plays elsewhere by now");
                return past.By(new LeagueMemberMoved(before.IsWaiting ? before.Division : before.MovesTo));
        }
    }

    static Dictionary<Type, string> Never(string reason, params IEnumerable<Type> types) => types.ToDictionary(type => type, _ => reason);
}
