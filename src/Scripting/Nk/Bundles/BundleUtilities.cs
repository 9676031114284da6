using System.Text;
using KaosNet.Scripting.JavaScript;

namespace KaosNet.Scripting.Nk.Bundles;

/// <summary>What bundles need and Lua does not.</summary>
internal static class BundleUtilities
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static JavaScriptLibrary AddBundleUtilities(this JavaScriptLibrary library) => library
        .Add("uuidv4", static (ref JavaScriptCall call) => call.Return(BundleScene.Of(ref call).NewUuid().ToString("D")))
        .Add("stringToBinary", static (ref JavaScriptCall call) =>
        {
            var text = call.Text(1);
            return call.Failed ? call.Fail() : call.Return(Encoding.UTF8.GetBytes(text));
        })
        .Add("binaryToString", static (ref JavaScriptCall call) =>
        {
            var bytes = call.Bytes(1);
            if (call.Failed) return call.Fail();
            try
            {
                return call.Return(Strict.GetString(bytes));
            }
            catch (DecoderFallbackException)
            {
                return call.Wrong("expects data to be UTF-8 encoded");
            }
        });
}
