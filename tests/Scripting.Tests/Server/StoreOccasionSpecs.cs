using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.CSharp;
using KaosNet.Scripting.Nk;
using KaosNet.Scripting.Nk.Bundles;
using KaosNet.Scripting.Tests.CSharp;
using KaosNet.Scripting.Tests.Nk;
using KaosNet.Scripting.Tests.Nk.Bundles;

namespace KaosNet.Scripting.Tests.Server;

/// <summary>Functions of modules for what stores tell by themselves, in each language.</summary>
public sealed class StoreOccasionSpecs
{
    private const string Ann = "00000000-0000-4000-8000-000000000001", Payload = """{"type":"REFUND"}""";

    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    private static readonly StoreOccasion[] Four =
    [
        Of(StoreNotification.PurchaseApple, StoreChange.Refunded), Of(StoreNotification.PurchaseGoogle, StoreChange.Refunded),
        Of(StoreNotification.SubscriptionApple, StoreChange.Renewed), Of(StoreNotification.SubscriptionGoogle, StoreChange.Cancelled),
    ];

    private static readonly string[] Lines =
    [
        $$"""purchase_notification_apple ["{{Ann}}","sword","t1",1700000000,1700000000,"APPLE_APP_STORE","SANDBOX"] {"type":"REFUND"} REFUNDED""",
        $$"""purchase_notification_google ["{{Ann}}","sword","t1",1700000000,1700000000,"GOOGLE_PLAY_STORE","SANDBOX"] {"type":"REFUND"} REFUNDED""",
        $$"""subscription_notification_apple ["{{Ann}}","gold","s1",1700000000,true,"APPLE_APP_STORE"] {"type":"REFUND"} RENEWED""",
        $$"""subscription_notification_google ["{{Ann}}","gold","s1",1700000000,true,"GOOGLE_PLAY_STORE"] {"type":"REFUND"} CANCELLED""",
    ];

    [Fact]
    public async Task a_bundle_is_told()
    {
        using var bench = BundleBench.OfInit(
            """
            initializer.registerPurchaseNotificationApple(bought); initializer.registerPurchaseNotificationGoogle(bought);
            initializer.registerSubscriptionNotificationApple(subscribed); initializer.registerSubscriptionNotificationGoogle(subscribed);
            """,
            """
            function bought(ctx, logger, nk, one, payload, type) {
              if (one.productId === 'bad') throw new Error('no swords');
              logger.info('%s %s %s %s', ctx.executionMode,
                JSON.stringify([one.userId, one.productId, one.transactionId, one.purchaseTime, one.refundTime, one.store, one.environment]), payload, type);
            }
            function subscribed(ctx, logger, nk, one, payload, type) {
              if (one.productId === 'bad') throw new Error('no swords');
              logger.info('%s %s %s %s', ctx.executionMode, JSON.stringify([one.userId, one.productId, one.originalTransactionId, one.expiryTime, one.active, one.store]), payload, type);
              return 'more';
            }
            """);
        var functions = new BundleStoreFunctions(bench.Host, bench.Settings, bench.Server, TimeProvider.System);
        var fault = await Told(functions);
        bench.Log.Lines.Where(line => line.StartsWith("Information: purchase_", StringComparison.Ordinal) || line.StartsWith("Information: subscription_", StringComparison.Ordinal))
            .ShouldBe(Lines.Select(line => "Information: " + line));
        fault.Message.ShouldStartWith("Error: no swords");
        bench.Log.Lines.ShouldContain("Warning: subscription_notification_apple of subscribed returned a value for store:RENEWED:s1; it must return nothing");
        using var without = BundleBench.OfInit("");
        await NothingToTell(new BundleStoreFunctions(without.Host, without.Settings, without.Server, TimeProvider.System));
    }

