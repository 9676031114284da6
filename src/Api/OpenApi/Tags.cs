using System.Collections.Frozen;

namespace KaosNet.Api.OpenApi;

/// <summary>What the explorer says of its groups of operations.</summary>
static class Tags
{
    static readonly FrozenDictionary<string, string> Descriptions = new Dictionary<string, string>
    {
        ["account"] = "The caller's own account: name, profile, ways to sign in.",
        ["authenticate"] = "Signing in, and up at the first time. Authorize with ServerKey; the answer's token goes into Session.",
        ["bracket"] = "Brackets of players against each other, by elimination or everybody against everybody; of ours.",
        ["channel"] = "Messages of chat channels.",
        ["disqualification"] = "Scores taken back and given back, for servers of the game (HttpKey).",
        ["event"] = "Events of the game for analytics.",
        ["events"] = "All that happened, in order, for servers of the game (HttpKey): by the page or as it comes. Of KaosNet's own.",
        ["friend"] = "Friends, invitations and blocked players.",
        ["group"] = "Groups: found, changed, joined and left.",
        ["health"] = "Whether the server is up. Needs no authorization.",
        ["iap"] = "Purchases and subscriptions in app stores.",
        ["leaderboard"] = "Scores and ranks. Boards are made by server modules.",
        ["league"] = "Leagues: divisions, seasons, promotion and relegation. Of KaosNet's own.",
        ["link"] = "More ways to sign in to the caller's account.",
        ["match"] = "Matches that run now.",
        ["matchmaker"] = "Figures of the matchmaker.",
        ["notification"] = "Notifications that wait for the caller.",
        ["party"] = "Parties that are open now.",
        ["rpc"] = "Functions of server modules, called by players (Session) or by servers (HttpKey).",
        ["session"] = "Renewing and ending sessions.",
        ["storage"] = "The game's own objects, by collection, key and owner.",
        ["subscription"] = "Events posted to other services: subscriptions, how far they have come, what was given up, for servers of the game (HttpKey).",
        ["tournament"] = "Tournaments: joined, scored and ranked.",
        ["undo"] = "What was done, undone, for servers of the game (HttpKey).",
        ["unlink"] = "Fewer ways to sign in to the caller's account.",
        ["wallet"] = "What players own and the ledger that says why, for servers of the game (HttpKey).",
        ["user"] = "Other players and what they show of themselves.",
    }.ToFrozenDictionary();

    /// <summary>One sentence; empty for a tag without.</summary>
    public static string DescriptionOf(string tag) => Descriptions.GetValueOrDefault(tag, "");
}
