using System.Text.Json.Nodes;
using KaosNet.Domain.Kernel;

namespace KaosNet.Projections.History.Exporting;

/// <summary>Makes the row of each change: when, what, through whom, and what of it the user may see.</summary>
static class ChangeRows
{
    /// <summary>The row of an event; null when it is not for the user.</summary>
    public static JsonObject? Of(ExportedEvent exported, string user)
    {
        var rule = ExportRules.For(exported.Happened.GetType());
        if (rule.IsHidden(exported, user)) return null;
        var (by, id) = ActorOf(exported, user);
        return new()
        {
            ["sequence"] = exported.Sequence,
            ["time"] = StateDocuments.Time(exported.At),
            ["event"] = EventCatalogue.NameOf(exported.Happened.GetType()),
            ["section"] = rule.Section.Name,
            ["kind"] = exported.Stream.Kind.Prefix,
            ["id"] = IdOf(exported, user),
            ["by"] = by,
            ["by_id"] = id,
            ["source"] = exported.Source,
            ["operation"] = exported.Operation,
            ["request"] = exported.Correlation,
            ["cause"] = exported.Cause,
            ["details"] = rule.Details(exported, user),
        };
    }

    /// <summary>Who did it. People who run the game are not named, other players by their ids alone.</summary>
    static (string By, string? Id) ActorOf(ExportedEvent exported, string user)
    {
        if (exported.Actor == user) return ("you", user);
        if (Guid.TryParse(exported.Actor, out _)) return ("another player", exported.Actor);
        return exported.Source switch
        {
            "console" => ("an operator", null),
            "script" => ("the game's own code", exported.Actor),
            "server" => ("a server of the game", null),
            _ => ("the game", exported.Actor),
        };
    }

    /// <summary>An object of somebody else is named by its owner only: collections and keys may hold anything.</summary>
    static string IdOf(ExportedEvent exported, string user)
    {
        var id = exported.Stream.Id;
        return exported.Stream.Kind.Prefix == "object" && !exported.IsOf(user) ? id[(id.LastIndexOf('/') + 1)..] : id;
    }
}
