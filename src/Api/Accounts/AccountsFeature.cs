using KaosNet.Api.Operations;
using KaosNet.Projections.Accounts;

namespace KaosNet.Api.Accounts;

/// <summary>A player's own account: looking at it, editing it, deleting it; and looking others up.</summary>
public sealed class AccountsFeature : IFeature
{
    public IReadOnlyList<Operation> Operations { get; } = [GetAccount.Operation, UpdateAccount.Operation, DeleteAccount.Operation, GetUsers.Operation];

    public void AddServices(IServiceCollection services) => services.AddAccounts().AddSingleton<Users>();
}
