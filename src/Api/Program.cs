using KaosNet.Api.Hosting;

return await Server.RunAsync(args);
