using KaosNet.Modules;
using KaosNet.Modules.Hooks;
using KaosNet.Modules.Matchmaking;

namespace KaosNet.Four;

/// <summary>Four in a row as a server module: brings players together, and a match for each game.</summary>
public sealed class FourModule : IServerModule
{
    /// <summary>The match handler's name, and what players look for in the matchmaker.</summary>
    public const string Name = "four_csharp";

    public void Initialize(IModuleSetup setup)
    {
        setup.Match(Name, () => new FourMatch());

        // A table for two, for clients that invite somebody by the match's id.
        setup.Rpc("four_csharp_table", async (context, _) => await context.Nk.Matches.Create(Name));

        // Those who look for this game get a match of it; others a relayed one, as ever.
        setup.OnMatchmakerMatched(async (context, players) => players.All(LooksForUs) ? await context.Nk.Matches.Create(Name) : null);

        // Nobody needs a name of one letter.
        setup.Before(Operations.UpdateAccount, (_, request) => request.Username is { Length: 1 }
            ? throw new RefusedException(StatusCode.InvalidArgument, "That name is too short.")
            : new(request));
    }

    static bool LooksForUs(MatchmakerEntry player) => player.StringProperties.GetValueOrDefault("game") == Name;
}
