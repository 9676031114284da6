using KaosNet.Riders;
using Spectre.Console;

return await CommandLine.Run(args, AnsiConsole.Console, new());
