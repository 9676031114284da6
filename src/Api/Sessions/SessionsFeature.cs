using KaosNet.Api.Configuration;
using KaosNet.Api.Operations;
using KaosNet.Api.Sessions.Linking;
using KaosNet.Api.Sessions.Providers;
using KaosNet.Projections.Feed;
using KaosNet.Projections.Forgetting;
using KaosNet.Projections.Sessions;
using KaosNet.Realtime.Scripts;
using KaosNet.Store;
using KaosNet.Store.Journal;

namespace KaosNet.Api.Sessions;

/// <summary>The ways to sign in, staying in, logging out.</summary>
public sealed class SessionsFeature : IFeature
{
    public IReadOnlyList<Operation> Operations { get; } =
    [
        AuthenticateDevice.Operation,
        AuthenticateEmail.Operation,
        AuthenticateCustom.Operation,
        AppleProvider.SignIn, AppleProvider.Link, AppleProvider.Unlink,
        FacebookProvider.SignIn, FacebookProvider.Link, FacebookProvider.Unlink,
        FacebookInstantGameProvider.SignIn, FacebookInstantGameProvider.Link, FacebookInstantGameProvider.Unlink,
        GameCenterProvider.SignIn, GameCenterProvider.Link, GameCenterProvider.Unlink,
        GoogleProvider.SignIn, GoogleProvider.Link, GoogleProvider.Unlink,
        SteamProvider.SignIn, SteamProvider.Link, SteamProvider.Unlink,
        LinkDevice.Operation, UnlinkDevice.Operation,
        LinkEmail.Operation, UnlinkEmail.Operation,
        LinkCustom.Operation, UnlinkCustom.Operation,
        SessionRefresh.Operation,
        SessionLogout.Operation,
    ];

    public void AddServices(IServiceCollection services)
    {
        services.AddSingleton(provider =>
        {
            var session = provider.GetRequiredService<KaosSettings>().Session;
            var longest = TimeSpan.FromSeconds(Math.Max(session.TokenExpirySec, session.RefreshTokenExpirySec));
            return new SessionRevocations(longest, provider.GetRequiredService<TimeProvider>());
        });
        services.AddSingleton<ICommitObserver>(provider => provider.GetRequiredService<SessionRevocations>());
        services.AddSingleton<KnownRevocations>();
        services.AddHostedService(provider => provider.GetRequiredService<KnownRevocations>());
        services.AddSingleton<IMemoryOfTables>(provider => provider.GetRequiredService<KnownRevocations>());
        services.AddSingleton(provider => new SessionTokens(
            provider.GetRequiredService<KaosSettings>().Session,
            provider.GetRequiredService<SessionRevocations>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<SessionAuthenticator>();
        services.AddSingleton<ISessionAuthenticator>(provider => provider.GetRequiredService<SessionAuthenticator>());
        services.AddSingleton<IMemoryOfPeople>(provider => provider.GetRequiredService<SessionAuthenticator>());
        services.AddSingleton<Realtime.Sessions.ISessionWatcher, LateExits>();
        services.AddSingleton<PlayerTokens>();
        services.AddSingleton<IPlayerTokens>(provider => provider.GetRequiredService<PlayerTokens>());
        services.AddSingleton<SigningIn>();
        services.AddSingleton<ISignIns, ModuleSignIns>();
        services.AddSingleton(new PasswordSettings());
        services.AddSingleton<Passwords>();
    }

    /// <summary>Before the first request is answered, what was ended before the restart is known again; and what a rebuild found, as it does.</summary>
    sealed class KnownRevocations(SessionRevocations revocations, Database database) : IHostedService, IMemoryOfTables
    {
        /// <summary>Beside what is known: nobody is let in meanwhile who is not to be.</summary>
        public ValueTask TablesSwitched(CancellationToken cancel) => new(revocations.Load(database, cancel));

        public Task StartAsync(CancellationToken cancellationToken) => revocations.Load(database, cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
