// What the lobby shows: who waits, who has won most, and one's own games. All of it is asked of the server as any client may.
import { element, fill, GAME } from "./page.js";

const OPEN_MAX = 10;
const LEADERS_MAX = 10;
const HISTORY_MAX = 20;

/** The games that wait for somebody, but for one's own. */
export async function openGames(player) {
  const found = await player.get("/v2/match", { authoritative: "true", limit: OPEN_MAX, query: `+label.game:${GAME} +label.open:yes` });
  return (found.matches ?? [])
    .map((match) => ({ matchId: match.match_id, ...JSON.parse(match.label) }))
    .filter((game) => game.host !== player.id);
}

/** One's finished games, the latest first, as the server wrote them. */
export async function finishedGames(player) {
  const kept = await player.get(`/v2/storage/${GAME}/${player.id}`, { limit: HISTORY_MAX });
  return (kept.objects ?? []).map((object) => JSON.parse(object.value));
}

export async function showLobby(player, { onJoin, onWatch }) {
  const [open, board, games] = await Promise.all([
    openGames(player), player.get(`/v2/leaderboard/${GAME}`, { limit: LEADERS_MAX }), finishedGames(player),
  ]);
  const leaders = board.records ?? [];
  fill("open", open.map((game) => element("li", {},
    element("span", { className: "grow", textContent: game.name }),
    element("button", { className: "slim", type: "button", textContent: "Play", ariaLabel: `Play with ${game.name}`, onclick: () => onJoin(game.matchId) }))), "no-open");
  document.querySelector("#leaders tbody").replaceChildren(...leaders.map((record) => element("tr", {},
    element("td", { textContent: record.rank }),
    element("td", { textContent: record.username + (record.owner_id === player.id ? " (you)" : "") }),
    element("td", { className: "number", textContent: record.score }))));
  document.getElementById("leaders").hidden = leaders.length === 0;
  document.getElementById("no-leaders").hidden = leaders.length > 0;
  fill("history", games.map((game) => {
    const outcome = outcomeOf(game);
    return element("li", {},
      element("span", { className: `outcome ${outcome}`, textContent: outcome }),
      element("span", { className: "grow", textContent: `against ${game.opponent}, ${game.moves.length} moves` }),
      element("time", { className: "quiet small", dateTime: new Date(game.ended * 1000).toISOString(), textContent: new Date(game.ended * 1000).toLocaleString() }),
      element("button", { className: "slim", type: "button", textContent: "Replay", ariaLabel: `Replay the game against ${game.opponent}`, onclick: () => onWatch(game) }));
  }), "no-history");
}

export function outcomeOf(game) {
  if (!game.winner) return "drawn";
  return game.winner === game.seat ? "won" : "lost";
}
