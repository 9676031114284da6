using KaosNet.Projections.Feed;
using KaosNet.Store.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Projections.Accounts;

/// <summary>Registers the accounts' read side.</summary>
public static class AccountServices
{
    /// <summary>Adds profiles, identities, players' cards, look-ups and deletion.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services, Func<IServiceProvider, PlayerCardSettings>? cards = null) => services
        .AddSingleton(provider => cards?.Invoke(provider) ?? new())
        .AddSingleton<AccountProfiles>()
        .AddSingleton<AccountContents>()
        .AddSingleton<SignInIdentities>()
        .AddSingleton<PlayerSearch>()
        .AddSingleton<AccountDeletion>()
        .AddSingleton<PlayerCards>()
        .AddSingleton<ICommitObserver>(provider => provider.GetRequiredService<PlayerCards>())
        .AddSingleton<IMemoryOfTables>(provider => provider.GetRequiredService<PlayerCards>())
        // Sockets are there later than the Journal, which they use themselves.
        .AddSingleton<ICommitObserver>(provider => new PlayerExits(provider.GetService<IPlayerSockets>));
}
