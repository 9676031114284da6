using System.Buffers.Binary;
using System.Reflection;
using KaosNet.Api.Configuration;

namespace KaosNet.Api.Tests.Configuration;

/// <summary>
/// A setting that nothing reads is said to have no effect yet, and none that is read is. Reading means that some method outside the settings' own
/// namespace calls the getter, as the compiled code shows.
/// </summary>
public class SettingsEffectSpecs
{
    const byte Call = 0x28;
    const byte CallVirtual = 0x6F;

    const BindingFlags Every = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>They act while the settings are put together: files to read, and old names of keys that act.</summary>
    static readonly string[] ActInTheReader = ["config", "runtime.min_count", "runtime.max_count"];

    /// <summary>They have no effect in the reference either, and say so themselves.</summary>
    static readonly string[] NeverAct =
    [
        "limit", "iap.google.refund_check_period_min", "iap.google.package_name", "satori.cache_enabled", "console.mfa.storage_encryption_key",
        "console.mfa.admin_account_enabled",
    ];

    [Fact]
    public void a_setting_says_whether_it_has_an_effect_yet()
    {
        var called = MethodsCalledByTheServer();
        List<string> wrong = [];
        foreach (var setting in Setting.All.Where(setting => !NeverAct.Contains(setting.Key)))
        {
            var acts = called.Contains(setting.Property.GetMethod!.MetadataToken) || ActInTheReader.Contains(setting.Key);
            if (setting.HasNoEffectYet == acts) wrong.Add($"{setting.Key} {(acts ? "acts" : "does not act")}");
        }

        wrong.ShouldBeEmpty("Set or remove NotYet in their [Setting]");
    }

    /// <summary>Tokens after the opcodes of calls. A few may be no calls at all; that such bytes are the token of a getter is next to impossible.</summary>
    static HashSet<int> MethodsCalledByTheServer()
    {
        HashSet<int> called = [];
        foreach (var type in typeof(KaosSettings).Assembly.GetTypes().Where(type => type.Namespace != typeof(KaosSettings).Namespace))
        {
            foreach (var method in type.GetMethods(Every).Concat<MethodBase>(type.GetConstructors(Every)))
            {
                var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
                for (var at = 0; at + 5 <= code.Length; at++)
                {
                    if (code[at] is Call or CallVirtual) called.Add(BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at + 1)));
                }
            }
        }

        return called;
    }
}
