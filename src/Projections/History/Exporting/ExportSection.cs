namespace KaosNet.Projections.History.Exporting;

/// <summary>A part of what is handed to a person: one file of JSON and one of CSV, and what the page says of it.</summary>
/// <param name="Name">Of the files.</param>
/// <param name="Title">For the reader.</param>
/// <param name="What">What is in it, in plain words.</param>
/// <param name="Seen">Who else can see it in the game.</param>
/// <param name="From">Where it came from.</param>
/// <param name="Columns">Members of its rows, in order; all that a row may have.</param>
public sealed record ExportSection(string Name, string Title, string What, string Seen, string From, IReadOnlyList<string> Columns)
{
    const string OnlyYou = "Only you and the people who run the game.";
    const string FromYou = "From what you did in the game or on its website.";

    public static readonly ExportSection Profile = new(
        "profile", "Your profile",
        "Your account as it is now: names, language, place, what the game noted with it, and whether it is open, shut out or deleted.",
        "Other players can see your user name, display name, picture, language, place and what the game noted. The rest only you and the people who run the game.",
        "From you, when you made the account and changed it, and from the game, where it noted something.",
        ["user_id", "status", "username", "display_name", "avatar_url", "lang_tag", "location", "timezone", "metadata", "has_password", "create_time", "update_time", "disable_time"]);

    public static readonly ExportSection SignIns = new(
        "sign_ins", "Ways to sign in",
        "Each device, email address or other network that was tied to your account or taken from it, and when sessions were ended before their time. "
        + "Passwords are not listed: the game keeps only a scrambled form from which they cannot be read.",
        OnlyYou, "From you, when you signed in or out.", ["time", "what", "kind", "value"]);

    public static readonly ExportSection Friends = new(
        "friends", "Friends and blocks",
        "What other players are to you: friends, asked, asking, or blocked by you. They appear by their number only. Whether somebody blocked you is theirs to know and is not told.",
        "Your friends see that you are friends. Blocks nobody but you sees.", FromYou, ["user_id", "state", "since", "update_time", "metadata"]);

    public static readonly ExportSection Groups = new(
        "groups", "Groups", "The groups that you have had to do with, and what you are to them now (none: you are not in them any more).",
        "Members of the group, and everybody who looks at its list of members.", "From you, and from who let you in, promoted you or put you out.",
        ["group_id", "name", "rank", "since", "founded_by_you"]);

    public static readonly ExportSection Messages = new(
        "messages", "Messages",
        "The messages that you wrote, with their text, and those of direct conversations that others wrote to you: of these only when they came and from whom, as their text is the other person's.",
        "Whoever is in the room, the group or the conversation.", FromYou,
        ["message_id", "channel_id", "code", "sent_by_you", "sender_id", "content", "create_time", "update_time", "removed"]);

    public static readonly ExportSection Objects = new(
        "objects", "Things the game stores for you", "Saved games, settings and whatever else the game keeps in your name, as the game wrote it.",
        "permission_read says it: 2 everybody, 1 you, 0 only the game's own servers.", "From the game, while you played.",
        ["collection", "key", "value", "version", "permission_read", "permission_write", "create_time", "update_time", "deleted"]);

    public static readonly ExportSection Scores = new(
        "scores", "Scores", "Your entries on leaderboards: your score, how often you handed one in, and with which details.",
        "Everybody who can see the leaderboard.", FromYou,
        ["leaderboard_id", "period_end", "on_board", "score", "subscore", "num_score", "username", "metadata", "create_time", "update_time"]);

    public static readonly ExportSection Tournaments = new(
        "tournaments", "Tournaments", "Your entries in tournaments, with your score and the attempts that you had.", "Everybody who can see the tournament.", FromYou,
        ["tournament_id", "period_end", "on_board", "score", "subscore", "num_score", "max_num_score", "username", "metadata", "create_time", "update_time"]);

