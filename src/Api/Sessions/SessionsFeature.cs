using KaosNet.Api.Configuration;
using KaosNet.Api.Operations;
using KaosNet.Projections.Sessions;
using KaosNet.Store;
using KaosNet.Store.Journal;

namespace KaosNet.Api.Sessions;

/// <summary>Signing in, staying in, logging out.</summary>
public sealed class SessionsFeature : IFeature
{
    public IReadOnlyList<Operation> Operations { get; } =
    [
        AuthenticateDevice.Operation,
        AuthenticateEmail.Operation,
        AuthenticateCustom.Operation,
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
        services.AddHostedService<RevocationsAtStart>();
        services.AddSingleton(provider => new SessionTokens(
            provider.GetRequiredService<KaosSettings>().Session,
            provider.GetRequiredService<SessionRevocations>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ISessionAuthenticator, SessionAuthenticator>();
        services.AddSingleton<SigningIn>();
        services.AddSingleton(new PasswordSettings());
        services.AddSingleton<Passwords>();
    }

    /// <summary>Before the first request is answered, what was ended before the restart is known again.</summary>
    sealed class RevocationsAtStart(SessionRevocations revocations, Database database) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => revocations.Load(database, cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
