using System.Globalization;

namespace KaosNet.Bench.Scenarios;

/// <summary>Bodies of the storage scenarios: objects with values of 60 bytes.</summary>
static class StorageBodies
{
    /// <summary>Objects of each player.</summary>
    public const int Objects = 10;

    /// <summary>A write of a player's first objects; the level, of seven digits, makes the values others.</summary>
    public static string Writes(int objects, int level) => "{\"objects\":[" + string.Join(',', Enumerable.Range(0, objects).Select(at => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"collection":"bench","key":"k{{at}}","value":"{\"level\":{{level}},\"name\":\"everybody\",\"items\":[1,2,3,4,5,6,7]}"}"""))) + "]}";

    /// <summary>A read of a player's first objects.</summary>
    public static string Reads(int objects, string userId) => "{\"object_ids\":[" + string.Join(
        ',', Enumerable.Range(0, objects).Select(at => $$"""{"collection":"bench","key":"k{{at}}","user_id":"{{userId}}"}""")) + "]}";
}