    [Fact]
    public async Task a_csharp_module_is_told()
    {
        using var bench = await CSharpBench.Of(
            """
            setup.OnPurchaseNotificationApple(Bought); setup.OnPurchaseNotificationGoogle(Bought);
            setup.OnSubscriptionNotificationApple(Subscribed); setup.OnSubscriptionNotificationGoogle(Subscribed);
            static ValueTask Bought(ModuleContext context, KaosNet.Modules.Utilities.PurchaseNotification told)
            {
                var one = told.Purchase;
                if (one.ProductId == "bad") throw new InvalidOperationException("no swords");
                context.Logger.LogInformation($"{context.Mode} [\"{one.UserId}\",\"{one.ProductId}\",\"{one.TransactionId}\",{one.PurchaseTime.ToUnixTimeSeconds()},"
                    + $"{one.RefundTime!.Value.ToUnixTimeSeconds()},\"{one.Store}\",\"{one.Environment}\"] {told.ProviderPayload} {told.NotificationType}");
                return default;
            }
            static ValueTask Subscribed(ModuleContext context, KaosNet.Modules.Utilities.SubscriptionNotification told)
            {
                var one = told.Subscription;
                context.Logger.LogInformation($"{context.Mode} [\"{one.UserId}\",\"{one.ProductId}\",\"{one.OriginalTransactionId}\",{one.ExpiryTime.ToUnixTimeSeconds()},"
                    + $"{(one.Active ? "true" : "false")},\"{one.Store}\"] {told.ProviderPayload} {told.NotificationType}");
                return default;
            }
            """);
        var fault = await Told(new CSharpStoreFunctions(bench.Modules));
        bench.Log.Lines.Where(line => line.Contains("_notification_", StringComparison.Ordinal) && line.StartsWith("Information", StringComparison.Ordinal))
            .ShouldBe(Lines.Select(line => "Information: " + line));
        fault.ShouldBe(Fault.Internal("internal error"));
        using var without = await CSharpBench.Of("");
        await NothingToTell(new CSharpStoreFunctions(without.Modules));
    }

    [Fact]
    public async Task modules_in_lua_are_told_too()
    {
        using var bench = ModuleBench.Of("""
            local nk = require('nakama')
            local function bought(context, one, payload, kind)
              if one.product_id == 'bad' then error('no swords') end
              nk.logger_info(context.execution_mode .. ' '
                .. nk.json_encode({ one.user_id, one.product_id, one.transaction_id, one.purchase_time, one.refund_time, one.store, one.environment }) .. ' ' .. payload .. ' ' .. kind)
            end
            local function subscribed(context, one, payload, kind)
              nk.logger_info(context.execution_mode .. ' '
                .. nk.json_encode({ one.user_id, one.product_id, one.original_transaction_id, one.expiry_time, one.active, one.store }) .. ' ' .. payload .. ' ' .. kind)
              return 'more'
            end
            nk.register_purchase_notification_apple(bought)
            nk.register_purchase_notification_google(bought)
            nk.register_subscription_notification_apple(subscribed)
            nk.register_subscription_notification_google(subscribed)
            """);
        var fault = await Told(new ModuleStoreFunctions(bench.Host, bench.Settings, bench.Server, TimeProvider.System));
        bench.Log.Lines.Where(line => line.Contains("_notification_", StringComparison.Ordinal) && line.StartsWith("Information", StringComparison.Ordinal))
            .ShouldBe(Lines.Select(line => "Information: " + line));
        fault.Message.ShouldContain("no swords");
        bench.Log.Lines.ShouldContain("Warning: subscription_notification_apple of main returned a value for store:RENEWED:s1; it must return nil");
        using var without = ModuleBench.Of("");
        await NothingToTell(new ModuleStoreFunctions(without.Host, without.Settings, without.Server, TimeProvider.System));
    }

    /// <summary>Tells all four, then something that the function fails at.</summary>
    private static async Task<Fault> Told(IStoreFunctions functions)
    {
        foreach (var occasion in Four)
        {
            functions.Has(occasion.Notification).ShouldBeTrue();
            (await functions.Call(occasion, CancellationToken.None)).Fault.ShouldBeNull();
        }

        var bad = Four[0] with { Purchase = Of(StoreNotification.PurchaseApple, StoreChange.Refunded).Purchase };
        bad.Purchase!.ProductId = "bad";
        return (await functions.Call(bad, CancellationToken.None)).Fault.ShouldNotBeNull();
    }

    private static async Task NothingToTell(IStoreFunctions functions)
    {
        foreach (var occasion in Four)
        {
            functions.Has(occasion.Notification).ShouldBeFalse();
            if (functions is not ModuleStoreFunctions) (await functions.Call(occasion, CancellationToken.None)).Fault.ShouldBeNull();
        }
    }

    private static StoreOccasion Of(StoreNotification notification, StoreChange change)
    {
        var store = notification is StoreNotification.PurchaseApple or StoreNotification.SubscriptionApple ? StoreProvider.AppleAppStore : StoreProvider.GooglePlayStore;
        return notification is StoreNotification.PurchaseApple or StoreNotification.PurchaseGoogle
            ? new(notification, change, "t1", Payload)
            {
                Purchase = new()
                {
                    UserId = Ann, ProductId = "sword", TransactionId = "t1", Store = store, PurchaseTime = At, RefundTime = At, Environment = StoreEnvironment.Sandbox,
                },
            }
            : new(notification, change, "s1", Payload)
            {
                Subscription = new() { UserId = Ann, ProductId = "gold", OriginalTransactionId = "s1", Store = store, PurchaseTime = At, ExpiryTime = At, Active = true },
            };
    }
}