    public static readonly ExportSection Brackets = new(
        "brackets", "Brackets", "Knock-out and round-robin competitions that you were entered for, and how they went for you. Scores of others are theirs and left out.",
        "Everybody who can see the bracket.", "From you or whoever entered you, and from the results of your games.",
        ["bracket_id", "title", "phase", "entered_time", "seed", "wins", "draws", "losses", "points", "place", "withdrawn"]);

    public static readonly ExportSection Leagues = new(
        "leagues", "Leagues", "Leagues that you are or were in, your division, and how your seasons ended.", "The players of your group see your rank.", FromYou,
        ["league_id", "in", "division", "season", "group", "join_time", "results"]);

    public static readonly ExportSection Matches = new(
        "matches", "Matches", "Matches on the game's servers that you were in, as far as they were recorded.", "Who played with you.", FromYou,
        ["match_id", "handler", "create_time", "end_time", "joined", "left", "messages"]);

    public static readonly ExportSection MatchMessages = new(
        "match_messages", "What you sent in matches", "Each thing that your game sent to a match: your moves, in the game's own code (data, as Base64).", "Who played with you, as far as the match showed it.",
        "From your game, while you played.", ["match_id", "time", "op_code", "data"]);

    public static readonly ExportSection Wallet = new(
        "wallet", "Wallet", "What you own in the game's currencies now.", OnlyYou, "From the game, as it gave and took.", ["currency", "balance"]);

    public static readonly ExportSection Ledger = new(
        "ledger", "Bookings", "Each booking to your wallet that the game kept a note of, and why.", OnlyYou, "From the game, as it gave and took.",
        ["entry_id", "number", "time", "changeset", "metadata", "cause", "reverses", "reversed_by", "reason", "removed"]);

    public static readonly ExportSection Purchases = new(
        "purchases", "Purchases", "What you bought in app stores, as the store confirmed it, with what the store told the game (provider_response).",
        "Only you, the people who run the game and the store.", "From you, when the game handed in a receipt, and from the store.",
        ["transaction_id", "store", "product_id", "environment", "purchase_time", "refund_time", "provider_response", "create_time", "update_time"]);

    public static readonly ExportSection Subscriptions = new(
        "subscriptions", "Subscriptions", "Subscriptions that you took out in app stores, until when they are paid for, and what the store told the game of them.",
        "Only you, the people who run the game and the store.", "From you, when the game handed in a receipt, and from the store.",
        [
            "original_transaction_id", "store", "product_id", "environment", "purchase_time", "expiry_time", "refund_time", "provider_response", "provider_notification",
            "create_time", "update_time",
        ]);

    public static readonly ExportSection Notifications = new(
        "notifications", "Notifications",
        "What the game told you, and what was told to others in your name. Where another player stands behind a notification, its text may hold their name or words and is left out; the number of that player stays.",
        "Only its receiver and the people who run the game.", "From the game, and from what other players did.",
        ["notification_id", "sent_by_you", "other_id", "code", "subject", "content", "create_time", "deleted"]);

    /// <summary>Every section, in the order of the page.</summary>
    public static readonly IReadOnlyList<ExportSection> All =
        [Profile, SignIns, Friends, Groups, Messages, Objects, Scores, Tournaments, Brackets, Leagues, Matches, MatchMessages, Wallet, Ledger, Purchases, Subscriptions, Notifications];

    /// <summary>What happened and shows nowhere but in the list of all changes.</summary>
    public static readonly ExportSection Changes = new(
        "changes", "Every change",
        "All that ever happened to you or through you, in the order in which it happened: when, what, through whom, and what it was about. The other files say how things are now; this one says how they came to be so, "
        + "with values that have changed or gone since.",
        OnlyYou, "From the game's record of events, from which all else is made.",
        ["sequence", "time", "event", "section", "kind", "id", "by", "by_id", "source", "operation", "request", "cause", "details"]);
}
