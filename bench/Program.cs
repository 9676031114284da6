using System.CommandLine;
using KaosNet.Bench.Calibration;
using KaosNet.Bench.Journal;
using KaosNet.Bench.Leaderboards;
using KaosNet.Bench.Matchmaking;
using KaosNet.Bench.Realtime;
using KaosNet.Bench.Replay;
using KaosNet.Bench.Scenarios;
using KaosNet.Bench.Scripting;
using KaosNet.Store;

// As the server does.
SocketThreads.GoOnInPlace();

// The one registration line of each benchmark.
var root = new RootCommand("Measures a Nakama-compatible game server, and the parts of this one. All traffic stays on loopback.")
{
    HttpCommand.Create(),
    RelayCommand.Create(),
    IdleCommand.Create(),
    JournalCommand.Create(),
    ChainCommand.Create(),
    AuditCommand.Create(),
    RanksCommand.Create(),
    BoardCommand.Create(),
    MatchmakerCommand.Create(),
    MatchesCommand.Create(),
    HooksCommand.Create(),
    CallsCommand.Create(),
    ReplayCommand.Create(),
    CalibrateCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
