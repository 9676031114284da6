using System.Text.RegularExpressions;

namespace KaosNet.Domain.Tests.Catalogue;

/// <summary>Texts in events that are nobody's personal data, and why; a star stands for any letters.</summary>
static class NotPersonal
{
    const string Id = "a user's id, which by itself tells nothing of the person and outlives the forgetting";
    const string Game = "the game's own text about the game, written by its operators and modules";
    const string Operator = "the name or the words of an operator or module, kept to account for what they did";
    const string Technical = "a name or number of the machinery";
    const string Group = "belongs to the group, and stays when a member goes";

    public static readonly IReadOnlyList<(string Paths, string Reason)> Reasons =
    [
        ("*_id", Id + "; or the id of a message, match, board or token"),
        ("*.by", Id),
        ("bracket_started.seeds", Id),
        ("league_group_formed.members", Id),
        ("*.reason", Operator),
        ("*.author", Operator),
        ("*.failure", "what a function of the game failed with, for those who mend it"),
        ("*.settings.*", Game),
        ("lea*.metadata", Game),
        ("tournament_created.*", Game),
        ("leaderboard_created.*", Game),
        ("league_*.title", Game),
        ("league_*.rules.*", Game),
        ("group_*", Group),
        ("subscription_*", "where operators have events sent; no player's"),
        ("*.board", Technical),
        ("*.criteria.build", Technical + ": a build of the game's client"),
        ("disqualification_advanced.position", Technical),
        ("friend_imported.provider", Technical),
        ("match_*.*", Technical),
        ("*.cause", Technical + ": what a change was made for"),
        ("*.correlation", Technical + ": the id of a request"),
        ("*.reverse*", "the id of another entry"),
        ("*.changeset*", "amounts by currency"),
        ("store_sealed.*", "hashes of hashes"),
        ("person_forgotten.*", "names of tables, and the fingerprint of a key that is gone"),
        ("*.key", "the name of a currency"),
        ("undo_ordered.selection.*", Technical + ": a request, a user's id or a module"),
        ("undo_advanced.*", Technical + ": the streams and the names of events"),
    ];

    public static string? ReasonFor(string path) => Reasons.FirstOrDefault(entry => Matches(entry.Paths, path)).Reason;

    public static bool Matches(string paths, string path) => Regex.IsMatch(path, "^" + Regex.Escape(paths).Replace(@"\*", "[a-z_.]*") + "$", RegexOptions.None, TimeSpan.FromSeconds(1));
}
