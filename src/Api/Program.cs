using KaosNet.Api.Hosting;
using KaosNet.Store;

SocketThreads.GoOnInPlace();
return await Server.RunAsync(args);
