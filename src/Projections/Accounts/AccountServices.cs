using KaosNet.Store.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Projections.Accounts;

/// <summary>Registers the accounts' read side.</summary>
public static class AccountServices
{
    /// <summary>Adds profiles, identities and players' cards.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services, Func<IServiceProvider, PlayerCardSettings>? cards = null) => services
        .AddSingleton(provider => cards?.Invoke(provider) ?? new())
        .AddSingleton<AccountProfiles>()
        .AddSingleton<SignInIdentities>()
        .AddSingleton<PlayerSearch>()
        .AddSingleton<PlayerCards>()
        .AddSingleton<ICommitObserver>(provider => provider.GetRequiredService<PlayerCards>());
}
