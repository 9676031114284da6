namespace KaosNet.Api.Configuration;

/// <summary>Where data goes when nobody says: below KAOS_HOME, which the start script sets to the checkout, else where we are.</summary>
internal static class WorkingFolder
{
    public const string Variable = "KAOS_HOME";

    public static string Data => System.IO.Path.Combine(Environment.GetEnvironmentVariable(Variable) ?? Environment.CurrentDirectory, "data");
}
