using KaosNet.Domain.Kernel;
using KaosNet.Modules.Utilities;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.Server;

namespace KaosNet.Scripting.CSharp;

/// <summary>Functions of C# modules for what stores tell by themselves (parity runtime.md section 8).</summary>
public sealed class CSharpStoreFunctions(CSharpModules modules) : IStoreFunctions
{
    public bool Has(StoreNotification notification) => modules.Functions.StoreNotifications.ContainsKey(notification);

    public async ValueTask<Answer<Done>> Call(StoreOccasion occasion, CancellationToken cancel)
    {
        var caller = new Caller
        {
            Source = Source.Script,
            Actor = modules.Functions.StoreNotifications.GetValueOrDefault(occasion.Notification)?.Module.Name ?? "",
            Operation = occasion.Name,
            Cause = occasion.Cause,
        };
        object told = occasion.Purchase is { } purchase
            ? new PurchaseNotification(PurchaseFunctions.Of(purchase), occasion.Payload, occasion.Word)
            : new SubscriptionNotification(PurchaseFunctions.Of(occasion.Subscription!), occasion.Payload, occasion.Word);
        return await modules.Call(
            static (functions, call) => functions.StoreNotifications.GetValueOrDefault(call.Notification), (occasion.Notification, told),
            new(occasion.Name, occasion.Cause, $"{occasion.Name} for {occasion.Cause}", caller, cancel),
            static async (function, context, call) =>
            {
                await function(context, call.told);
                return Done.Value;
            }) ?? Done.Value;
    }
}
