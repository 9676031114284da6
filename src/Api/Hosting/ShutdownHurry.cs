namespace KaosNet.Api.Hosting;

/// <summary>Cancelled when the operator asks a second time for the end: then no match gets the rest of its grace.</summary>
public sealed record ShutdownHurry(CancellationToken Token);
