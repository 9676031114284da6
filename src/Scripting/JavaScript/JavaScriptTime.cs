using Jint.Runtime;

namespace KaosNet.Scripting.JavaScript;

/// <summary>The clock that scripts see, in UTC.</summary>
internal sealed class JavaScriptTime(TimeProvider time) : DefaultTimeSystem(TimeZoneInfo.Utc, System.Globalization.CultureInfo.InvariantCulture)
{
    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();
}
