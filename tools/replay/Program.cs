return await KaosNet.Replay.CommandLine.Run(args, new());
