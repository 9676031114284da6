using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KaosNet.Api.Configuration;
using KaosNet.Api.Operations;
using KaosNet.Projections.Purchases;
using KaosNet.Realtime;
using KaosNet.Realtime.Purchases;

namespace KaosNet.Api.Purchases;

/// <summary>What players bought in app stores: confirmed by the store, kept as events, and listed.</summary>
public sealed class PurchasesFeature : IFeature
{
    public IReadOnlyList<Operation> Operations =>
    [
        ValidatePurchaseApple.Operation, ValidatePurchaseGoogle.Operation, ValidatePurchaseHuawei.Operation, ValidatePurchaseFacebookInstant.Operation,
        ValidatePurchaseSamsung.Operation, ValidateSubscriptionApple.Operation, ValidateSubscriptionGoogle.Operation, ListSubscriptions.Operation, GetSubscription.Operation,
    ];

    public void AddServices(IServiceCollection services) => services
        .AddSingleton(provider => StoresOf(provider.GetRequiredService<KaosSettings>().Iap))
        .AddPurchases()
        .AddPurchaseValidation();

    static StoreSettings StoresOf(PurchaseSettings iap) => new()
    {
        Apple = new()
        {
            SharedPassword = iap.Apple.SharedPassword,
            BundleId = iap.Apple.BundleId,
            Root = iap.Apple.RootCertificateFile.Length == 0 ? null : RootIn(iap.Apple.RootCertificateFile),
            VerifyReceiptUrl = iap.Apple.VerifyReceiptUrl,
            SandboxVerifyReceiptUrl = iap.Apple.SandboxVerifyReceiptUrl,
        },
        Google = new()
        {
            ClientEmail = iap.Google.ClientEmail, PrivateKey = iap.Google.PrivateKey, TokenUrl = iap.Google.TokenUrl, ApiUrl = iap.Google.ApiUrl,
        },
        Huawei = new()
        {
            PublicKey = iap.Huawei.PublicKey,
            ClientId = iap.Huawei.ClientId,
            ClientSecret = iap.Huawei.ClientSecret,
            TokenUrl = iap.Huawei.TokenUrl,
            AppTouchOrderUrl = iap.Huawei.AppTouchOrderUrl,
            OrderUrl = iap.Huawei.OrderUrl,
        },
        FacebookInstant = new() { AppSecret = iap.FacebookInstant.AppSecret },
        Samsung = new() { PackageName = iap.Samsung.PackageName, ApiUrl = iap.Samsung.ApiUrl },
    };

    /// <summary>A certificate in PEM or DER; settings with one that cannot be read are refused at start.</summary>
    internal static X509Certificate2 RootIn(string path) => X509CertificateLoader.LoadCertificateFromFile(path);

    /// <summary>Why a file is no certificate, or null.</summary>
    internal static string? Flaw(string path)
    {
        try
        {
            RootIn(path).Dispose();
            return null;
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return failure.Message.TrimEnd('.');
        }
    }
}
