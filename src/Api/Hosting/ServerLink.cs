namespace KaosNet.Api.Hosting;

/// <summary>A page worth telling of at start. A feature that serves one registers one; the path is below the client port's address.</summary>
public sealed record ServerLink(string Name, string Path);
