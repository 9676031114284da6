// Keeps what the server calls it for by itself; OccasionsModule in JavaScript.
const BOARD = "board_js", CUP = "cup_js", LEAGUE = "league_js";
const EVERY_OTHER_SECOND = "*/2 * * * * * *";

function begin(ctx, logger, nk, payload) {
  const players = JSON.parse(payload);
  nk.leaderboardCreate(BOARD, true, "desc", "best", EVERY_OTHER_SECOND, { name: "gold" });
  nk.tournamentCreate(CUP, true, "desc", "best", 1, EVERY_OTHER_SECOND, {}, "The cup");
  const bracket = nk.bracketCreate({ format: "single_elimination" }, [players.ann, players.bob]);
  nk.bracketStart(bracket.id, "given");
  nk.bracketReport(bracket.id, 1, { secondScore: 1 });
  nk.leagueCreate(LEAGUE, { divisions: [{ name: "Only", groupSize: 10 }] });
  nk.leagueJoin(LEAGUE, players.ann);
  nk.leagueScore(LEAGUE, players.ann, 5);
  nk.leagueSeasonEnd(LEAGUE);
  return JSON.stringify({ bracket: bracket.id });
}

function end(ctx, logger, nk, payload) {
  nk.leaderboardDelete(BOARD);
  nk.tournamentDelete(CUP);
}

function keep(ctx, nk, id, what) {
  nk.storageWrite([{ collection: "occasions_js", key: ctx.executionMode, value: { id: id, what: what }, permissionRead: 2 }]);
}

// This server has boards of other specs, too.
function boardReset(ctx, logger, nk, board, reset) {
  if (board.id === BOARD) keep(ctx, nk, board.id, board.metadata.name);
}

function cupEnd(ctx, logger, nk, cup, end, reset) {
  if (cup.id === CUP) keep(ctx, nk, cup.id, cup.title);
}

function cupReset(ctx, logger, nk, cup, end, reset) {
  if (cup.id === CUP) keep(ctx, nk, cup.id, cup.title);
}

function bracketReady(ctx, logger, nk, bracket, pairings) {
  keep(ctx, nk, bracket.id, pairings[0].firstId);
}

function bracketEnd(ctx, logger, nk, bracket) {
  keep(ctx, nk, bracket.id, bracket.winnerId);
}

function seasonEnd(ctx, logger, nk, league, season, group) {
  keep(ctx, nk, league.id, group.standings[0].userId);
}

function InitModule(ctx, logger, nk, initializer) {
  initializer.registerRpc("occasions_js_begin", begin);
  initializer.registerRpc("occasions_js_end", end);
  initializer.registerLeaderboardReset(boardReset);
  initializer.registerTournamentEnd(cupEnd);
  initializer.registerTournamentReset(cupReset);
  initializer.registerBracketReady(bracketReady);
  initializer.registerBracketEnd(bracketEnd);
  initializer.registerLeagueSeasonEnd(seasonEnd);
}
