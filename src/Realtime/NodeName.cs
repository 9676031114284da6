namespace KaosNet.Realtime;

/// <summary>This server's name in the cluster (setting <c>name</c>); part of match ids.</summary>
public sealed record NodeName(string Name);
