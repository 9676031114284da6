using KaosNet.Api.Configuration;
using KaosNet.Tests.Support;

namespace KaosNet.Api.Tests.Purchases;

/// <summary>A server's settings for stores on this machine.</summary>
static class StoresInUse
{
    public static KaosSettings With(this KaosSettings settings, StandInStores stores) => settings with
    {
        Iap = new()
        {
            Apple = new()
            {
                SharedPassword = StandInStores.Password,
                NotificationsEndpointId = "apple-secret",
                RootCertificateFile = stores.Apple.RootFile,
                VerifyReceiptUrl = stores.Url + "/apple/verifyReceipt",
                SandboxVerifyReceiptUrl = stores.Url + "/apple/sandbox/verifyReceipt",
            },
            Google = new()
            {
                ClientEmail = StandInStores.GoogleEmail,
                PrivateKey = stores.GoogleKey,
                NotificationsEndpointId = "google-secret",
                TokenUrl = stores.Url + "/google/token",
                ApiUrl = stores.Url + "/google",
            },
            Huawei = new()
            {
                PublicKey = stores.HuaweiKey,
                ClientId = StandInStores.HuaweiClient,
                ClientSecret = StandInStores.HuaweiSecret,
                TokenUrl = stores.Url + "/huawei/token",
                AppTouchOrderUrl = stores.Url + "/huawei-touch",
                OrderUrl = stores.Url + "/huawei-other",
            },
            FacebookInstant = new() { AppSecret = StandInStores.FacebookSecret },
            Samsung = new() { PackageName = "com.example.game", ApiUrl = stores.Url + "/samsung" },
        },
    };
}
